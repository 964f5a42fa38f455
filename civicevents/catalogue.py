"""The catalogue of translations: message ids are English, ``locale/de`` holds the German texts. Babel does the work.

The ids are exactly what Django looks up at run time: the templates go through Django's own ``templatize`` first.
"""

import ast
import os
import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCES = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**", "civicevents.catalogue:messages_of_template"),
]
LAZY = {f"{name}_lazy": arguments for name, arguments in DEFAULT_KEYWORDS.items() if name.endswith("gettext")}
NOOP = {"gettext_noop": None}
KEYWORDS = {**DEFAULT_KEYWORDS, **LAZY, **NOOP}
NOT_SOURCES = {"var", "node_modules", "locale", "static"}

LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(({LITERAL}(?:,\s*{LITERAL})*)")
SINGLE = re.compile(LITERAL)


def messages_of_template(file, keywords, comment_tags, options):
    """Babel's extractor for Django templates: yields line, function, messages, comments."""
    text = templatize(file.read().decode())
    for call in CALL.finditer(text):
        messages = tuple(ast.literal_eval(literal) for literal in SINGLE.findall(call[2]))
        yield text.count("\n", 0, call.start()) + 1, call[1], messages if len(messages) > 1 else messages[0], []


def path_of(language):
    return settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"


def translated_languages():
    """All but English: its texts are the ids."""
    return [code for code, _ in settings.LANGUAGES if code != "en"]


def read(language):
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with open(path, "rb") as file:
        return read_po(file, locale=language)


def messages_in(root):
    """Pairs of message id (of singular and plural, where there is one) and context, as the sources have them."""
    found = extract_from_dir(
        root,
        SOURCES,
        keywords=KEYWORDS,
        directory_filter=lambda path: Path(path).name not in NOT_SOURCES and not Path(path).name.startswith((".", "_")),
    )
    return [(message, context) for _file, _line, message, _comments, context in found]


def ambiguous(root):
    """Ids that are looked up alone and with a plural. Python 3.11.2 (Debian 12) finds no text for the former."""
    found = messages_in(root)
    alone = {(message, context) for message, context in found if isinstance(message, str)}
    plural = {(message[0], context) for message, context in found if not isinstance(message, str)}
    return sorted(text for text, _context in alone & plural)


def updated(language, root):
    """The catalogue with exactly the messages that the sources have, and the translations that are known."""
    known, catalogue = (
        read(language),
        Catalog(locale=language, fuzzy=False, header_comment="# Texts of the portal; updated by script/messages."),
    )
    # Dates in the header would only make merges conflict.
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    catalogue.project = catalogue.version = catalogue.last_translator = catalogue.language_team = "-"
    for message, context in messages_in(root):
        catalogue.add(message, context=context)
    for message in catalogue:
        old = message.id and known.get(message.id, message.context)
        # A message that got a plural form is a new one.
        if old and isinstance(old.id, str) == isinstance(message.id, str):
            message.string = old.string
            message.flags |= old.flags & {"fuzzy"}
    return catalogue


def as_po(catalogue):
    out = BytesIO()
    write_po(out, catalogue, width=120, no_location=True, sort_output=True)
    return out.getvalue()


def update(root):
    """Write what the sources have into the catalogues; return the number of untranslated messages."""
    untranslated = 0
    for language in translated_languages():
        catalogue = updated(language, root)
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_bytes(as_po(catalogue))
        untranslated += len(incomplete(catalogue))
    return untranslated


def incomplete(catalogue):
    """Messages without a translation, or with a doubtful or broken one, each with the reason."""
    return [(message, fault) for message in catalogue if message.id and (fault := _fault(message, catalogue))]


def _fault(message, catalogue):
    strings = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    if not all(strings):
        return "not translated"
    if message.fuzzy:
        return "marked as fuzzy"
    return "; ".join(str(error) for error in message.check(catalogue))


def faults(root):
    """Sentences about everything that is wrong with the catalogues; empty when every language is complete."""
    found = [f"alone and with a plural, one of them needs a context: {text!r}" for text in ambiguous(root)]
    for language in translated_languages():
        catalogue, path = updated(language, root), path_of(language)
        if not path.exists() or path.read_bytes() != as_po(catalogue):
            found.append(f"{path} is out of date: run script/messages.")
        for message, fault in incomplete(catalogue):
            text = message.id if isinstance(message.id, str) else message.id[0]
            found.append(f"{language}: {fault}: {text!r}")
    return found


def compile_all():
    """Write the binary catalogues that Django reads, where they are older than their texts."""
    for language in translated_languages():
        source = path_of(language)
        target = source.with_suffix(".mo")
        if source.exists() and not (target.exists() and target.stat().st_mtime > source.stat().st_mtime):
            written = BytesIO()
            write_mo(written, read(language))
            draft = target.with_name(f"{target.name}.{os.getpid()}")  # another process may be reading or writing it
            draft.write_bytes(written.getvalue())
            draft.replace(target)
