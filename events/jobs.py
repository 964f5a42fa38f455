"""The timed jobs of events."""

from datetime import timedelta

from django.db import connection

from events.feeds.making import remake
from events.models import ContentChange, EntryText, Event
from outbox.jobs import job


class Seen:
    """The transaction before which this process has seen all changes; None: it has looked at nothing yet."""

    before = None


def anything_changed():
    return Seen.before is None or ContentChange.objects.filter(txid__gte=Seen.before).exists()


@job("events.texts", every=timedelta(seconds=1), wanted=anything_changed)
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


@job("events.texts.forget", every=timedelta(days=1))
def forget_texts(now):
    """Of events that calendars hold no longer."""
    EntryText.objects.exclude(event__in=Event.objects.in_calendars_once_public(now)).delete()
