"""The timetable: stops in days, with what is on now."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from events import dates
from events.models import ItemKind

NIGHT_ENDS = 6  # o'clock: what begins before belongs to the evening before


@dataclass
class Stop:
    """A row of the timetable. ``starts`` and ``ends`` are on the wall clock of the event's zone (aware), or None."""

    title: str
    item: int | None = None  # the id of the agenda item
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    kind: str = ItemKind.OTHER
    track: str = ""
    abstract_html: str = ""
    people: list = field(default_factory=list)
    is_closing: bool = False  # appended by us: the end of the event
    is_now: bool = False
    mark: str = ""  # start, end or nothing: how the stop is drawn
    is_next_day: bool = False  # after midnight, but still the same evening

    @property
    def clock(self):
        return dates.clock(self.starts) if self.starts else ""


@dataclass
class Day:
    date: dt.date | None
    stops: list


@dataclass
class Agenda:
    """``now`` and ``then`` are stops, empty unless the event is running; ``has_days`` asks for headings."""

    days: list
    now: list
    then: list
    has_days: bool

    @property
    def stops(self):
        return [stop for day in self.days for stop in day.stops]

    @property
    def is_timed(self):
        return any(stop.starts for stop in self.stops)

    def __bool__(self):
        return bool(self.days)


def agenda_of(event, now):
    """The event's agenda; ``event.agenda_items`` and their ``appearances`` are fetched already."""
    stops = [_stop(item, event) for item in event.agenda_items.all()]
    stops = _by_time(stops)
    if _lacks_its_end(stops, event):
        stops.append(Stop(title=_("End"), starts=event.local_end, kind=ItemKind.END, is_closing=True))
    on_now, then = _now_and_then(stops, event, now) if event.is_running(now) else ([], [])
    days = _days(stops)
    return Agenda(days=days, now=on_now, then=then, has_days=len(days) > 1)


def _stop(item, event):
    return Stop(
        title=item.title,
        item=item.pk,
        starts=item.starts_at and item.starts_at.astimezone(event.zone),
        ends=item.ends_at and item.ends_at.astimezone(event.zone),
        kind=item.kind,
        track=item.track,
        abstract_html=item.abstract_html,
        people=list(item.appearances.all()),
    )


def _by_time(stops):
    """In the organiser's order, but what has a time stands by it; a row without one follows the row before."""
    keys, last = [], None
    for stop in stops:
        last = stop.starts or last
        keys.append(last)
    first = next((key for key in keys if key), None)
    order = sorted(range(len(stops)), key=lambda place: (_instant(keys[place] or first), place))
    return [stops[place] for place in order]


def _instant(moment):
    return moment.astimezone(dt.UTC) if moment else dt.datetime.min.replace(tzinfo=dt.UTC)


def _lacks_its_end(stops, event):
    timed = [stop for stop in stops if stop.starts]
    return (
        bool(timed)
        and not event.open_end
        and not event.all_day
        and not any(stop.kind == ItemKind.END for stop in stops)
        and _instant(timed[-1].starts) < event.ends_at
    )


def _now_and_then(stops, event, now):
    timed = [stop for stop in stops if stop.starts and not stop.is_closing]
    starts = sorted({_instant(stop.starts) for stop in timed})
    for stop in timed:
        following = next((start for start in starts if start > _instant(stop.starts)), event.ends_at)
        stop.is_now = _instant(stop.starts) <= now < _instant(stop.ends or following)
    coming = next((start for start in starts if start > now), None)
    return [stop for stop in timed if stop.is_now], [stop for stop in timed if _instant(stop.starts) == coming]


def _days(stops):
    days = []
    for stop in stops:
        date = stop.starts.date() if stop.starts else None
        if not days:
            days.append(Day(date, []))
        elif date and days[-1].date and date > days[-1].date:
            stop.is_next_day = stop.starts.hour < NIGHT_ENDS and (date - days[-1].date).days == 1
            if stop.is_closing and stop.starts.hour == 0 and stop.starts.minute == 0:
                stop.is_next_day = True
            if not stop.is_next_day:
                days.append(Day(date, []))
        days[-1].date = days[-1].date or date
        days[-1].stops.append(stop)
    for day in days:
        day.stops[-1].mark = "end" if day is days[-1] else "last"
        day.stops[0].mark = "start" if len(day.stops) > 1 else day.stops[0].mark
    return days
