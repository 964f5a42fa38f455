"""The timed jobs of events."""

import datetime as dt
import time

from django.db import connection

from events.feeds.making import remake
from events.importing.sources import refresh_source
from events.models import ContentChange, Departure, EntryText, Event, Horizon, Source
from events.models.queries import KEPT_WHEN_OFF
from outbox.jobs import job

KEPT_HORIZONS = dt.timedelta(days=40)


@job("events.horizon", every=dt.timedelta(minutes=5))
def note_horizon(now):
    """So that ``updated_since`` knows which transactions ended when; older requests get everything."""
    Horizon.objects.take()


@job("events.departures", every=dt.timedelta(days=1))
def forget_departures(now):
    """What left is told as long as calendars tell what was withdrawn."""
    Departure.objects.filter(at__lt=now - KEPT_WHEN_OFF).delete()
    Horizon.objects.filter(at__lt=now - KEPT_HORIZONS).delete()


class Seen:
    """The transaction before which this process has seen all changes; None: it has looked at nothing yet."""

    before = None


def anything_changed():
    return Seen.before is None or ContentChange.objects.filter(txid__gte=Seen.before).exists()


@job("events.texts", every=dt.timedelta(seconds=1), wanted=anything_changed)
def make_texts(now):
    """The texts of feeds that changes have overtaken. What is too much at once is done a second later."""
    before = _unfinished()
    events = Event.objects.in_calendars_once_public(now)
    changes = ContentChange.objects.filter(txid__gte=Seen.before or 0)
    if Seen.before is not None and not changes.filter(scope="all").exists():
        events = events.filter(pk__in=changes.filter(scope="event").values("about"))
    if not remake(events):
        Seen.before = before


def _unfinished():
    """The oldest transaction that may still be running: all before it have ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]


@job("events.texts.forget", every=dt.timedelta(days=1))
def forget_texts(now):
    """Of events that calendars hold no longer."""
    EntryText.objects.exclude(event__in=Event.objects.in_calendars_once_public(now)).delete()


SECONDS_FOR_SOURCES = 10  # mails wait meanwhile


@job("events.sources", every=dt.timedelta(minutes=1))
def read_sources(now):
    """Subscribed calendars that are due, one after the other while there is time."""
    began = time.monotonic()
    for source in Source.objects.due(now)[:10]:
        refresh_source(source=source, now=now)
        if time.monotonic() - began > SECONDS_FOR_SOURCES:
            break
