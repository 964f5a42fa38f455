"""What an upper app adds to an event has a form of its own, on a proxy of the event."""

from functools import partial

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedRelatedFilter


class EventAspectAdmin(ScopedAdmin):
    """One aspect of events, such as their sign-up. The event's own row is never written here.

    ``event_views``: the pages around the form, by their path below the event's; each is a view of this admin, the
    request and the event's number, and is named after app, model and path.
    """

    event_views = {}
    fields = readonly_fields = ["when"]
    list_filter = [("organisation", ScopedRelatedFilter), ("series", ScopedRelatedFilter)]
    search_fields = ["title", "subtitle"]
    ordering = ["-starts_at", "-pk"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields

    def save_model(self, request, obj, form, change):
        """The event stays as it is: whoever edits it at this moment has its own form."""
        self.refuse_foreign(request, obj, change)

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj is not None and obj.is_published(timezone.now()) else None

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, event):
        start = event.local_start
        return f"{date_format(start, 'D')} {date_format(start, 'SHORT_DATE_FORMAT')}, {start:%H:%M}"

    def get_urls(self):
        urls = [self.view_at(f"<int:pk>/{route}/", view, route) for route, view in self.event_views.items()]
        return [*urls, *super().get_urls()]

    def view_at(self, route, view, name):
        """A page of this admin, for those who may enter it."""
        name = "_".join([self.opts.app_label, self.opts.model_name, name.replace("/", "_").replace("-", "_")])
        return path(route, self.admin_site.admin_view(partial(view, self)), name=name)

    def history_view(self, request, object_id, extra_context=None):
        """There is one history, the event's."""
        event = self.get_object(request, object_id)
        return HttpResponseRedirect(reverse("admin:events_event_history", args=[event.pk]))
