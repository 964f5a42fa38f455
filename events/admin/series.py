"""Series and programmes."""

from django.utils.translation import gettext_lazy as _

from accounts.admin.organisation import organisations_to_edit_for
from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedRelatedFilter
from events.models import Programme


class SeriesAdmin(ScopedAdmin):
    choices = {"organisation": organisations_to_edit_for}
    list_display = ["title", "rhythm", "organisation", "is_active"]
    list_filter = ["is_active", ("organisation", ScopedRelatedFilter)]
    list_select_related = ["organisation"]
    search_fields = ["title", "sort_key"]
    autocomplete_fields = ["audiences", "picture"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "organisation", "rhythm", "is_active"]}),
        (_("Page"), {"fields": ["description", "website", "picture"]}),
        (_("Defaults for its meetups"), {"fields": ["language", "audiences", "audience_note", "house_rules"]}),
        (_("In the other language"), {"fields": ["title_translated", "summary_translated"]}),
        (_("Address"), {"fields": ["slug"]}),
    ]


class ProgrammeAdmin(ScopedAdmin):
    """An umbrella of one organisation, over meetups of any."""

    choices = {"organisation": organisations_to_edit_for}
    list_display = ["title", "starts_on", "ends_on", "organisation"]
    list_filter = [("organisation", ScopedRelatedFilter)]
    list_select_related = ["organisation"]
    search_fields = ["title", "sort_key"]
    autocomplete_fields = ["picture"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "organisation", ("starts_on", "ends_on")]}),
        (_("Page"), {"fields": ["language", "description", "website", "picture"]}),
        (_("In the other language"), {"fields": ["title_translated", "summary_translated"]}),
        (_("Address"), {"fields": ["slug"]}),
    ]

    def selectable(self, user):
        return Programme.objects.all()
