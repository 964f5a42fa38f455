"""Whether a feed is still what it was, known without building it.

PostgreSQL keeps with every row the transaction that wrote it and where it lies (xmin, ctid). Taken together over all
rows that a feed is made of, these change with every edit, whatever wrote it: a person's name, a topic taken off, a row
deleted by hand. What the clock does (a publication that was due, a year that is over) changes which events there are.
"""

import datetime as dt
import hashlib
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Max

from accounts.models import Organisation
from events.models import AgendaItem, Appearance, Availability, Change, Event, Platform, Series, Topic, Venue
from pictures.models import Picture
from speakers.models import Speaker

FORMAT = 1  # raise it when the same rows become another text
ROW = "xmin || ctid::text"
SHOWN = "SELECT id FROM shown"
MARKS = "count(*) || ' ' || coalesce(sum(hashtextextended({key} || ' ' || {mark}, 0)::numeric), 0)"


def _table(model):
    return model._meta.db_table


def _of(column, table, rows):
    """The values of a column, as a subquery; only names of our own tables get in here."""
    return f"SELECT {column} FROM {table} WHERE {rows}"  # noqa: S608


def _of_events(column):
    return f"id IN ({_of(column, _table(Event), f'id IN ({SHOWN})')})"


_items = _of("id", _table(AgendaItem), f"event_id IN ({SHOWN})")
_people = _of("speaker_id", _table(Appearance), f"event_id IN ({SHOWN})")
_topics = _of("topic_id", _table(Event.topics.through), f"event_id IN ({SHOWN})")
_seats = "concat_ws(' ', takes_registrations, opens_at, closes_at)"
# Table, key, what stands for the row's contents, and which rows. Sign-ups change seats, which no feed tells.
PARTS = [
    (_table(Event), "id", ROW, f"id IN ({SHOWN})"),
    (_table(Event.topics.through), "id", ROW, f"event_id IN ({SHOWN})"),
    (_table(Topic), "id", ROW, f"id IN ({_topics})"),
    (_table(AgendaItem), "id", ROW, f"event_id IN ({SHOWN})"),
    (_table(AgendaItem.appearances.through), "id", ROW, f"agendaitem_id IN ({_items})"),
    (_table(Appearance), "id", ROW, f"event_id IN ({SHOWN})"),
    (_table(Speaker), "id", ROW, f"id IN ({_people})"),
    (_table(Change), "id", ROW, f"event_id IN ({SHOWN})"),
    (_table(Availability), "event_id", _seats, f"event_id IN ({SHOWN})"),
    *(
        (_table(model), "id", ROW, _of_events(column))
        for model, column in [
            (Organisation, "organisation_id"),
            (Series, "series_id"),
            (Venue, "venue_id"),
            (Platform, "platform_id"),
            (Picture, "picture_id"),
        ]
    ),
]
MARK_OF_ALL = ", ".join(f"({_of(MARKS.format(key=key, mark=mark), table, rows)})" for table, key, mark, rows in PARTS)


class Validators(NamedTuple):
    etag: str
    last_modified: dt.datetime


def validators(events, *about, now):
    """ETag (weak: the compressed answer is the same feed) and date of what is made of these events. Two statements.

    ``about``: what else the answer depends on. The date is for clients that know no ETag; a deletion leaves no date
    behind, so it is never older than the hour that runs.
    """
    newest = events.order_by().aggregate(newest=Max("updated_at"))["newest"]
    marks = [FORMAT, settings.BASE_URL, settings.SITE_NAME, *about, *_marks(events)]
    digest = hashlib.sha256("\0".join(map(str, marks)).encode()).hexdigest()
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    return Validators(f'W/"{digest[:40]}"', max(newest or this_hour, this_hour))


def _marks(events):
    try:
        shown, parameters = events.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"WITH shown (id) AS MATERIALIZED ({shown}) SELECT {MARK_OF_ALL}", parameters)
        return cursor.fetchone()
