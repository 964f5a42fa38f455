"""On which days an event takes place again."""

import datetime as dt
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms.wall_clock import CLOCK_FORMATS, DAY_FORMATS, ClockField, DayField, WhichHourField, read
from events.times import DoubledHour, SkippedHour, instant, midnight

MOST = 52


class CopyForm(forms.Form):
    """One day, and the time if it differs; the end and the agenda follow."""

    day = DayField(label=gettext_lazy("Date"))
    clock = ClockField(label=gettext_lazy("Begins at"), required=False)
    clock_which = WhichHourField(label=gettext_lazy("Which of the two hours does it begin in?"))

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event
        if event.all_day:
            del self.fields["clock"]
        else:
            self.initial.setdefault("clock", event.local_start.time())

    def clean(self):
        cleaned = super().clean()
        day = cleaned.get("day")
        if day is None or "clock" in self.errors:
            return cleaned
        if self.event.all_day:
            cleaned["start"] = midnight(day, self.event.zone)
        else:
            clock = cleaned.get("clock") or self.event.local_start.time()
            cleaned["start"] = read(self, day, clock, self.event.zone, field="clock", which="clock_which")
        return cleaned

    def starts(self):
        return [self.cleaned_data["start"]]


class DatesForm(forms.Form):
    """Several days, one a line, each with a time if it differs."""

    dates = forms.CharField(
        label=gettext_lazy("Dates, one a line"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("For example 10.12.2026, or 10.12.2026 19:00 where the time differs."),
    )

    def __init__(self, *args, event, **kwargs):
        super().__init__(*args, **kwargs)
        self.event = event

    def clean_dates(self):
        lines = [line.strip() for line in self.cleaned_data["dates"].splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("At most %(number)s dates at once."), params={"number": MOST})
        starts, errors = [], []
        for line in lines:
            try:
                starts.append(self._start(line))
            except ValidationError as error:
                errors += [f"{line}: {message}" for message in error.messages]
        if errors:
            raise ValidationError(errors)
        if len(set(starts)) < len(starts):
            raise ValidationError(_("A date occurs twice."))
        return starts

    def _start(self, line):
        day, _space, clock = re.sub(r"[\s,]+(?:um\s+)?", " ", line).strip().partition(" ")
        day = _parsed(day, DAY_FORMATS)
        if day is None:
            raise ValidationError(_("This is not a date. Enter one such as 10.12.2026."))
        if self.event.all_day:
            return midnight(day.date(), self.event.zone)
        clock = _parsed(clock.removesuffix("Uhr").strip(), CLOCK_FORMATS) if clock else self.event.local_start
        if clock is None:
            raise ValidationError(_("This is not a time of day. Enter one such as 19:00."))
        wall_clock = dt.datetime.combine(day.date(), clock.time().replace(fold=0))
        try:
            return instant(wall_clock, self.event.zone)
        except DoubledHour:
            return instant(wall_clock, self.event.zone, second=False)
        except SkippedHour as error:
            raise ValidationError(error.messages) from error

    def starts(self):
        return self.cleaned_data["dates"]


def _parsed(text, formats):
    for known in formats:
        try:
            return dt.datetime.strptime(text, known)  # noqa: DTZ007 - a wall clock of the event's own zone
        except ValueError:
            continue
    return None
