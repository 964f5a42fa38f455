"""What lists say about an event besides its date."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from events import wording
from events.models import AttendanceMode

register = template.Library()
register.filter("place_line", wording.place_line)
register.simple_tag(wording.standing)

SELECTED = mark_safe(" selected")
MODE_ICONS = {AttendanceMode.ONLINE: "online", AttendanceMode.HYBRID: "hybrid", AttendanceMode.IN_PERSON: "place"}


@register.filter
def lang_attr(language):
    """``lang="de"`` for text that is not in the page's language; takes a code or a Worded text."""
    code = getattr(language, "language", language)
    return format_html(' lang="{}"', code) if code and code != get_language() else ""


@register.simple_tag
def option_list(options):
    """The options of a select (``events/facets.py``); there may be hundreds."""
    rows = ((o.value, lang_attr(o.language), SELECTED if o.selected else "", o.label, _number(o)) for o in options)
    return format_html_join("", '<option value="{}"{}{}>{}{}</option>', rows)


def _number(option):
    return "" if option.count is None else f" ({option.count})"


@register.filter
def mode_icon(event):
    """The name of the icon for where an event takes place."""
    return MODE_ICONS.get(event.attendance_mode, "place")
