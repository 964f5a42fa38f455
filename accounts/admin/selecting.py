"""What selects, filters and autocompletes of the admin offer."""

from django import forms
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.forms.models import BaseInlineFormSet, ModelChoiceField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.required_sentences import RequiredSentences

REQUIRED = format_lazy(" ({})", _("required"))


class ScopedForm(RequiredSentences, forms.ModelForm):
    """Keeps what is stored choosable: a co-host's editor must not lose the owner's series by saving the event."""

    def __init__(self, *args, **kwargs):
        kwargs["label_suffix"] = ""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.required:
                field.label_suffix = REQUIRED
        if self.instance.pk is None:
            return
        for name, field in self.fields.items():
            if isinstance(field, ModelChoiceField) and (stored := self._stored(name)):
                rows = field.queryset.model._default_manager.all()
                field.queryset = rows.filter(Q(pk__in=field.queryset.order_by().values("pk")) | Q(pk__in=stored))
                if name in self.instance._state.fields_cache:
                    remember(field, [getattr(self.instance, name)])

    def _stored(self, name):
        """The ids that the row itself holds; never the form's initial data, which a link may carry."""
        related = {
            field.name: field for field in (*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many)
        }
        if name not in related:
            return []
        if related[name].many_to_many:
            return list(getattr(self.instance, name).values_list("pk", flat=True))
        value = getattr(self.instance, related[name].attname)
        return [] if value is None else [value]


class ScopedFormSet(BaseInlineFormSet):
    """Refuses rows that are not the parent's: forged, or deleted by somebody else in the meantime."""

    def clean(self):
        super().clean()
        if any(form.instance.pk is None for form in self.initial_forms):
            raise ValidationError(
                _("One of these rows no longer exists or belongs elsewhere. Reload the page and enter it again.")
            )


def only_adding(formfield):
    """Beside a select there is "add", but no way to change or delete what others may maintain."""
    widget = getattr(formfield, "widget", None)
    for action in ("change", "delete", "view"):
        if hasattr(widget, f"can_{action}_related"):
            setattr(widget, f"can_{action}_related", False)
    inner = made_accessible(getattr(widget, "widget", None))
    if type(inner) in REMEMBERING:
        # The same with a memory: Django's admin makes these widgets itself and offers no place to name others.
        inner.__class__ = REMEMBERING[type(inner)]
    return formfield


class Remembering:
    """An autocomplete that asks the database for what is chosen only where the form has not read it already: in a form
    of many rows that would be a query for each."""

    remembered = {}  # rows by their keys as texts

    def optgroups(self, name, value, attr=None):
        chosen = [str(key) for key in value if str(key) not in self.choices.field.empty_values]
        if not self.remembered.keys() >= set(chosen):
            return super().optgroups(name, value, attr)
        labels = [(key, self.choices.field.label_from_instance(self.remembered[key])) for key in dict.fromkeys(chosen)]
        if not self.is_required and not self.allow_multiple_selected:
            labels.insert(0, ("", ""))
        return [
            (None, [self.create_option(name, *option, chosen, number) for number, option in enumerate(labels)], 0),
        ]


class RememberingSelect(Remembering, AutocompleteSelect):
    pass


class RememberingSelectMultiple(Remembering, AutocompleteSelectMultiple):
    pass


REMEMBERING = {AutocompleteSelect: RememberingSelect, AutocompleteSelectMultiple: RememberingSelectMultiple}


def remember(field, rows):
    """Tell a form field's autocomplete, if it has one, about rows that may be chosen in it."""
    widget = getattr(field.widget, "widget", field.widget)
    if isinstance(widget, Remembering):
        widget.remembered = {str(row.pk): row for row in rows if row is not None}


def made_accessible(widget):
    """What an autocomplete lacks for screen readers: its list opens inside the page's main part, and the cross that
    clears all, which would stand among the items of a list, is left out."""
    if isinstance(widget, AutocompleteMixin):
        widget.attrs["data-dropdown-parent"] = "#content-start"
        widget.is_required = widget.is_required or widget.allow_multiple_selected
    return widget


class ScopedRelatedFilter(admin.RelatedFieldListFilter):
    """Offers what occurs in the rows that the user sees, and nothing else."""

    def field_choices(self, field, request, model_admin):
        occurring = model_admin.get_queryset(request).order_by().values(field.attname)
        rows = field.remote_field.model._default_manager.filter(pk__in=occurring)
        return [(row.pk, str(row)) for row in rows]


class ScopedAutocomplete(AutocompleteJsonView):
    """Finds what the form with this field may choose: the same rows as its select."""

    def has_perm(self, request, obj=None):
        return self.model_admin.may_choose(request)

    def get_queryset(self):
        rows = self.admin_site.choosable(self.request.user, self.source_field)
        rows = rows.complex_filter(self.source_field.get_limit_choices_to())
        rows, duplicates = self.model_admin.get_search_results(self.request, rows, self.term)
        return rows.distinct() if duplicates else rows


def class_with(site, model):
    """The admin class or inline that edits a model. Raises PermissionDenied where there is none."""
    for model_admin in site._registry.values():
        if model_admin.model is model:
            return model_admin
    for model_admin in site._registry.values():
        for inline in model_admin.inlines:
            if inline.model is model:
                return inline(model_admin.model, site)
    raise PermissionDenied
