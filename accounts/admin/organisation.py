"""Organisations and who works for them."""

from functools import partial

from django.conf import settings
from django.contrib import admin
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions import change_role, end_membership, invite, withdraw_invitation
from accounts.admin.papers import paper_view
from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedRelatedFilter
from accounts.models import LegalPage, Membership, Organisation, Role, User
from accounts.papers import Paper, text_of

MANAGERS = (Role.MANAGER,)


def organisations_to_edit_for(user):
    return Organisation.objects.editable_by(user)


def organisations_to_manage(user):
    return Organisation.objects.managed_by(user)


class OrganisationAdmin(ScopedAdmin):
    """Members see their organisation, managers change it, administrators add one."""

    owner = "pk"
    changing_roles = MANAGERS
    choices = {"parent": organisations_to_manage}
    list_display = ["name", "short_name", "contact_email"]
    search_fields = ["name", "short_name", "sort_key"]
    readonly_fields = ["created_at"]
    fieldsets = [
        (None, {"fields": ["name", "short_name", "summary", "description", "website", "parent"]}),
        (_("Logo"), {"fields": ["logo", "logo_alternative_text"]}),
        (_("Contact"), {"fields": ["contact_name", "contact_email", "contact_phone"]}),
        (_("Imprint and privacy"), {"fields": ["postal_address", "privacy_contact"]}),
        (_("Page"), {"fields": ["slug", "shows_numbers"]}),
    ]

    def of(self, user, roles):
        return Organisation.objects.of(user, roles)

    def addable(self, user):
        return Organisation.objects.all() if user.is_superuser else Organisation.objects.none()

    def selectable(self, user):
        return organisations_to_edit_for(user)

    def get_urls(self):
        papers = self.admin_site.admin_view(partial(paper_view, self))
        return [path("<int:pk>/papers/<slug:paper>/", papers, name="accounts_organisation_paper"), *super().get_urls()]

    def has_add_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_active and request.user.is_superuser


class MembershipAdmin(ScopedAdmin):
    """Who works for the organisation. New people are invited; only administrators enter them directly."""

    changing_roles = MANAGERS
    choices = {"organisation": organisations_to_manage, "user": lambda user: User.objects.filter(is_active=True)}
    list_display = ["user", "email", "organisation", "role"]
    list_filter = ["role", ("organisation", ScopedRelatedFilter)]
    list_select_related = ["user", "organisation"]
    ordering = ["organisation__sort_key", "user__email"]
    search_fields = ["user__email", "user__name"]
    fields = ["user", "organisation", "role"]

    @admin.display(description=_("e-mail address"), ordering="user__email")
    def email(self, membership):
        return membership.user.email

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(["user"] if obj else []))

    def has_add_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def get_actions(self, request):
        """Without deleting many at once: each end of a membership is checked for itself."""
        return {}

    def save_model(self, request, obj, form, change):
        if change:
            change_role(membership=Membership.objects.get(pk=obj.pk), role=obj.role)
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        end_membership(membership=obj)

    def choosable(self, user, db_field):
        rows = super().choosable(user, db_field)
        return rows if db_field.name != "user" or user.is_superuser else rows.none()


class InvitationAdmin(ScopedAdmin):
    """Inviting somebody sends a mail; inviting again sends a new link, and the former one ends."""

    changing_roles = viewing_roles = MANAGERS
    choices = {"organisation": organisations_to_manage}
    list_display = ["email", "organisation", "role", "created_at", "expires_at", "accepted_at"]
    list_filter = ["role", ("organisation", ScopedRelatedFilter)]
    list_select_related = ["organisation"]
    ordering = ["-created_at"]
    fields = ["email", "role", "organisation"]

    def has_change_permission(self, request, obj=None):
        return False

    def is_removable(self, obj):
        return obj.accepted_at is None

    def get_actions(self, request):
        return {}

    def save_model(self, request, obj, form, change):
        invited = invite(
            organisation=obj.organisation,
            email=obj.email,
            role=obj.role,
            by=request.user,
            language=get_language(),
            now=timezone.now(),
        )
        obj.pk = invited.pk
        self.refuse_foreign(request, obj, change)

    def delete_model(self, request, obj):
        withdraw_invitation(invitation=obj)


class LegalPageAdmin(ScopedAdmin):
    """The portal's own legal pages belong to no organisation: administrators only."""

    changing_roles = MANAGERS
    choices = {"organisation": organisations_to_manage}
    list_display = ["kind", "organisation", "language", "updated_at"]
    list_filter = ["kind", "language"]
    list_select_related = ["organisation"]
    fields = ["kind", "organisation", "language", "body"]

    def get_changeform_initial_data(self, request):
        """An organisation's notice begins with the portal's paper, which its facts are filled into."""
        initial = super().get_changeform_initial_data(request)
        known = str(initial.get("organisation", "")).isdecimal() and initial.get("language") in dict(settings.LANGUAGES)
        if initial.get("kind") == LegalPage.Kind.PRIVACY and known:
            own = Organisation.objects.managed_by(request.user).filter(pk=initial["organisation"]).first()
            if own is not None:
                day = timezone.localdate()
                initial["body"] = text_of(Paper.NOTICE, own, language=initial["language"], today=day)
        return initial

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "organisation" and not request.user.is_superuser:
            field.required = True
        return field
