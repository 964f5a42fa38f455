"""The events of a list with all that its rows show: their numbers first, then the rows by one prepared statement.

Which events they are is another statement for each filter, but a narrow one; the wide one, which joins five tables, is
always the same.
"""

import datetime as dt
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Value

from events.models import Event, Status
from events.statements import any_of, composed_once

MOST = 1000  # events that are counted, and pages of a list turned; of more is said that they are more
CARDS = 3  # past events below a list
SOONEST = 6  # upcoming ones at home, the next one among them


class RowsPaginator(Paginator):
    """Of a list of numbers of events; reads what rows show for those of one page."""

    def _get_page(self, object_list, *args, **kwargs):
        return super()._get_page(rows_of(object_list), *args, **kwargs)


class Number(NamedTuple):
    """A number of events; counting ends at MOST."""

    number: int
    is_more: bool

    @classmethod
    def of(cls, counted):
        return cls(min(counted, MOST), counted > MOST)

    def __str__(self):
        return f"{self.number}+" if self.is_more else str(self.number)

    def __bool__(self):
        return self.number > 0


def first_pks(events):
    """The numbers of the first events of a queryset: MOST of them, and one more if there are more."""
    return list(events.values_list("pk", flat=True)[: MOST + 1])


def counted(events):
    """How many there are, as a Number. In their order, so that an index leads to the first of them."""
    return Number.of(events[: MOST + 1].count())


@composed_once
def _rows(pks: list):
    return Event.objects.filter(any_of("pk", pks)).for_rows()


def rows_of(pks):
    """The events with these numbers, in this order."""
    found = {event.pk: event for event in _rows(pks=pks)} if pks else {}
    return [found[pk] for pk in pks if pk in found]


def fetch_rows(events):
    """The events of a queryset (ordered, sliced) as a list. Two statements."""
    return rows_of(list(events.values_list("pk", flat=True)))


@composed_once
def _highlights(now: dt.datetime):
    listed = Event.objects.listed(now)
    following = listed.in_turn(now).filter(status=Status.PUBLISHED)[:1]
    return _named("next", following).union(
        _named("soonest", listed.in_turn(now)[:SOONEST]),
        _named("latest", listed.past(now).latest_first()[:CARDS]),
        all=True,
    )


def _named(place, events):
    return events.annotate(place=Value(place)).values_list("place", "pk")


class Highlights(NamedTuple):
    """The event that comes next, or runs (the one on the yellow panel; None if nothing is planned), and others."""

    coming: Event | None
    soonest: list
    latest: list


def highlights(now):
    """Two statements."""
    found = _highlights(now=now)
    rows = {event.pk: event for event in rows_of(list({pk for _place, pk in found}))}
    at = {name: [rows[pk] for place, pk in found if place == name] for name in ("next", "soonest", "latest")}
    soonest = sorted(at["soonest"], key=lambda event: (event.status == Status.POSTPONED, event.starts_at, event.pk))
    latest = sorted(at["latest"], key=lambda event: (event.starts_at, event.pk), reverse=True)
    return Highlights(next(iter(at["next"]), None), soonest, latest)
