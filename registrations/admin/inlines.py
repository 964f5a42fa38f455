"""The rows below an event's sign-up."""

from django.utils.translation import gettext_lazy as _

from accounts.admin.scoping import ScopedInline, roles_of
from accounts.models import EDITING_ROLES
from events.admin.inlines import RowsInline
from registrations.forms.tickets import OfThisEventFormSet, QuestionForm, TicketTypeForm, TicketTypeFormSet
from registrations.models import (
    AccessDetails,
    CertificateSettings,
    MailParagraph,
    NetworkingSettings,
    Question,
    RegistrationSettings,
    TicketType,
)


class TicketTypeInline(RowsInline):
    model = TicketType
    form = TicketTypeForm
    formset = TicketTypeFormSet
    begins_with_a_row = True
    fieldsets = [
        (None, {"fields": ["name", ("capacity", "reserved"), "capacity_reason",
                           ("opens_day", "opens_clock"), "opens_which", ("closes_day", "closes_clock"), "closes_which",
                           "for_whom", "condition", "needs_approval", ("has_waiting_list", "waiting_list_size"),
                           "position"]}),
        (_("Further rules"), {"classes": ["collapse"], "fields": ["allowed_domains", "allows_assistants"]}),
    ]  # fmt: skip

    def get_fieldsets(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return self.fieldsets
        names = ["name", "capacity", "capacity_reason", "reserved", "opens", "closes", "for_whom", "condition",
                 "allowed_domains", "needs_approval", "has_waiting_list", "waiting_list_size"]  # fmt: skip
        return [(None, {"fields": names})]

    def get_readonly_fields(self, request, obj=None):
        return () if self.has_change_permission(request, obj) else ("opens", "closes")

    def opens(self, ticket_type):
        return _local(ticket_type.opens_at, ticket_type.event)

    opens.short_description = _("sign-up opens")

    def closes(self, ticket_type):
        return _local(ticket_type.closes_at, ticket_type.event)

    closes.short_description = _("sign-up closes")


def _local(moment, event):
    return moment and moment.astimezone(event.zone).strftime("%d.%m.%Y %H:%M")


class QuestionInline(RowsInline):
    model = Question
    form = QuestionForm
    formset = OfThisEventFormSet
    choices = {"ticket_type": lambda user: TicketType.objects.none()}  # the formset offers those of the event
    fields = ["text", ("kind", "required"), "options", "help_text", "ticket_type", ("sensitive", "delete_after_days"),
              "position"]  # fmt: skip


class SettingsInline(ScopedInline):
    """One row with the event's settings; while it is not there, the defaults hold."""

    model = RegistrationSettings
    formset = OfThisEventFormSet
    choices = {"public_question": lambda user: Question.objects.none()}
    verbose_name = verbose_name_plural = _("rules for all ticket types")
    max_num = extra = 1
    can_delete = False
    fieldsets = [
        (None, {"fields": ["total_capacity", "confirm_address", "data_use", "deletion_days", "reminder_minutes",
                           "access_minutes", "says_thanks", "public_question"]}),
        (_("Further rules"), {"classes": ["collapse"], "fields": ["hold_minutes", "promotion_ends_minutes"]}),
    ]  # fmt: skip


class CertificateInline(ScopedInline):
    """One row; without it there are no certificates."""

    model = CertificateSettings
    formset = OfThisEventFormSet
    max_num = extra = 1
    can_delete = False
    fields = ["is_on", "minutes", "signer", "function"]


class NetworkingInline(ScopedInline):
    """One row; without it there is no networking."""

    model = NetworkingSettings
    formset = OfThisEventFormSet
    max_num = extra = 1
    can_delete = False
    fields = ["is_on", "introduction"]


class AccessDetailsInline(RowsInline):
    """For those who work on the event; viewers get them as anybody does who has signed up."""

    model = AccessDetails
    formset = OfThisEventFormSet
    choices = {"ticket_type": lambda user: TicketType.objects.none()}
    fields = ["link", "phone", ("meeting_id", "passcode"), "room", "notes", ("ticket_type", "for_stage")]

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return not roles_of(request).isdisjoint(EDITING_ROLES)
        return self.has_change_permission(request, obj)


class MailParagraphInline(RowsInline):
    model = MailParagraph
    fields = ["kind", "text"]


INLINES = [TicketTypeInline, QuestionInline, SettingsInline, AccessDetailsInline, MailParagraphInline,
           CertificateInline, NetworkingInline]  # fmt: skip
