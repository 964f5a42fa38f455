"""The feedback on an event: what is asked, what came in, what is published of it."""

from django.contrib import admin, messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.scoping import ScopedInline
from accounts.refusal import Refused
from events.admin.aspects import EventAspectAdmin
from events.admin.inlines import RowsInline
from events.models import Event
from outbox.mails import absolute
from participation.actions import feedback as actions
from participation.feedback import charts_of, texts_of
from participation.forms.feedback import PublishForm
from participation.models import FeedbackBox, FeedbackQuestion, FeedbackSettings
from participation.wall import code_of
from registrations.admin.pages import edited, is_edited_by, seen

FOLDER = "admin/participation/feedback"


class FeedbackSettingsInline(ScopedInline):
    """One row; while it is not there, the event asks for no feedback."""

    model = FeedbackSettings
    max_num = extra = 1
    can_delete = False
    fields = ["is_on", "days", "introduction", "takes_guests"]


class FeedbackQuestionInline(RowsInline):
    model = FeedbackQuestion
    max_num = 20
    fields = ["text", "kind", "options", "is_public", "position"]


class EventFeedbackAdmin(EventAspectAdmin):
    """For the publishing organisation and declared joint controllers. The event's own row is never written here."""

    inlines = [FeedbackSettingsInline, FeedbackQuestionInline]
    change_form_template = f"{FOLDER}/change_form.html"
    list_display = ["title", "when", "number", "published"]
    list_select_related = ["feedback_box", "feedback_settings"]

    @property
    def event_views(self):
        return {
            "results": results_view,
            "remove-text": remove_text_view,
            "take-back": take_back_view,
            "renew-room": renew_room_view,
        }

    def of(self, user, roles):
        return self.model.objects.controlled_by(user, roles)

    def get_view_on_site_url(self, obj=None):
        return None

    @admin.display(description=gettext_lazy("answers"))
    def number(self, event):
        box = getattr(event, "feedback_box", None)
        return box.answers if box else None

    @admin.display(description=gettext_lazy("published"), boolean=True)
    def published(self, event):
        settings = getattr(event, "feedback_settings", None)
        return bool(settings and settings.published_at)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = _("Feedback on “%(event)s”") % {"event": obj}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def log_change(self, request, obj, message):
        return super().log_change(request, Event.objects.get(pk=obj.pk), message)


def results_view(model_admin, request, pk):
    """What came in; its form publishes."""
    event, now = (edited if request.method == "POST" else seen)(request, pk), timezone.now()
    settings = FeedbackSettings.stored_for(event) or FeedbackSettings(event=event)
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"summary": settings.summary})
    if request.method == "POST" and settings.is_on and form.is_valid():
        try:
            actions.publish(event=event, summary=form.cleaned_data["summary"], now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            model_admin.log_change(request, event, _("Feedback published."))
            messages.success(request, _("Your sentence and the numbers stand on the page of the meetup."))
        return _back(event)
    box = FeedbackBox.objects.filter(event=event).first() or FeedbackBox(event=event)
    room = absolute(reverse("feedback", args=[settings.token])) if settings.is_on and settings.takes_guests else ""
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Feedback on “%(event)s”") % {"event": event},
        "event": event,
        "opts": Event._meta,
        "settings": settings,
        "is_open": settings.is_open(now),
        "box": box,
        "charts": charts_of(event, box) if box.is_enough else [],
        "texts": texts_of(event, box) if box.is_enough else [],
        "form": form,
        "may_change": is_edited_by(request.user, event),
        "room": room,
        "room_code": code_of(room) if room else "",
    }
    return TemplateResponse(request, f"{FOLDER}/results.html", context, status=422 if form.errors else 200)


def remove_text_view(model_admin, request, pk):
    event = edited(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.remove_text(event=event, question=request.POST.get("question", ""), text=request.POST.get("text", ""))
    model_admin.log_change(request, event, _("A text of the feedback was deleted."))
    messages.success(request, _("The text is deleted."))
    return _back(event)


def take_back_view(model_admin, request, pk):
    event = edited(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    actions.take_back(event=event)
    model_admin.log_change(request, event, _("The feedback is no longer published."))
    messages.success(request, _("The feedback is no longer on the page."))
    return _back(event)


def renew_room_view(model_admin, request, pk):
    event = edited(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if FeedbackSettings.objects.filter(event=event).exists():
        actions.renew_room_link(event=event)
        messages.success(request, _("The room has a new link; the old one leads nowhere."))
    return _back(event)


def _back(event):
    return HttpResponseRedirect(reverse("admin:participation_eventfeedback_results", args=[event.pk]))
