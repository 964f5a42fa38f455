"""Pages of rows: what is on one, and the addresses of the next and of what changes later."""

import datetime as dt
import logging
from typing import NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from events.api import paging, parameters, shapes
from events.api.changes import Changes
from events.api.events import event, with_record_contents
from events.api.resources import EVENT
from events.filters import PAST
from events.models import Event

logger = logging.getLogger(__name__)


class Asked(NamedTuple):
    """A request for a page: its parameters as they were given, and as they were understood."""

    values: dict
    limit: int
    place: paging.Place | None
    since: dt.datetime | None

    @classmethod
    def read(cls, data, known):
        values = parameters.read(data, known)
        place = paging.decoded(values[parameters.CURSOR]) if parameters.CURSOR in values else None
        return cls(values, parameters.limit_of(values), place, parameters.moment_of(values))

    def address(self, path, **changes):
        """The same request with changes; None drops a parameter."""
        wanted = {name: value for name, value in (self.values | changes).items() if value is not None}
        query = f"?{urlencode(wanted)}" if wanted else ""
        return settings.BASE_URL + path + query


def record_page(resource, data, now):
    asked = Asked.read(data, parameters.OF_ANY_LIST)
    rows = list(paging.BY_NUMBER.page(resource.rows(now), asked.place, asked.limit))
    last = paging.BY_NUMBER.place_of({"pk": rows[asked.limit - 1].pk}, now) if len(rows) > asked.limit else None
    items = [resource.make(row) for row in rows[: asked.limit]]
    return shapes.Page(items=items, next=_next(asked, resource.path, last))


def event_page(data, now):
    """Events by date; with ``updated_since`` what changed, by number, and what left the selection."""
    asked = Asked.read(data, parameters.OF_ANY_LIST | {parameters.UPDATED_SINCE} | parameters.FILTERS.keys())
    filters = parameters.ListFilters(asked.values)
    since = asked.place.since if asked.place else _database_clock()
    found = filters.events(now)
    if asked.since is None:
        order = paging.LATEST_FIRST if filters.when == PAST and filters.has_period else paging.BY_DATE
        keys = list(order.page(_dated(found), asked.place, asked.limit))
        gone = {}
    else:
        order, keys = paging.BY_NUMBER, _changed_keys(asked, now)
        gone = {key["pk"]: key["uid"] for key in keys[: asked.limit]}
        found = found.filter(pk__in=gone)
    last = order.place_of(keys[asked.limit - 1], since) if len(keys) > asked.limit else None
    numbers = [key["pk"] for key in keys[: asked.limit]]
    if asked.since is None:
        found = Event.objects.listed(now)
    rows = {row.pk: row for row in with_record_contents(found.filter(pk__in=numbers), now)}
    return shapes.EventPage(
        items=[record for number in numbers if number in rows and (record := _record(rows[number]))],
        gone=[shapes.Gone(id=number, uid=uid) for number, uid in gone.items() if number not in rows],
        next=_next(asked, EVENT.path, last),
        changes=asked.address(EVENT.path, cursor=None, updated_since=since.isoformat()),
    )


def _dated(events):
    return events.annotate(is_off=paging.IS_OFF).values("is_off", "starts_at", "pk")


def _changed_keys(asked, now):
    """Numbers and UIDs of what changed or left the lists, whether it fits the filters or not; by number."""
    changes = Changes(asked.since)
    known = Event.objects.listed(now) | Event.objects.in_calendars(now)
    changed = known.filter(changes.events).values("pk", "uid")
    keys = {key["pk"]: key for key in paging.BY_NUMBER.page(changed, asked.place, asked.limit)}
    left = changes.departures(now).filter(event_number__gt=asked.place.values[0] if asked.place else 0)
    for number, uid in left[: asked.limit + 1]:
        keys.setdefault(number, {"pk": number, "uid": uid})
    return sorted(keys.values(), key=lambda key: key["pk"])[: asked.limit + 1]


def _record(row):
    """The event's record, or None if none can be made of it: one bad row breaks no list."""
    try:
        return event(row)
    except Exception:
        logger.exception("Left out of the API: event %s", row.pk)
        return None


def _next(asked, path, last):
    return asked.address(path, cursor=paging.encoded(last)) if last else None


def _database_clock():
    """Before anything is read, so that what is committed while we read counts as later."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
