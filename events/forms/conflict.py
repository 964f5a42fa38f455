"""Two people, one event: whoever saves second sees what the other one has stored, and loses nothing."""

from typing import NamedTuple

from django import forms
from django.utils.translation import gettext as _


class Difference(NamedTuple):
    """One field whose typed and stored values differ, as text; ``row`` names the row below the event, or is empty."""

    row: str
    label: str
    typed: str
    stored: str


def differences(form, row=""):
    """The fields of a bound form in which what was typed differs from what is stored now."""
    return [
        Difference(
            row,
            str(bound.label or name),
            shown(bound, bound.value()),
            shown(bound, form.get_initial_for_field(bound.field, name)),
        )
        for name in form.changed_data
        if (bound := form[name]) and not bound.field.widget.is_hidden
    ]


def differences_in_rows(formset):
    """The same for the rows of a formset; a row that was stored by somebody else in the meantime is shown as theirs."""
    found = []
    known = set()
    for form in formset.forms:
        known.add(form.instance.pk)
        if form.instance.pk and form.has_changed():
            found += differences(form, row=f"{formset.model._meta.verbose_name}: {form.instance}")
    for row in formset.get_queryset():
        if row.pk not in known:
            found.append(Difference(str(formset.model._meta.verbose_name), _("new in the meantime"), "", str(row)))
    return found


def shown(bound, value):
    """A value as the person who typed it would recognise it."""
    field = bound.field
    if isinstance(field, forms.ModelMultipleChoiceField):
        keys = [getattr(item, "pk", item) for item in value or []]
        return ", ".join(str(row) for row in field.queryset.filter(pk__in=[key for key in keys if str(key).isdigit()]))
    if isinstance(field, forms.ModelChoiceField):
        return str(field.queryset.filter(pk=value).first() or "") if str(value or "").isdigit() else ""
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value if value is not None else ""))
    if isinstance(field, forms.BooleanField):
        return _("yes") if field.clean(value) else _("no")
    return str(field.widget.format_value(value) or "") if not isinstance(value, str) else value
