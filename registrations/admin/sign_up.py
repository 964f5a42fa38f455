"""An event's sign-up: its rules on one form, and the pages around its participants."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.aspects import EventAspectAdmin
from events.models import Event
from registrations.actions import Busy, settle
from registrations.admin import (
    by_hand,
    calls,
    exporting,
    inviting,
    mails,
    networking,
    numbers,
    on_stage,
    printing,
    privacy,
    writing,
)
from registrations.admin.inlines import INLINES
from registrations.admin.pages import number_of, tools
from registrations.models import AccessDetails, Registration, State


class SignUpAdmin(EventAspectAdmin):
    """For the publishing organisation and declared joint controllers. The event's own row is never written here."""

    inlines = INLINES
    event_views = {
        "add-by-hand": by_hand.add_view,
        "invite": inviting.invite_view,
        "write": writing.write_view,
        "calls": calls.calls_view,
        "mails": mails.mails_view,
        "numbers": numbers.numbers_view,
        "export": exporting.export_view,
        "print": printing.print_view,
        "stage": on_stage.stage_view,
        "networking": networking.networking_view,
        "networking-round": networking.round_view,
        "networking-delete": networking.delete_view,
    }
    change_form_template = "admin/registrations/sign_up/change_form.html"
    list_display = ["title", "when", "confirmed", "waitlisted", "pending"]

    def of(self, user, roles):
        return self.model.objects.controlled_by(user, roles)

    def get_queryset(self, request):
        states = (State.CONFIRMED, State.WAITLISTED, State.PENDING)
        numbers = {f"number_{state}": number_of(Registration.objects.filter(state=state)) for state in states}
        return super().get_queryset(request).annotate(**numbers)

    # The list

    @admin.display(description=gettext_lazy("confirmed"))
    def confirmed(self, event):
        return event.number_confirmed

    @admin.display(description=gettext_lazy("waiting"))
    def waitlisted(self, event):
        return event.number_waitlisted

    @admin.display(description=gettext_lazy("to approve"))
    def pending(self, event):
        return event.number_pending

    # The pages around it

    def get_urls(self):
        return [self.view_at("data-protection/", privacy.privacy_view, "privacy"), *super().get_urls()]

    # The form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["title"] = _("Sign-up of “%(event)s”") % {"event": obj}
        context["tools"] = tools(request, obj, "change")
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Busy as busy:
            return self._refused(request, busy)

    def save_related(self, request, form, formsets, change):
        """Whatever was changed about seats takes effect at once: who waits moves up."""
        super().save_related(request, form, formsets, change)
        event, now = Event.objects.get(pk=form.instance.pk), timezone.now()
        allocation = settle(event=event, now=now)
        for sentence in _consequences(allocation):
            self.message_user(request, sentence, messages.WARNING)
        changed = [row for formset in formsets if formset.model is AccessDetails for row, _ in formset.changed_objects]
        if not all(row.for_stage for row in changed) and event.registrations.filter(access_told__gt=0).exists():
            sentence = _("Participants who know the access details are told in a few minutes that they have changed.")
            self.message_user(request, sentence, messages.INFO)

    def log_change(self, request, obj, message):
        return super().log_change(request, Event.objects.get(pk=obj.pk), message)


def _consequences(allocation):
    """What the organiser has to know of changed seats."""
    if allocation.over:
        yield ngettext(
            "There is one confirmed participant more than seats. Nobody was thrown out; nobody moves up until there is "
            "room.",
            "There are %(number)s confirmed participants more than seats. Nobody was thrown out; nobody moves up until "
            "there is room.",
            allocation.over,
        ) % {"number": allocation.over}
    if allocation.promoted:
        yield ngettext(
            "One person moved up from the waiting list and is told by mail.",
            "%(number)s people moved up from the waiting list and are told by mail.",
            len(allocation.promoted),
        ) % {"number": len(allocation.promoted)}
