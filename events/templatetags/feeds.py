"""Feeds in templates: which one belongs to a page, and its address in the page's language."""

from django import template
from django.utils.translation import get_language

from events.feeds.selections import GROUPS, GroupSelection, with_language

register = template.Library()


@register.simple_tag
def feed_of(row):
    """The selection of a series, programme, organisation or topic; None for any other row."""
    kind = next((kind for kind, model in GROUPS.items() if isinstance(row, model)), None)
    selection = kind and GroupSelection(kind, row)
    return selection and {"query": selection.query, "atom": selection.path("feed")}


@register.filter
def in_this_language(path):
    return with_language(path, get_language())
