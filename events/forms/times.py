"""When an event takes place, in one form: day, from, to, and the questions that only some events raise."""

import datetime as dt
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms.wall_clock import ClockField, DayField, WhichHourField, read, which_of
from events.models import Event
from events.times import DEFAULT_ZONE, midnight, validate_zone

NIGHT_ENDS = dt.time(6)
GUESSED_LENGTH = dt.timedelta(hours=2)
ONE_DAY = dt.timedelta(days=1)
TIME_FIELDS = (
    "first_day",
    "begins",
    "begins_which",
    "ends",
    "ends_which",
    "last_day",
    "all_day",
    "open_end",
    "time_zone",
)


class TimesForm(forms.ModelForm):
    """Form part: the wall clock of an event. Sets ``starts_at`` and ``ends_at`` of the instance.

    An end until six in the morning belongs to the night of the day before: "18:00 to 01:00" needs one date.
    """

    first_day = DayField(label=gettext_lazy("Date"))
    begins = ClockField(
        label=gettext_lazy("From"), required=False, help_text=gettext_lazy("All day: leave both empty.")
    )
    ends = ClockField(
        label=gettext_lazy("To"), required=False, help_text=gettext_lazy("01:00 is the night after this day.")
    )
    last_day = DayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Only if it lasts several days.")
    )
    begins_which = WhichHourField(label=gettext_lazy("Which of the two hours does it begin in?"))
    ends_which = WhichHourField(label=gettext_lazy("Which of the two hours does it end in?"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        event = self.instance
        self.stored_times = (event.starts_at, event.ends_at, event.time_zone)
        if event.pk:
            for name, value in times_of(event).items():
                self.initial.setdefault(name, value)
            for name in {"begins_which", "ends_which"} & self.fields.keys():
                if self.initial[name]:
                    self.fields[name].reveal()

    def clean(self):
        cleaned = super().clean()
        zone = self._zone()
        if zone is None or cleaned.get("first_day") is None or {"begins", "ends", "last_day"} & self.errors.keys():
            return cleaned
        if cleaned.get("begins") is None and cleaned.get("ends") is None:
            cleaned["all_day"] = self.instance.all_day = True
        span = self._days(zone) if self._value("all_day") else self._hours(zone)
        if span:
            self.check_span(*span)
            self.instance.starts_at, self.instance.ends_at = span
        return cleaned

    def check_span(self, starts_at, ends_at):
        """For forms that have more to say about the new times; the instance still has the stored ones."""

    def start_has_moved(self):
        return self.instance.pk is not None and self.instance.starts_at != self.stored_times[0]

    def zone_has_changed(self):
        return self.instance.time_zone != self.stored_times[2]

    def _value(self, name):
        """What was entered, or what the event has where this form does not ask."""
        return self.cleaned_data[name] if name in self.cleaned_data else getattr(self.instance, name)

    def _zone(self):
        name = self._value("time_zone") or DEFAULT_ZONE
        try:
            validate_zone(name)
        except ValidationError:
            return None  # the field itself says so
        return zoneinfo.ZoneInfo(name)

    def _days(self, zone):
        first = self.cleaned_data["first_day"]
        last = self.cleaned_data.get("last_day") or first
        if last < first:
            self.add_error("last_day", ends_before_it_begins())
            return None
        return midnight(first, zone), midnight(last + ONE_DAY, zone)

    def _hours(self, zone):
        first, begins, ends = (self.cleaned_data.get(name) for name in ("first_day", "begins", "ends"))
        if begins is None:
            self.add_error("begins", _("Enter when it begins. For an all-day event leave both times empty."))
            return None
        if ends is None and not self._value("open_end"):
            self.add_error("ends", _("Enter when it ends. For an open end enter a guess."))
            return None
        start = read(self, first, begins, zone, field="begins", which="begins_which")
        if start is None:
            return None
        if ends is None:
            return start, start + GUESSED_LENGTH
        last = self.cleaned_data.get("last_day") or first
        if last == first and is_overnight(begins, ends):
            last += ONE_DAY
        end = read(self, last, ends, zone, field="ends", which="ends_which")
        if end is not None and end <= start:
            self.add_error("last_day" if last < first else "ends", ends_before_it_begins())
            return None
        return end and (start, end)


def times_of(event):
    """The initial values of the time fields for a stored event."""
    start, end = event.local_start, event.local_end
    times = {"first_day": start.date(), "begins": None, "ends": None, "begins_which": "", "ends_which": ""}
    last = event.last_day
    if not event.all_day:
        times |= {"begins": start.time(), "begins_which": which_of(event.starts_at, event.zone)}
        times |= {"ends": end.time(), "ends_which": which_of(event.ends_at, event.zone)}
        last = end.date()
        if last == start.date() + ONE_DAY and is_overnight(start.time(), end.time()):
            last = start.date()
    return times | {"last_day": last if last != start.date() else None}


def is_overnight(begins, ends):
    """Whether "18:00 to 01:00" is meant: an end before six in the morning belongs to the night of the day before."""
    return ends < begins and ends <= NIGHT_ENDS <= begins


def ends_before_it_begins():
    """The sentence that belongs to the database's own rule."""
    rule = next(c for c in Event._meta.constraints if c.name == "an_event_ends_after_it_begins")
    return rule.violation_error_message
