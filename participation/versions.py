"""What an idea says as plain texts under headings, kept as a version of it, and how two versions differ."""

import difflib
import re
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from participation.ideas_wording import amount_words, due_words, opening_words, span_words

HEADINGS = {
    "title": _("Title"),
    "summary": _("Summary"),
    "title_translated": _("Title in the other language"),
    "summary_translated": _("Summary in the other language"),
    "place": _("Place"),
    "opening_times": _("Opening hours"),
    "people": _("Who works on it"),
    "principles": _("Principles"),
    "carried_by": _("Carried by"),
    "legal_forms": _("Possible legal forms"),
    "legal_form_note": _("On the legal form"),
    "running_time": _("Running time"),
    "running_time_note": _("On the running time"),
    "resources": _("Resources"),
    "milestones": _("Milestones"),
    "origins": _("Where it comes from and what it refers to"),
}
WORD = re.compile(r"\w+|\s+|[^\w\s]")
MOST_WORDS = 6000  # in a pair of texts; above that whole lines are compared, so that nobody pays for a long evening


def contents_of(idea):
    """The idea as it is stored now: a list of dicts of key, heading (of a board's question, else empty) and text."""
    with translation.override(idea.language):
        found = [("title", "", idea.title), ("summary", "", idea.summary)]
        found += [(f"{name}_translated", "", getattr(idea, f"{name}_translated")) for name in ("title", "summary")]
        for answer in idea.answers.select_related("question"):
            found.append((f"question {answer.question_id}", answer.question.name, answer.text))
        found += [(key, "", text) for key, text in _facts(idea)]
    return [{"key": key, "heading": heading, "text": _plain(text)} for key, heading, text in found if text.strip()]


def _facts(idea):
    yield "place", idea.place
    yield "opening_times", "\n".join(opening_words(each) for each in idea.opening_times.all())
    for name in ("people", "principles", "carried_by", "legal_forms", "legal_form_note"):
        yield name, getattr(idea, name)
    yield "running_time", span_words(idea)
    yield "running_time_note", idea.running_time_note
    yield "resources", "\n".join(_resource(each) for each in idea.resources.all())
    yield "milestones", "\n".join(_milestone(each) for each in idea.milestones.all())
    yield "origins", "\n".join(_origin(each) for each in idea.origins.select_related("other", "event", "item"))


def _resource(resource):
    words = " – ".join(filter(None, [amount_words(resource), resource.purpose]))
    return f"– {words}" if resource.is_part else words


def _milestone(milestone):
    head = f"{milestone.title} ({due_words(milestone)}, {milestone.get_state_display()})"
    return "\n".join([head, *(f"– {point}" for point in milestone.list_of_points)])


def _origin(origin):
    return ": ".join(filter(None, [origin.get_kind_display(), str(origin), origin.item and str(origin.item)]))


def _plain(text):
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().splitlines())


class Piece(NamedTuple):
    """A stretch of text; ``how`` is same, inserted or deleted."""

    how: str
    text: str


class Part(NamedTuple):
    """What became of one text between two versions."""

    heading: str
    pieces: list

    @property
    def is_changed(self):
        return any(piece.how != "same" for piece in self.pieces)


def compare(old, new):
    """The parts of two versions' contents, in the order of the newer one; what it no longer has comes last."""
    before = {each["key"]: each for each in old}
    after = {each["key"]: each for each in new}
    keys = [*after, *(key for key in before if key not in after)]
    return [_part(before.get(key), after.get(key)) for key in keys]


def _part(old, new):
    known = new or old
    heading = known["heading"] or str(HEADINGS.get(known["key"], ""))
    return Part(heading, pieces(old["text"] if old else "", new["text"] if new else ""))


def pieces(old, new):
    """How one text became the other, by lines, and by words within lines that were replaced."""
    found = []
    for how, before, after in _steps(_lines(old), _lines(new)):
        if how == "replace" and len(WORD.findall(before)) + len(WORD.findall(after)) <= MOST_WORDS:
            for inner, was, became in _steps(WORD.findall(before), WORD.findall(after)):
                _add(found, inner, was, became)
        else:
            _add(found, how, before, after)
    return found


def _lines(text):
    return text.splitlines(keepends=True)


def _steps(old, new):
    matcher = difflib.SequenceMatcher(None, old, new)
    for how, i1, i2, j1, j2 in matcher.get_opcodes():
        yield how, "".join(old[i1:i2]), "".join(new[j1:j2])


def _add(found, how, before, after):
    if how == "equal":
        found.append(Piece("same", after))
        return
    if before:
        found.append(Piece("deleted", before))
    if after:
        found.append(Piece("inserted", after))
