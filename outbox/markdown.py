"""Organisers' Markdown, rendered to HTML that is safe to show anywhere.

CommonMark by markdown-it-py with raw HTML switched off, then an allow-list by nh3. Headings are shifted so that they
fit below the heading of the page or section they stand in.
"""

from functools import cache
from importlib import import_module

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

MAX_LENGTH = 20_000
TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
SCHEMES = {"http", "https", "mailto", "tel"}

# Cells that a row lacks are made up for it; by the library's own limit 20 kB become 65,000 of them, in 3 s.
import_module("markdown_it.rules_block.table").MAX_AUTOCOMPLETED_CELLS = 2_000

validate_length = MaxLengthValidator(
    MAX_LENGTH, _("This text is longer than %(limit_value)s characters. Shorten it or split it into sections.")
)


@cache
def _parser():
    return MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable(
        ["table", "strikethrough"]
    )


def render(text, *, heading=3):
    """HTML of a Markdown text; its highest heading level becomes ``<h{heading}>``, deeper ones follow without a gap.

    Raises ValidationError for a text above MAX_LENGTH characters: hostile nesting is slow, so it is never parsed.
    """
    if len(text) > MAX_LENGTH:
        raise ValidationError(validate_length.message, params={"limit_value": MAX_LENGTH})
    text = text.replace("\x00", "")
    tokens = _parser().parse(text)
    _shift_headings([token for token in tokens if token.type in {"heading_open", "heading_close"}], heading)
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
    html = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener nofollow").strip()


def _shift_headings(tokens, heading):
    """Whether people begin with # or ##, and whatever they skip: screen readers need levels that rise one by one."""
    highest = min((int(token.tag[1]) for token in tokens), default=1)
    last = heading - 1
    for opening, closing in zip(tokens[::2], tokens[1::2], strict=True):
        last = min(int(opening.tag[1]) - highest + heading, last + 1, 6)
        opening.tag = closing.tag = f"h{last}"


class RenderedField(models.TextField):
    """The HTML of the Markdown field named by ``source``, rendered whenever the row is saved."""

    def __init__(self, *, source, heading=3, **kwargs):
        self.source, self.heading = source, heading
        kwargs |= {"editable": False, "blank": True, "default": ""}
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("editable", "blank", "default"):
            kwargs.pop(key, None)
        return name, path, args, kwargs | {"source": self.source, "heading": self.heading}

    def pre_save(self, model_instance, add):
        html = render(getattr(model_instance, self.source), heading=self.heading)
        setattr(model_instance, self.attname, html)
        return html


class MarkdownField(models.TextField):
    """A text that people write in Markdown; at most MAX_LENGTH characters, empty rather than NULL."""

    default_validators = [validate_length]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
