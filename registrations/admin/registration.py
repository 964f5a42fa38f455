"""Participants: a list of one event's or of all, and one person's page. Changed by verbs only."""

from django.contrib import admin
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.scoping import ScopedAdmin
from events.models import Event
from registrations.admin import pages
from registrations.admin.filters import (
    EventFilter,
    PresentFilter,
    TicketTypeFilter,
    answer_filters,
    chosen_event,
)
from registrations.admin.verbs import VERBS, action, fitting

FILTERED = ("event", "ticket_type", "state__exact", "source__exact")
# Fields that are shown only where this column has something.
UNLESS_EMPTY = {"place": "queue_number", "entered": "entered_by_id"} | {
    name: name
    for name in ("phone", "consent_note", "condition_confirmed", "with_assistant", "extra_seat", "reserved_seat",
                 "cancel_reason")
}  # fmt: skip
PRIVATE = ("reach", "phone", "consent_note", "internal_note", "answers_given")


class RegistrationAdmin(ScopedAdmin):
    """For the publishing organisation and declared joint controllers; viewers see no addresses."""

    owner = "event__organisation"
    actions = [action(verb) for verb in VERBS.values()]
    change_list_template = "admin/registrations/registration/change_list.html"
    change_form_template = "admin/registrations/registration/change_form.html"
    list_display = ["name", "standing", "reach", "meetup", "ticket_type", "signed_up", "present"]
    list_filter = [EventFilter, "state", TicketTypeFilter, "source", PresentFilter]
    list_select_related = ["event", "ticket_type"]
    search_fields = ["name"]
    ordering = ["created_at", "pk"]
    fields = [
        "name", "reach", "phone", "meetup", "ticket_type", "standing", "place", "signed_up", "source", "entered",
        "consent_note", "condition_confirmed", "with_assistant", "extra_seat", "reserved_seat", "cancel_reason",
        "present", "answers_given", "internal_note",
    ]  # fmt: skip
    readonly_fields = [name for name in fields if name != "internal_note"]

    def of(self, user, roles):
        return self.model.objects.of(user, roles)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def tools(self, request, event):
        return pages.tools(request, event, "participants")

    # The list

    def get_list_filter(self, request):
        return [*self.list_filter, *answer_filters(chosen_event(request))]

    def get_list_display(self, request):
        left_out = set()
        event = chosen_event(request)
        if event:
            left_out.add("meetup")
            if event.ticket_types.count() < 2:
                left_out.add("ticket_type")
        if not self._edited_events(request):
            left_out.add("reach")
        return [name for name in self.list_display if name not in left_out]

    def lookup_allowed(self, lookup, value, request):
        """Addresses are not to be guessed letter by letter."""
        fields = {field.name for field in self.opts.get_fields()}
        known = lookup.partition("__")[0] not in fields and super().lookup_allowed(lookup, value, request)
        return known or lookup in FILTERED

    def get_search_results(self, request, queryset, search_term):
        """By name; by address only among those whose address one may see."""
        term = search_term.strip()
        if not term:
            return queryset, False
        address = Q(event__in=self._edited_events(request), email__icontains=term)
        return queryset.filter(Q(name__icontains=term) | address), False

    def changelist_view(self, request, extra_context=None):
        event = chosen_event(request)
        context = {}
        if event:
            title = _("Participants of “%(event)s”") % {"event": event}
            context = {"event": event, "title": title, "tools": self.tools(request, event)}
        return super().changelist_view(request, context | (extra_context or {}))

    def get_changelist_instance(self, request):
        """The columns say who may see which address."""
        changelist = super().get_changelist_instance(request)
        edited = self._edited_events(request)
        for registration in changelist.result_list:
            registration.address_shown = registration.event_id in edited
        return changelist

    def _edited_events(self, request):
        """Ids of the events whose participants this user may change; read once."""
        if getattr(request, "_edited_events", None) is None:
            roles = self.changing_roles
            request._edited_events = set(Event.objects.controlled_by(request.user, roles).values_list("pk", flat=True))
        return request._edited_events

    def back(self, request, rows):
        """Where a verb that was pressed on one person's page leads back to."""
        if "_to_row" not in request.POST:
            return None
        left = rows.values_list("pk", flat=True).first()
        if left is None:
            return None
        return HttpResponseRedirect(reverse("admin:registrations_registration_change", args=[left]))

    # Columns

    @admin.display(description=gettext_lazy("to reach by"))
    def reach(self, registration):
        if not getattr(registration, "address_shown", False):
            return "–"
        return registration.email or registration.phone or _("not to be reached")

    @admin.display(description=gettext_lazy("meetup"), ordering="event__starts_at")
    def meetup(self, registration):
        return registration.event.title

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, registration):
        words = registration.get_state_display()
        return format_html('<span class="seat seat--{}">{}</span>', registration.state, words)

    @admin.display(description=gettext_lazy("number in line"))
    def place(self, registration):
        return registration.queue_number

    @admin.display(description=gettext_lazy("signed up at"), ordering="created_at")
    def signed_up(self, registration):
        return registration.created_at.astimezone(registration.event.zone).strftime("%d.%m.%Y %H:%M")

    @admin.display(description=gettext_lazy("present"), boolean=True)
    def present(self, registration):
        return registration.was_present

    @admin.display(description=gettext_lazy("entered by"))
    def entered(self, registration):
        return registration.entered_by.name or registration.entered_by.email

    @admin.display(description=gettext_lazy("answers"))
    def answers_given(self, registration):
        rows = [(answer.question.text, answer.shown) for answer in registration.answers.select_related("question")]
        if not rows:
            return "–"
        parts = format_html_join("", "<dt>{}</dt><dd>{}</dd>", rows)
        return format_html('<dl class="answers">{}</dl>', parts)

    # One person

    def get_object(self, request, object_id, from_field=None):
        registration = super().get_object(request, object_id, from_field)
        registration.address_shown = self.has_change_permission(request, registration)
        return registration

    def get_fields(self, request, obj=None):
        """Without what is empty, and without what viewers do not see."""
        if obj is None:
            return self.fields
        left_out = {name for name, column in UNLESS_EMPTY.items() if not getattr(obj, column)}
        if not self.has_change_permission(request, obj):
            left_out |= set(PRIVATE)
        return [name for name in self.fields if name not in left_out]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            mine = self.has_change_permission(request, obj)
            context |= {
                "title": obj.name,
                "event": obj.event,
                "tools": self.tools(request, obj.event),
                "verbs": fitting(obj) if mine else [],
                "list_address": reverse("admin:registrations_registration_changelist") + f"?event={obj.event_id}",
            }
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """The note alone: a seat is never written from what a form read a while ago."""
        self.refuse_foreign(request, obj, change)
        obj.save(update_fields=["internal_note"])
