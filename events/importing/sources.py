"""Reading a source again, from its address or from a newer file."""

import datetime as dt

from django.db import transaction

from events.importing.comparing import compare
from events.importing.fetching import fetch
from events.importing.files import read_file
from events.importing.taking import follow
from events.importing.words import Unusable
from events.models import Source

EVERY = dt.timedelta(hours=6)
AT_MOST = dt.timedelta(days=7)  # between two attempts at a source that fails, and between two full readings

READ = ["reading", "read_at", "problem", "failures", "next_at", "etag", "last_modified"]


def read_address(source, *, now):
    """What is at the source's address: a reading, or None where nothing has changed; its validators are set.

    An unchanged calendar is read anew once a week all the same, since its rules reach into days to come.
    """
    fresh = source.reading is None or source.read_at is None or source.read_at < now - AT_MOST
    validators = {} if fresh else {"etag": source.etag, "last_modified": source.last_modified}
    fetched = fetch(source.url, **validators)
    if fetched.data is None:
        return None
    reading = read_file(fetched.data, zone=source.time_zone, now=now)
    source.etag, source.last_modified = fetched.etag, fetched.last_modified
    return reading


@transaction.atomic
def store(*, source, reading, now):
    """Keep what was read and count what waits. ``source`` may be new."""
    source.reading, source.read_at, source.problem, source.failures = reading, now, None, 0
    source.next_at = now + EVERY
    # Somebody may have changed its settings while its host answered.
    source.save(update_fields=READ if source.pk else None)
    source.waiting = compare(source, now=now).waiting
    source.save(update_fields=["waiting"])
    return source


def refresh_source(*, source, now, follows=True):
    """Read a source again, store what it says or why it could not be read, and follow it as far as it may.

    Nothing is locked while its host answers. ``follows`` is False where somebody is about to look first. Returns the
    Report of what was taken over, None where nothing was.
    """
    Source.objects.filter(pk=source.pk).update(next_at=now + EVERY)
    try:
        reading = read_address(source, now=now)
    except Unusable as error:
        failures = source.failures + 1
        wait = min(EVERY * 2 ** min(failures, 10), AT_MOST)
        Source.objects.filter(pk=source.pk).update(problem=error.problem, failures=failures, next_at=now + wait)
        source.refresh_from_db()
        return None
    if reading is None:
        Source.objects.filter(pk=source.pk).update(problem=None, failures=0)
        source.refresh_from_db()
        return None
    store(source=source, reading=reading, now=now)
    return follow(source=source, now=now) if follows else None
