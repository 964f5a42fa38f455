"""An event's questions to the speakers: how they may be asked, and the desk, for those who answer for participants."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.scoping import ScopedInline
from accounts.models import EDITING_ROLES
from events.admin.aspects import EventAspectAdmin
from events.models import Event
from outbox.mails import absolute
from participation.actions import renew_wall
from participation.models import AudienceQuestion, QuestionSettings, QuestionState
from participation.views.desk import desk_answer, piles_answer
from participation.wall import Wall
from registrations.admin.pages import number_of


class QuestionSettingsInline(ScopedInline):
    """One row; while it is not there, the event takes no questions."""

    model = QuestionSettings
    verbose_name = verbose_name_plural = gettext_lazy("rules for the questions")
    max_num = extra = 1
    can_delete = False
    fields = ["who", ("opens_hours", "closes_hours"), "needs_approval", "names_allowed", "introduction"]


class EventQuestionsAdmin(EventAspectAdmin):
    """For the publishing organisation and declared joint controllers. The event's own row is never written here."""

    inlines = [QuestionSettingsInline]
    change_form_template = "admin/participation/questions/change_form.html"
    list_display = ["title", "when", "number", "to_approve", "answered"]

    @property
    def event_views(self):
        return {"desk": desk_view, "desk/news": news_view, "renew-wall": renew_wall_view}

    def of(self, user, roles):
        return self.model.objects.controlled_by(user, roles)

    def get_queryset(self, request):
        rows = AudienceQuestion.objects
        return (
            super()
            .get_queryset(request)
            .annotate(
                number_listed=number_of(rows.listed()),
                number_held=number_of(rows.filter(state=QuestionState.HELD)),
                number_answered=number_of(rows.filter(state=QuestionState.ANSWERED)),
            )
        )

    def get_view_on_site_url(self, obj=None):
        return None

    @admin.display(description=gettext_lazy("questions"))
    def number(self, event):
        return event.number_listed

    @admin.display(description=gettext_lazy("to approve"))
    def to_approve(self, event):
        return event.number_held

    @admin.display(description=gettext_lazy("answered"))
    def answered(self, event):
        return event.number_answered

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {"title": _("Questions of “%(event)s”") % {"event": obj}, "event": obj}
        if obj is not None and self.has_change_permission(request, obj):
            context["wall"] = absolute(Wall(obj).address)
        return super().render_change_form(request, context, add, change, form_url, obj)


def _event(request, pk):
    """The event whose participants this user may change, or 404."""
    events = Event.objects.controlled_by(request.user, EDITING_ROLES).select_related(
        "organisation", "question_settings"
    )
    return get_object_or_404(events, pk=pk)


def _frame(model_admin, request, event):
    return model_admin.admin_site.each_context(request) | {
        "title": _("Questions of “%(event)s”") % {"event": event},
        "opts": Event._meta,
        "address": reverse("admin:participation_eventquestions_desk", args=[event.pk]),
        "moderates": True,
        "with_csrf": True,
        "base": "admin/participation/questions/desk.html",
    }


def desk_view(model_admin, request, pk):
    """The same desk that moderators have."""
    event = _event(request, pk)
    return desk_answer(request, event, timezone.now(), _frame(model_admin, request, event))


def news_view(model_admin, request, pk):
    event = _event(request, pk)
    address = reverse("admin:participation_eventquestions_desk", args=[event.pk])
    return piles_answer(request, event, timezone.now(), {"address": address, "moderates": True, "with_csrf": True})


def renew_wall_view(model_admin, request, pk):
    event = _event(request, pk)
    if request.method == "POST":
        renew_wall(event=event)
        said = _("The wall has a new link; the old one leads nowhere.")
        model_admin.log_change(request, event, said)
        messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:participation_eventquestions_change", args=[pk]))
