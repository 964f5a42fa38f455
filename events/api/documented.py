"""What the shapes and the filters are, in words for the page about open data."""

from typing import get_type_hints

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from msgspec import Meta, structs

from events.api.parameters import CURSOR, FILTERS, LIMIT, UPDATED_SINCE
from events.feeds.selections import LANGUAGE

OF_LISTS = {
    LIMIT: _("How many on a page"),
    CURSOR: _("Where the page begins: comes from “next”"),
    UPDATED_SINCE: _("Only what has changed since this time: comes from “changes”"),
    LANGUAGE: _("Language of error messages and of the pages that are linked"),
}


def parameters():
    """Triples of a parameter of the list of events, what it means, and its values or an example."""
    filters = [(name, field.label, _values(field)) for name, field in FILTERS.items()]
    return filters + [(name, meaning, "") for name, meaning in OF_LISTS.items()]


def _values(field):
    if isinstance(field, forms.ChoiceField):
        return ", ".join(value for value, _label in field.choices if value)
    if isinstance(field, forms.DateField):
        return "2026-11-12"
    return "1" if isinstance(field, forms.BooleanField) else ""


def meanings(shape):
    """Pairs of a field's name and what is said about it, for those of which something is."""
    hints = get_type_hints(shape, include_extras=True)
    pairs = [(field.encode_name, _description(hints[field.name])) for field in structs.fields(shape)]
    return [(name, gettext(text)) for name, text in pairs if text]


def _description(hint):
    return next((meta.description for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, Meta)), "")
