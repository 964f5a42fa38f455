"""Venues and platforms: everybody may choose them, the organisation that entered one maintains it."""

from django.utils.translation import gettext_lazy as _

from accounts.admin.organisation import organisations_to_edit_for
from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedRelatedFilter


class PlaceAdmin(ScopedAdmin):
    choices = {"organisation": organisations_to_edit_for}
    list_select_related = ["organisation"]

    def selectable(self, user):
        return self.model._default_manager.all()


class VenueAdmin(PlaceAdmin):
    list_display = ["name", "city", "kind", "wheelchair", "organisation"]
    list_filter = ["kind", "wheelchair", ("organisation", ScopedRelatedFilter)]
    search_fields = ["name", "city", "sort_key"]
    fieldsets = [
        (None, {"fields": ["name", "kind", "operator", "organisation"]}),
        (_("Address"), {"fields": ["street", ("postal_code", "city"), "country", ("latitude", "longitude")]}),
        (_("Accessibility"), {"fields": ["wheelchair", "accessible_toilet", "hearing_loop", "accessibility_note"]}),
        (_("For visitors"), {"fields": ["opening_hours", "directions", "website"]}),
    ]


class PlatformAdmin(PlaceAdmin):
    list_display = ["name", "in_browser", "phone_dial_in", "live_captions", "organisation"]
    list_filter = [("organisation", ScopedRelatedFilter)]
    search_fields = ["name", "sort_key"]
    fieldsets = [
        (None, {"fields": ["name", "organisation"]}),
        (_("What it needs"), {"fields": ["in_browser", "phone_dial_in", "live_captions", "test_url", "note"]}),
        (_("Page"), {"fields": ["website"]}),
    ]
