"""Rows below an event's sign-up, as organisers enter them: windows on the event's wall clock, choices of this event."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.selecting import ScopedForm
from events.forms.rows import RowsFormSet
from events.forms.wall_clock import ClockField, DayField, WhichHourField, read, which_of
from registrations.models import TicketType
from registrations.tallies import COUNTED

# The name of a window's end, and the clock time that a day alone means.
WINDOW = {"opens": dt.time(0, 0), "closes": dt.time(23, 59)}


class TicketTypeForm(ScopedForm):
    """A ticket type with its window by day and clock time of the event's own zone."""

    opens_day = DayField(
        label=gettext_lazy("Sign-up opens on"), required=False, help_text=gettext_lazy("Empty: at once.")
    )
    opens_clock = ClockField(label=gettext_lazy("opens at"), required=False)
    opens_which = WhichHourField(label=gettext_lazy("Which of the two hours does it open in?"))
    closes_day = DayField(
        label=gettext_lazy("Sign-up closes on"),
        required=False,
        help_text=gettext_lazy("Empty: when the event begins. Moves with the event."),
    )
    closes_clock = ClockField(label=gettext_lazy("closes at"), required=False)
    closes_which = WhichHourField(label=gettext_lazy("Which of the two hours does it close in?"))

    class Meta:
        model = TicketType
        fields = [
            "name", "position", "capacity", "capacity_reason", "reserved", "for_whom", "condition", "allowed_domains",
            "needs_approval", "has_waiting_list", "waiting_list_size", "allows_assistants",
        ]  # fmt: skip

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        for end in WINDOW:
            moment = getattr(self.instance, f"{end}_at")
            if moment:
                local = moment.astimezone(event.zone)
                which = which_of(moment, event.zone)
                self.initial |= {f"{end}_day": local.date(), f"{end}_clock": local.time(), f"{end}_which": which}
                if which:
                    self.fields[f"{end}_which"].reveal()

    def clean(self):
        cleaned = super().clean()
        for end, usual in WINDOW.items():
            typed = {f"{end}_day", f"{end}_clock", f"{end}_which"}
            if typed & self.errors.keys() or not typed & set(self.changed_data):
                continue
            setattr(self.instance, f"{end}_at", self._moment(cleaned, end, usual))
        opens, closes = self.instance.opens_at, self.instance.closes_at
        if not self.errors and opens and closes and closes <= opens:
            self.add_error("closes_day", _database_says("sign_up_closes_after_it_opens"))
        return cleaned

    def _moment(self, cleaned, end, usual):
        day, clock = cleaned.get(f"{end}_day"), cleaned.get(f"{end}_clock")
        if day is None:
            if clock is not None:
                self.add_error(f"{end}_day", _("Enter the day, too."))
            return None
        return read(self, day, clock or usual, self.event.zone, field=f"{end}_clock", which=f"{end}_which")


def _database_says(name):
    """The sentence that belongs to the database's own rule."""
    return next(rule.violation_error_message for rule in TicketType._meta.constraints if rule.name == name)


class TicketTypeFormSet(RowsFormSet):
    """A ticket type that somebody has signed up for stays."""

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"event": self.instance}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields and form.instance.pk in self._taken():
            form.fields[DELETION_FIELD_NAME].disabled = True
            form.fields[DELETION_FIELD_NAME].help_text = _("People have signed up for it.")

    def _taken(self):
        """Read once for all rows."""
        if not hasattr(self, "_kinds_taken"):
            rows = self.instance.registrations.order_by() if self.instance.pk else None
            self._kinds_taken = (
                set(rows.values_list("ticket_type", flat=True).distinct()) if rows is not None else set()
            )
        return self._kinds_taken


class OfThisEventFormSet(RowsFormSet):
    """Rows whose ticket type is one of this event, not of another one that the organiser may also edit."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "ticket_type" in form.fields:
            form.fields["ticket_type"].queryset = self.instance.ticket_types.all()
        if "public_question" in form.fields:
            form.fields["public_question"].queryset = self.instance.questions.filter(kind__in=COUNTED, sensitive=False)


class QuestionForm(ScopedForm):
    def clean(self):
        """What has been answered keeps its kind: a stored answer would no longer fit."""
        cleaned = super().clean()
        if self.instance.pk and "kind" in self.changed_data and self.instance.answers.exists():
            raise ValidationError(
                {"kind": _("People have answered this question already. Add a new one instead of another kind.")}
            )
        return cleaned
