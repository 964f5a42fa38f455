"""What lists say about an event besides its date."""

from functools import lru_cache
from html import escape

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from events import wording
from events.models import AttendanceMode

register = template.Library()
register.filter("place_line", wording.place_line)
register.simple_tag(wording.standing)

MODE_ICONS = {AttendanceMode.ONLINE: "online", AttendanceMode.HYBRID: "hybrid", AttendanceMode.IN_PERSON: "place"}


@register.filter
def lang_attr(language):
    """``lang="de"`` for text that is not in the page's language; takes a code or a Worded text."""
    code = getattr(language, "language", language)
    return _lang(code) if code and code != get_language() else ""


@lru_cache(maxsize=100)
def _lang(code):
    return format_html(' lang="{}"', code)


@register.simple_tag
def option_list(options):
    """The options of a select (``events/facets.py``); there may be hundreds, so each is put together by hand."""
    return mark_safe("".join(map(_option, options)))  # noqa: S308 (escaped below)


def _option(option):
    attributes = f"{lang_attr(option.language)}{' selected' if option.selected else ''}"
    number = "" if option.count is None else f" ({option.count})"
    return f'<option value="{escape(option.value)}"{attributes}>{escape(option.label)}{number}</option>'


@register.filter
def mode_icon(event):
    """The name of the icon for where an event takes place."""
    return MODE_ICONS.get(event.attendance_mode, "place")
