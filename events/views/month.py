"""A month at a glance."""

import calendar
import datetime as dt
from collections import namedtuple
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Max, Min
from django.urls import register_converter
from django.utils import timezone
from django.views.generic import TemplateView

from events import dates
from events.filters import PAST
from events.models import Event
from events.rows import rows_of
from events.times import Span

SHOWN = 3  # events of a crowded day; its list has all
MOST_EVENTS = 5000  # of a month that are looked at
TIMES = ("starts_at", "ends_at", "time_zone", "all_day")


class Year:
    regex = r"19[7-9]\d|20\d\d|21\d\d"
    to_python = int
    to_url = str


class MonthNumber:
    """01 to 12, always with two digits."""

    regex = r"0[1-9]|1[0-2]"
    to_python = int

    def to_url(self, value):
        return f"{int(value):02}"


register_converter(Year, "year")
register_converter(MonthNumber, "month")


class Held(Span, namedtuple("Held", ["pk", *TIMES])):
    """When an event is held, and nothing else of it."""

    __slots__ = ()


class Day(NamedTuple):
    """``more``: how many events of the day are not shown; ``query`` leads to the list of all of them."""

    date: dt.date
    events: list
    more: int
    query: str


class Month(TemplateView):
    """The days of a month with their events; whoever lasts several days stands on each of them."""

    template_name = "events/month.html"

    def get_context_data(self, year, month, **kwargs):
        month, now = dt.date(year, month, 1), timezone.now()
        listed = Event.objects.listed(now)
        last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        events = listed.on_days(month, last).order_by("starts_at", "pk").values_list("pk", *TIMES)[: MOST_EVENTS + 1]
        events = [Held(*row) for row in events]
        span = listed.aggregate(first=Min("starts_at"), last=Max("ends_at"))
        if not span["first"]:
            span = {"first": now, "last": now}
        before, after = month - dt.timedelta(days=1), last + dt.timedelta(days=1)
        today = timezone.localdate(now)
        return (
            super().get_context_data(**kwargs)
            | {
                "now": now,
                "month": month,
                "today": today,
                "weekdays": [dates.weekday_short(dt.date(2024, 1, number)) for number in range(1, 8)],  # Monday first
                "days": shown(days_with_events(month, last, events[:MOST_EVENTS]), today),
                "number": len(events),
                "is_cut": len(events) > MOST_EVENTS,
                "most": MOST_EVENTS,
                # Only as far as there are events: a crawler would turn the pages for ever.
                "before": before.replace(day=1) if before >= span["first"].date() else None,
                "after": after if after <= max(span["last"], now).date() else None,
            }
        )


def shown(days, today):
    """Each Day with what its sheet shows of its events. Nobody has to go to another page for a single one more."""
    cut = [(day, events, events[: SHOWN if len(events) > SHOWN + 1 else None]) for day, events in days]
    rows = {row.pk: row for row in rows_of(list({event.pk for _day, _events, first in cut for event in first}))}
    return [
        Day(day, [rows[event.pk] for event in first if event.pk in rows], len(events) - len(first), _query(day, today))
        for day, events, first in cut
    ]


def _query(day, today):
    when = {"when": PAST} if day < today else {}
    return f"?{urlencode(when | {'from': day, 'to': day})}"


def days_with_events(first, last, events):
    """Pairs of each day and its events, in order."""
    days = {first + dt.timedelta(days=number): [] for number in range((last - first).days + 1)}
    for event in events:
        day = max(event.first_day, first)
        end = min(event.last_day if event.is_several_days else event.first_day, last)
        while day <= end:
            days[day].append(event)
            day += dt.timedelta(days=1)
    return list(days.items())
