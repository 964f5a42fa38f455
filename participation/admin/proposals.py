"""Calls for contributions and what came in: read, accepted onto an agenda or declined."""

from functools import partial

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedRelatedFilter
from accounts.models import EDITING_ROLES
from accounts.refusal import Refused
from events.admin.workplace.pages import posted, refuse, say
from events.models import Event
from participation.actions import proposing
from participation.actions.erasing import erase_proposal
from participation.forms.proposals import AcceptForm, DeclineForm

FOLDER = "admin/participation/proposals"
ABOUT = [("event", ScopedRelatedFilter), ("series", ScopedRelatedFilter)]


class CallAdmin(ScopedAdmin):
    """For whoever answers for the participants of the event, or for the series."""

    owner = None
    choices = {"event": lambda user: Event.objects.controlled_by(user, EDITING_ROLES)}
    fields = ["event", "series", "is_open", "closes_at", "introduction"]
    autocomplete_fields = ["event", "series"]
    list_display = ["about", "is_open", "closes_at"]
    list_filter = ["is_open", *ABOUT]
    list_select_related = ["event", "series"]

    def of(self, user, roles):
        return self.model.objects.controlled_by(user, roles)

    def get_readonly_fields(self, request, obj=None):
        """A call stays with what it is for."""
        return () if obj is None else ("event", "series")

    @admin.display(description=gettext_lazy("for"))
    def about(self, call):
        return call.about


class ProposalAdmin(ScopedAdmin):
    """Read only: who made it may change it, an editor decides."""

    owner = None
    fields = readonly_fields = ["state", "title", "abstract", "name", "function", "email", "note", "event", "series",
                                "reason", "created_at"]  # fmt: skip
    change_form_template = f"{FOLDER}/change_form.html"
    list_display = ["title", "name", "about", "state", "created_at"]
    list_filter = ["state", *ABOUT]
    list_select_related = ["event", "series"]
    search_fields = ["title", "name", "email"]

    def of(self, user, roles):
        return self.model.objects.controlled_by(user, roles)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields

    def delete_model(self, request, obj):
        erase_proposal(proposal=obj, now=timezone.now())

    def delete_queryset(self, request, queryset):
        for proposal in queryset:
            self.delete_model(request, proposal)

    @admin.display(description=gettext_lazy("for"))
    def about(self, proposal):
        return proposal.about

    def get_urls(self):
        views = {"accept": accept_view, "decline": decline_view}
        urls = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(partial(view, self)),
                name=f"participation_proposal_{name}",
            )
            for name, view in views.items()
        ]
        return [*urls, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_decide"] = obj.is_undecided and self.changeable(request.user).filter(pk=obj.pk).exists()
        context["on_agenda_of"] = obj.agenda_of
        return super().render_change_form(request, context, add, change, form_url, obj)


def accept_view(model_admin, request, pk):
    """Says what accepting does; its button puts the proposal on the agenda."""
    proposal, now = _proposal(model_admin, request, pk), timezone.now()
    form = AcceptForm(posted(request), proposal=proposal, user=request.user, now=now)
    if not form.is_bound or not form.is_valid():
        title = _("Accept “%(proposal)s”?") % {"proposal": proposal}
        return _page(model_admin, request, proposal, "accept", form, title)
    chosen = form.cleaned_data
    event, speaker = chosen.get("event") or proposal.event, chosen.get("speaker")
    try:
        proposing.accept(proposal=proposal, event=event, speaker=speaker, by=request.user, now=now)
    except Refused as refusal:
        return _refused(request, proposal, refusal)
    model_admin.log_change(request, proposal, _("Accepted."))
    model_admin.log_change(request, event, _("A proposal was accepted onto the agenda."))
    say(request, _("Accepted. It stands on the agenda now; give it a time there. Both sides get a mail."))
    return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))


def decline_view(model_admin, request, pk):
    proposal = _proposal(model_admin, request, pk)
    form = DeclineForm(posted(request))
    if not form.is_bound or not form.is_valid():
        title = _("Decline “%(proposal)s”?") % {"proposal": proposal}
        return _page(model_admin, request, proposal, "decline", form, title)
    try:
        proposing.decline(proposal=proposal, reason=form.cleaned_data["reason"], now=timezone.now())
    except Refused as refusal:
        return _refused(request, proposal, refusal)
    model_admin.log_change(request, proposal, _("Declined."))
    say(request, _("Declined. The person gets a mail."))
    return _back(proposal)


def _proposal(model_admin, request, pk):
    """The proposal, or 404 for who may not decide."""
    rows = model_admin.changeable(request.user).select_related(*proposing.WITH)
    return get_object_or_404(rows, pk=pk)


def _page(model_admin, request, proposal, name, form, title):
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "opts": Event._meta,
        "proposal": proposal,
        "form": form,
    }
    return TemplateResponse(request, f"{FOLDER}/{name}.html", context, status=422 if form.errors else 200)


def _refused(request, proposal, refusal):
    refuse(request, refusal)
    return _back(proposal)


def _back(proposal):
    return HttpResponseRedirect(reverse("admin:participation_proposal_change", args=[proposal.pk]))
