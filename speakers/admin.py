"""People on stage: everybody may put them on an event, the organisation that made the entry maintains it."""

from django.utils.translation import gettext_lazy as _

from accounts.admin.organisation import organisations_to_edit_for
from accounts.admin.scoping import ScopedAdmin, ScopedInline
from accounts.admin.selecting import ScopedRelatedFilter
from speakers.models import Affiliation, Speaker, SpeakerLink


class AffiliationInline(ScopedInline):
    model = Affiliation
    fields = ["function", "organisation_name", "organisation_url", ("since", "until"), "position"]


class SpeakerLinkInline(ScopedInline):
    model = SpeakerLink
    fields = ["label", "url", "position"]


class SpeakerAdmin(ScopedAdmin):
    choices = {"organisation": organisations_to_edit_for}
    inlines = [AffiliationInline, SpeakerLinkInline]
    list_display = ["name", "academic_title", "organisation", "updated_at"]
    list_filter = [("organisation", ScopedRelatedFilter)]
    list_select_related = ["organisation"]
    search_fields = ["name", "sort_key"]
    autocomplete_fields = ["picture"]
    fieldsets = [
        (None, {"fields": ["academic_title", "name", "family_name", "organisation"]}),
        (_("About the person"), {"fields": ["language", "bio", "picture"]}),
        (_("Not public"), {"fields": ["email"]}),
        (_("Page"), {"fields": ["slug"]}),
    ]

    def selectable(self, user):
        return Speaker.objects.all()

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:-1]
