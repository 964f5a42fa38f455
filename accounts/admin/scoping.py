"""Organisations apart: the one base that every admin class stands on.

A member sees the rows of their own organisations, changes them according to their role and may be offered in a select
only what they may choose. Django asks for that in many places (lists, forms, selects, filters, autocompletes, inlines,
actions, deletion); here each of them is answered from three querysets: ``visible``, ``changeable``, ``selectable``.
What is not said stays closed.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.exceptions import NotRegistered
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.utils.text import capfirst

from accounts.admin.deleting import summary_of_deletion
from accounts.admin.history import translatable
from accounts.admin.markdown import MarkdownWidget
from accounts.admin.selecting import ScopedForm, ScopedFormSet, only_adding
from accounts.models import EDITING_ROLES, Organisation, Role
from accounts.refusal import Refused
from outbox.markdown import MarkdownField


def roles_of(request):
    """The roles that this user holds in any organisation, read once per request."""
    if not hasattr(request, "_roles_held"):
        user = request.user
        if not user.is_active:
            request._roles_held = frozenset()
        elif user.is_superuser:
            request._roles_held = frozenset(Role)
        else:
            request._roles_held = frozenset(user.memberships.values_list("role", flat=True))
    return request._roles_held


DAY = {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}  # the browser's own calendar


class Scoped:
    """What admin classes and inlines share: a relation offers only what this user may choose.

    ``choices`` maps a relation's name to a function from the user to a queryset; for the others the admin class of
    the related model says what is ``selectable``.
    """

    form = ScopedForm
    formfield_overrides = {MarkdownField: {"widget": MarkdownWidget}, models.DateField: DAY}
    choices = {}

    def choosable(self, user, db_field):
        """The rows that this user may put into a relation of this model; none where nobody has said which."""
        model = db_field.remote_field.model
        if db_field.name in self.choices:
            return self.choices[db_field.name](user)
        try:
            return self.admin_site.get_model_admin(model).selectable(user)
        except NotRegistered:
            return model._default_manager.none()

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choosable(request.user, db_field))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("queryset", self.choosable(request.user, db_field))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return only_adding(super().formfield_for_dbfield(db_field, request, **kwargs))


class ScopedAdmin(Scoped, admin.ModelAdmin):
    """The base of every admin class.

    ``owner`` is the look-up to the organisation that answers for a row; it is chosen once and read only afterwards.
    """

    owner = "organisation"
    viewing_roles = tuple(Role)
    changing_roles = EDITING_ROLES
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50

    # Which rows

    def of(self, user, roles):
        rows = self.model._default_manager.all()
        if user.is_superuser and user.is_active:
            return rows
        return rows.filter(**{f"{self.owner}__in": Organisation.objects.of(user, roles)})

    def visible(self, user):
        return self.of(user, self.viewing_roles)

    def changeable(self, user):
        return self.of(user, self.changing_roles)

    def addable(self, user):
        """What a row must be among once it has been added."""
        return self.changeable(user)

    def selectable(self, user):
        """What relations of other models may point to."""
        return self.changeable(user)

    def is_removable(self, obj):
        """Whether a row may be deleted at all, by those who may change it."""
        return True

    def get_queryset(self, request):
        ordering = self.get_ordering(request)
        rows = self.visible(request.user)
        return rows.order_by(*ordering) if ordering else rows

    def get_object(self, request, object_id, from_field=None):
        """The row, or 404: what belongs to others does not exist."""
        obj = super().get_object(request, object_id, from_field)
        if obj is None:
            raise Http404
        return obj

    def changelist_view(self, request, extra_context=None):
        title = {} if "_popup" in request.GET else {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    # Who may

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return self._may(request, obj, self.visible, self.viewing_roles)

    def has_add_permission(self, request):
        return self._may(request, None, self.addable, self.changing_roles)

    def has_change_permission(self, request, obj=None):
        return self._may(request, obj, self.changeable, self.changing_roles)

    def has_delete_permission(self, request, obj=None):
        return (obj is None or self.is_removable(obj)) and self._may(request, obj, self.changeable, self.changing_roles)

    def _may(self, request, obj, rows, roles):
        """Asked dozens of times per page, so the answers are kept for the request."""
        if roles_of(request).isdisjoint(roles):
            return False
        if obj is None or obj.pk is None:
            return True
        kept = request.__dict__.setdefault("_permissions_kept", {})
        question = (self.model, rows.__name__, obj.pk)
        if question not in kept:
            kept[question] = rows(request.user).filter(pk=obj.pk).exists()
        return kept[question]

    def may_choose(self, request):
        """Whether an autocomplete answers at all; which rows it offers is the asking form's matter."""
        return not roles_of(request).isdisjoint(EDITING_ROLES)

    # Forms

    def get_readonly_fields(self, request, obj=None):
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, self.owner) if obj is not None and self._owns_directly() else fields

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        if self._owns_directly() and self.owner not in initial:
            candidates = list(self.choosable(request.user, self.opts.get_field(self.owner))[:2])
            if len(candidates) == 1:
                initial[self.owner] = candidates[0].pk
        return initial

    def _owns_directly(self):
        return self.owner in {field.name for field in self.opts.fields}

    def get_view_on_site_url(self, obj=None):
        """The page itself. Django's own detour resolves any row of any table for everybody on the staff."""
        if obj is None or not hasattr(obj, "get_absolute_url") or not obj.slug:
            return None
        return obj.get_absolute_url()

    # Saving. An action may still say no: its sentence is shown

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refusal:
            return self._refused(request, refusal)

    def delete_view(self, request, *args, **kwargs):
        try:
            return super().delete_view(request, *args, **kwargs)
        except Refused as refusal:
            return self._refused(request, refusal)

    def _refused(self, request, refusal):
        self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    # The forms have refused what is forged; this is the second lock

    def save_model(self, request, obj, form, change):
        if change and self._owns_directly():
            stored = self.model._base_manager.values_list(f"{self.owner}_id", flat=True).get(pk=obj.pk)
            if stored != getattr(obj, f"{self.owner}_id"):
                raise PermissionDenied
        super().save_model(request, obj, form, change)
        self.refuse_foreign(request, obj, change)

    def refuse_foreign(self, request, obj, change):
        """What was stored must be among what this user may store."""
        allowed = self.changeable(request.user) if change else self.addable(request.user)
        if not allowed.filter(pk=obj.pk).exists():
            raise PermissionDenied

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        saved = [*formset.new_objects, *(obj for obj, _fields in formset.changed_objects)]
        if any(getattr(row, formset.fk.attname) != form.instance.pk for row in saved):
            raise PermissionDenied

    def construct_change_message(self, request, form, formsets, add=False):
        return translatable(super().construct_change_message(request, form, formsets, add))

    def get_deleted_objects(self, objs, request):
        refused = [obj for obj in objs if not self.has_delete_permission(request, obj)]
        return summary_of_deletion(objs, self.opts, refused=refused)


class ScopedInline(Scoped, admin.StackedInline):
    """The base of every inline: who may change the page may change its rows, whoever may look may look."""

    formset = ScopedFormSet
    extra = 0

    def _parent(self):
        return self.admin_site.get_model_admin(self.parent_model)

    def has_view_permission(self, request, obj=None):
        return self._parent().has_view_permission(request, obj)

    def has_change_permission(self, request, obj=None):
        parent = self._parent()
        return parent.has_add_permission(request) if obj is None else parent.has_change_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class AdministratorsOnly(ScopedAdmin):
    """For tables that concern the whole portal."""

    owner = None

    def of(self, user, roles):
        rows = self.model._default_manager.all()
        return rows if user.is_superuser and user.is_active else rows.none()

    def _may(self, request, obj, rows, roles):
        return request.user.is_active and request.user.is_superuser

    def _owns_directly(self):
        return False
