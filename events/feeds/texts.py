"""What a feed is made of when it is fetched: stored texts, and fresh ones for events that have changed since.

Nothing is written here. See ``events/feeds/making.py`` for when a stored text holds.
"""

import datetime as dt
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from events.feeds.making import EVENTS, PRESENT, TEXTS, made, program, rows_for
from events.models import Event

SHARE = 500  # events at a time: what bounds the memory that a feed takes

STATE = """
    WITH shown (id) AS MATERIALIZED ({shown}), {present}
    SELECT count(*), max(event.updated_at), array_agg(DISTINCT event.time_zone) FILTER (WHERE NOT event.all_day),
        sum(CASE WHEN text.made_from = present.mark THEN text.digest
            ELSE hashtextextended(present.id || ' ' || present.mark, 0) END)
    FROM present JOIN {events} event USING (id)
    LEFT JOIN {texts} text ON text.event_id = present.id AND text.kind = %s AND text.language = %s
"""
HOLDING = f"""
    WITH shown (id) AS MATERIALIZED (SELECT unnest(%s::bigint[])), {PRESENT}
    SELECT text.event_id, text.text FROM present
    JOIN {TEXTS} text ON text.event_id = present.id AND text.made_from = present.mark
    WHERE text.kind = %s AND text.language = %s
"""  # noqa: S608 - names of our own tables


class State(NamedTuple):
    """What is known of a feed's events without their texts: how many, the latest change, zones, a sum of all texts."""

    number: int
    changed_at: dt.datetime | None
    zones: list
    total: str


def state_of(events, kind, language):
    """The State of these events in a kind of feed, in one statement."""
    try:
        shown, parameters = events.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return State(0, None, [], "")
    with connection.cursor() as cursor:
        sql = STATE.format(shown=shown, present=PRESENT, events=EVENTS, texts=TEXTS)
        cursor.execute(sql, [*parameters, program(), kind, language])
        number, changed_at, zones, total = cursor.fetchone()
    return State(number, changed_at, zones or [], str(total))


def texts_of(ids, kind, language):
    """The entries of the events with these numbers, in this order: strings of SHARE entries each."""
    for start in range(0, len(ids), SHARE):
        share = ids[start : start + SHARE]
        with connection.cursor() as cursor:
            cursor.execute(HOLDING, [share, program(), kind, language])
            found = dict(cursor.fetchall())
        if changed := [key for key in share if key not in found]:
            rows = rows_for(kind, Event.objects.filter(pk__in=changed))
            found |= {event.pk: made(event, kind, language) for event in rows}
        yield "".join(found.get(key, "") for key in share)
