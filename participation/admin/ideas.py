"""Boards and ideas in the workplace: written, published, moved from state to state."""

from functools import partial

from django.contrib import admin
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.organisation import organisations_to_edit_for
from accounts.admin.scoping import ScopedAdmin
from accounts.admin.selecting import ScopedRelatedFilter
from accounts.models import EDITING_ROLES
from accounts.refusal import Refused
from events.admin.workplace.pages import posted, refuse, say
from events.models import Event
from participation.actions import ideas as actions
from participation.admin.idea_rows import (
    AnswerInline,
    BoardQuestionInline,
    MilestoneInline,
    OpeningTimeInline,
    OriginInline,
    ResourceInline,
)
from participation.forms.ideas import IdeaForm, StateForm
from participation.models import Board, ContributionState

FOLDER = "admin/participation/ideas"


class BoardAdmin(ScopedAdmin):
    choices = {"organisation": organisations_to_edit_for}
    inlines = [BoardQuestionInline]
    list_display = ["title", "organisation", "is_public", "takes_proposals", "needs_approval"]
    list_filter = ["is_public", ("organisation", ScopedRelatedFilter)]
    list_select_related = ["organisation"]
    search_fields = ["title", "sort_key"]
    fieldsets = [
        (None, {"fields": ["title", "summary", "organisation", "rules", "is_public"]}),
        (gettext_lazy("Taking part"), {"fields": ["takes_proposals", "takes_points", "needs_approval"]}),
        (
            gettext_lazy("Key facts that the form asks for"),
            {
                "fields": [
                    "asks_place", "asks_people", "asks_principles", "asks_legal_form", "asks_running_time",
                    "asks_resources",
                ]
            },
        ),
        (gettext_lazy("In the other language"), {"fields": ["language", "title_translated", "summary_translated"]}),
        (gettext_lazy("Address"), {"fields": ["slug"]}),
    ]  # fmt: skip

    def is_removable(self, obj):
        return not obj.ideas.exists()

    def get_view_on_site_url(self, obj=None):
        return super().get_view_on_site_url(obj) if obj is not None and obj.is_public else None


class IdeaAdmin(ScopedAdmin):
    """Whoever looks after the board edits its ideas; those whose author has not confirmed them are nobody's yet."""

    owner = "board__organisation"
    form = IdeaForm
    choices = {"board": lambda user: Board.objects.of(user, EDITING_ROLES)}
    change_form_template = f"{FOLDER}/change_form.html"
    list_display = ["title", "board", "standing", "stage", "updated_at"]
    list_filter = ["stage", "state", ("board", ScopedRelatedFilter)]
    list_select_related = ["board"]
    search_fields = ["title", "summary", "title_translated"]
    fieldsets = [
        (None, {"fields": ["board", "language", "title", "summary", "shown_name"]}),
        (
            gettext_lazy("Key facts"),
            {
                "fields": [
                    "place", "people", "principles", "carried_by", "legal_forms", "legal_form_note",
                    ("runs_months", "option_months"), "running_time_note",
                ]
            },
        ),
        (gettext_lazy("In the other language"), {"fields": ["title_translated", "summary_translated"]}),
        (gettext_lazy("Version"), {"fields": ["version_note"]}),
        (gettext_lazy("Address"), {"fields": ["slug"]}),
    ]  # fmt: skip

    # Which rows, which fields

    def of(self, user, roles):
        return super().of(user, roles).exclude(state=ContributionState.UNCONFIRMED)

    def get_inlines(self, request, obj):
        """The board's questions are known once the idea is stored."""
        if obj is None:
            return []
        needs = [ResourceInline] if obj.board.asks_resources or obj.resources.exists() else []
        hours = [OpeningTimeInline] if obj.board.asks_place or obj.opening_times.exists() else []
        return [AnswerInline, *hours, *needs, MilestoneInline, OriginInline]

    def get_fieldsets(self, request, obj=None):
        """Without the key facts that the board does not ask for, unless something stands there."""
        shown = []
        for heading, options in self.fieldsets:
            rows = options["fields"]
            if obj is not None:
                rows = [row for row in rows if not self._is_left_out(row, obj)]
            elif heading is not None:
                rows = []
            if rows:
                shown.append((heading, {**options, "fields": rows}))
        return shown

    def _is_left_out(self, row, idea):
        names = row if isinstance(row, tuple) else (row,)
        return all(name in idea.board.unasked and not getattr(idea, name) for name in names)

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else ("board",)

    def get_view_on_site_url(self, obj=None):
        is_public = obj is not None and obj.is_published and obj.board.is_public
        return super().get_view_on_site_url(obj) if is_public else None

    @admin.display(description=gettext_lazy("public"), ordering="state", boolean=True)
    def standing(self, idea):
        return idea.is_published

    # Saving keeps what was, and what is

    def save_model(self, request, obj, form, change):
        now = timezone.now()
        if change:
            actions.keep_version(idea=obj, by=None, now=obj.shown_at or now)
        else:
            obj.created_at = now
            obj.enter(ContributionState.HELD, now)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        note = form.cleaned_data.get("version_note", "")
        actions.keep_version(idea=form.instance, by=request.user, now=timezone.now(), note=note)

    def response_add(self, request, obj, post_url_continue=None):
        say(request, _("Saved. Now answer the questions of the board; then publish it."))
        return _back(obj)

    # The pages around it

    def get_urls(self):
        views = {"state": state_view, "publish": publish_view, "take-back": take_back_view}
        urls = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(partial(view, self)),
                name=f"participation_idea_{name.replace('-', '_')}",
            )
            for name, view in views.items()
        ]
        return [*urls, *super().get_urls()]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["may_act"] = obj is not None and self.has_change_permission(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


def state_view(model_admin, request, pk):
    """A new state with its explanation; the page says how many followers get it."""
    idea = _idea(model_admin, request, pk)
    form = StateForm(posted(request), idea=idea)
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.change_state(
                idea=idea, to=chosen["stage"], seen=chosen["seen"], explanation=chosen["explanation"],
                by=request.user, now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(request, refusal)
            return _back(idea)
        model_admin.log_change(request, idea, _("State changed."))
        say(request, _("The state is changed; the explanation stands on the page of the idea."))
        return _back(idea)
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Change the state of “%(idea)s”?") % {"idea": idea},
        "opts": Event._meta,
        "idea": idea,
        "form": form,
        "number": actions.followers(idea).count(),
    }
    return TemplateResponse(request, f"{FOLDER}/state.html", context, status=422 if form.errors else 200)


def publish_view(model_admin, request, pk):
    """A button on the form posts here."""
    return _act(
        model_admin, request, pk, _("The idea is public as long as its board is."),
        lambda idea: actions.publish(idea=idea, by=request.user, now=timezone.now()),
    )  # fmt: skip


def take_back_view(model_admin, request, pk):
    return _act(
        model_admin, request, pk, _("Nobody but your organisation sees the idea any more."),
        lambda idea: actions.take_back(idea=idea, now=timezone.now()),
    )  # fmt: skip


def _act(model_admin, request, pk, words, act):
    idea = _idea(model_admin, request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        act(idea)
    except Refused as refusal:
        refuse(request, refusal)
    else:
        say(request, words)
    return _back(idea)


def _idea(model_admin, request, pk):
    """The idea, or 404 for who may not change it."""
    return get_object_or_404(model_admin.changeable(request.user).select_related("board"), pk=pk)


def _back(idea):
    return HttpResponseRedirect(reverse("admin:participation_idea_change", args=[idea.pk]))
