"""One queue for everything that somebody wrote and a moderator has to look at; its history; what was removed."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.scoping import ScopedAdmin
from accounts.models import EDITING_ROLES
from accounts.refusal import Refused
from participation import moderation
from participation.actions.deciding import decide
from participation.models import Decision

FOLDER = "admin/participation/moderation"
SAID = {
    Decision.What.APPROVED: gettext_lazy("It is public now."),
    Decision.What.REMOVED: gettext_lazy("It has been removed."),
    Decision.What.RESTORED: gettext_lazy("It stands there again."),
    Decision.What.KEPT: gettext_lazy("It stays; the reports on it are done with."),
}


class DecisionAdmin(ScopedAdmin):
    """The list of this model is the queue; what was decided is its history, which nobody writes."""

    owner = None
    change_list_template = f"{FOLDER}/history.html"
    viewing_roles = EDITING_ROLES
    list_display = ["at", "decision", "kind_of", "organisation", "event", "reason", "reports", "by"]
    list_display_links = None
    list_filter = ["what"]
    list_select_related = ["organisation", "event", "by"]

    def of(self, user, roles):
        return self.model.objects.controlled_by(user, roles)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("decision"), ordering="what")
    def decision(self, row):
        return row.get_what_display()

    @admin.display(description=gettext_lazy("kind"))
    def kind_of(self, row):
        kind = moderation.MODERATED.get(row.kind)
        return kind.label if kind else row.kind

    def get_urls(self):
        views = {"removed": self.removed_view, "history": self.history_list, "decide": self.decide_view}
        urls = [
            path(f"{name}/", self.admin_site.admin_view(view), name=f"participation_decision_{name}")
            for name, view in views.items()
        ]
        return [*urls, *super().get_urls()]

    def waiting_for(self, user):
        """What waits for this user, for the first page of the workplace."""
        return moderation.waiting(_rows_for(user))

    def changelist_view(self, request, extra_context=None):
        """The queue."""
        return self._page(request, "queue", _("Moderation"), moderation.waiting(_rows_for(request.user)))

    def removed_view(self, request):
        return self._page(request, "removed", _("Removed"), moderation.removed(_rows_for(request.user)))

    def history_list(self, request):
        """Django's own list, with what the pages have in common above it."""
        return super().changelist_view(request, {"title": _("What was decided"), "place": "history"})

    def decide_view(self, request):
        """One decision; then back to the list that it came from."""
        back = "removed" if request.POST.get("place") == "removed" else "changelist"
        answer = HttpResponseRedirect(reverse(f"admin:participation_decision_{back}"))
        what, last_report = request.POST.get("decision", ""), request.POST.get("last_report", "")
        if request.method != "POST" or what not in Decision.What.values:
            return answer
        entry = moderation.find(request.POST.get("what", ""), _rows_for(request.user))
        if entry is None:
            messages.error(request, _("This is gone: its author has taken it back, or its time was over."))
            return answer
        try:
            decide(
                entry=entry,
                what=what,
                seen=request.POST.get("seen", ""),
                last_report=int(last_report) if last_report.isascii() and last_report.isdecimal() else 0,
                reason=request.POST.get("reason", ""),
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, SAID[what])
        return answer

    def _page(self, request, place, title, entries):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "place": place,
            "entries": entries,
        }
        return TemplateResponse(request, f"{FOLDER}/{place}.html", context)


def _rows_for(user):
    return lambda kind: kind.of(user, EDITING_ROLES)
