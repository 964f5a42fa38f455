"""Requests to host an event together: the invited organisation's managers see and accept them."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.organisation import MANAGERS
from accounts.admin.scoping import ScopedAdmin
from accounts.models import Organisation
from events.actions import Refused, accept_co_hosting


def owns(request, event):
    """Whether this user edits for the publishing organisation: who hosts together, and whether the event goes, is not
    for co-hosts to decide."""
    kept = request.__dict__.setdefault("_owns_kept", {})
    if event.organisation_id not in kept:
        mine = Organisation.objects.editable_by(request.user)
        kept[event.organisation_id] = mine.filter(pk=event.organisation_id).exists()
    return kept[event.organisation_id]


class CoHostAdmin(ScopedAdmin):
    """Nothing is edited here: a request is accepted, on a page that says what for."""

    choices = {"organisation": lambda user: Organisation.objects.all()}  # asked by the autocomplete of the event's form
    viewing_roles = changing_roles = MANAGERS
    list_display = ["event", "host", "organisation", "accepted_at"]
    list_select_related = ["event__organisation", "organisation"]
    list_display_links = None
    ordering = ["accepted_at", "-pk"]
    fields = readonly_fields = ["event", "organisation", "is_joint_controller", "accepted_at"]

    def waiting(self, user):
        """Requests that this user may accept."""
        return self.changeable(user).filter(accepted_at=None).select_related("event__organisation", "organisation")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("publishing organisation"))
    def host(self, co_host):
        return co_host.event.organisation

    def get_urls(self):
        accept = path("<int:pk>/accept/", self.admin_site.admin_view(self.accept_view), name="events_cohost_accept")
        return [accept, *super().get_urls()]

    def accept_view(self, request, pk):
        co_host = get_object_or_404(
            self.changeable(request.user).select_related("event__organisation", "organisation"), pk=pk
        )
        if request.method == "POST":
            try:
                accept_co_hosting(co_host=co_host, by=request.user, now=timezone.now())
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(request, _("Accepted. The event now names both hosts."), messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:index"))
        context = self.admin_site.each_context(request) | {
            "title": _("Host together?"),
            "co_host": co_host,
            "event": co_host.event,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/events/cohost/accept.html", context)
