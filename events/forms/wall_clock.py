"""Dates and times as people type them: wall clock of the event's own zone, never that of the server."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from events.times import DoubledHour, SkippedHour, instant

# What a browser's own picker sends, then what people type where there is none.
DAY_FORMATS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y"]
CLOCK_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%H"]
WHICH = [("", _("please choose")), ("first", _("the first, before the clock is put back")),
         ("second", _("the second, after it"))]  # fmt: skip


class DayField(forms.DateField):
    """A day, by the browser's calendar."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "day"}))
        super().__init__(input_formats=DAY_FORMATS, **kwargs)


class ClockField(forms.TimeField):
    """A time of day, without seconds."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "clock"}))
        super().__init__(input_formats=CLOCK_FORMATS, **kwargs)


class WhichHourField(forms.ChoiceField):
    """Asks which of the two is meant where an hour happens twice; hidden on all other days."""

    def __init__(self, **kwargs):
        super().__init__(choices=WHICH, required=False, widget=forms.HiddenInput, **kwargs)

    def reveal(self):
        self.widget = forms.Select(choices=self.choices)


def which_of(moment, zone):
    """The initial value of a WhichHourField for a stored instant; empty where its hour happens once."""
    local = moment.astimezone(zone)
    try:
        instant(local.replace(tzinfo=None, fold=0), zone)
    except DoubledHour:
        return "second" if local.fold else "first"
    return ""


def read(form, day, clock, zone, *, field, which):
    """The instant of what was typed into the form's ``field``, or None after adding the error that says what is wrong.

    Where the hour happens twice, the field named by ``which`` appears and must be answered.
    """
    wall_clock = dt.datetime.combine(day, clock)
    try:
        return instant(wall_clock, zone)
    except SkippedHour as error:
        form.add_error(field, error)
    except DoubledHour as error:
        form.fields[which].reveal()
        answer = form.cleaned_data.get(which)
        if answer:
            return instant(wall_clock, zone, second=answer == "second")
        form.add_error(which, error)
    return None
