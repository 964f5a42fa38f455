"""What a feed is made of when it is fetched: stored texts, and fresh ones for events that have changed since.

Nothing is written here. See ``events/feeds/making.py`` for when a stored text holds.
"""

import datetime as dt
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection

from events.feeds.making import PRESENT, TEXTS, made, program, rows_for

SHARE = 500  # events at a time: what bounds the memory that a feed takes

COLUMNS = ("pk", "starts_at", "updated_at", "all_day", "time_zone")
STATE = """
    WITH shown (id, starts_at, updated_at, all_day, time_zone) AS MATERIALIZED ({shown}), {present}, entries AS (
        SELECT shown.*, present.mark, text.digest FROM shown JOIN present USING (id)
        LEFT JOIN {texts} text ON text.event_id = present.id AND text.made_from = present.mark
            AND text.kind = %s AND text.language = %s
    )
    SELECT array_agg(id ORDER BY starts_at, id), array_agg(id) FILTER (WHERE digest IS NULL), max(updated_at),
        array_agg(DISTINCT time_zone) FILTER (WHERE NOT all_day),
        sum(coalesce(digest, hashtextextended(id || ' ' || mark, 0)))
    FROM entries
"""
STORED = f"SELECT event_id, text FROM {TEXTS} WHERE event_id = ANY(%s) AND kind = %s AND language = %s"  # noqa: S608


class State(NamedTuple):
    """What is known of a feed's events without their texts: their numbers by time, which of them have no stored text
    that holds, the latest change, the zones of their times, and a sum that stands for all texts.
    """

    ids: list
    changed: frozenset
    changed_at: dt.datetime | None
    zones: list
    total: str


def state_of(events, kind, language):
    """The State of these events in a kind of feed, in one statement."""
    try:
        shown, parameters = events.order_by().values(*COLUMNS).query.sql_with_params()
    except EmptyResultSet:
        return State([], frozenset(), None, [], "")
    with connection.cursor() as cursor:
        sql = STATE.format(shown=shown, present=PRESENT, texts=TEXTS)
        cursor.execute(sql, [*parameters, program(), kind, language])
        ids, changed, changed_at, zones, total = cursor.fetchone()
    return State(ids or [], frozenset(changed or ()), changed_at, zones or [], str(total))


def texts_of(ids, changed, kind, language):
    """The entries of the events with these numbers, in this order: strings of SHARE entries each.

    Those of ``changed`` events are made here and now, the first ones all at once, and so are those that have vanished
    from the store meanwhile.
    """
    fresh = _made([key for key in ids if key in changed][:SHARE], kind, language)
    for start in range(0, len(ids), SHARE):
        share = ids[start : start + SHARE]
        with connection.cursor() as cursor:
            cursor.execute(STORED, [[key for key in share if key not in changed], kind, language])
            found = fresh | dict(cursor.fetchall())
        found |= _made([key for key in share if key not in found], kind, language)
        yield "".join(found.get(key, "") for key in share)


def _made(ids, kind, language):
    rows = rows_for(kind, ids) if ids else []
    return {event.pk: made(event, kind, language) for event in rows}
