"""Those who moderate hear by mail when something waits; reports end."""

import datetime as dt
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from outbox.actions import enqueue
from outbox.models import Message
from participation import moderation
from participation.models import Report
from registrations.limits import fingerprint

KIND = "participation.moderation_waiting"
HOUR = dt.timedelta(hours=1)
LONGEST = dt.timedelta(days=180)


def waiting_by_address():
    """Everything that waits in the portal, by the address of those who look after it."""
    entries = [entry for entry in moderation.waiting(lambda kind: kind.rows) if entry.row.contact]
    entries.sort(key=lambda entry: entry.row.contact)
    return {address: list(group) for address, group in groupby(entries, key=lambda entry: entry.row.contact)}


def tell_moderators(*, now):
    """One mail to each address where something has begun to wait since the last one; at most one an hour.

    Returns how many.
    """
    owed = 0
    for address, entries in waiting_by_address().items():
        about = f"moderation:{fingerprint('moderators', address)}"
        last = Message.objects.filter(kind=KIND, about=about).order_by("-created_at").first()
        newest = max(entry.newest for entry in entries)
        if last is not None and (newest <= last.created_at or last.created_at > now - HOUR):
            continue
        enqueue(
            kind=KIND,
            recipient=address,
            language=entries[0].row.language,
            parameters={"address": about},
            about=about,
            now=now,
        )
        owed += 1
    return owed


def outdated(now):
    """Reports that nobody decided about for half a year, and those on what is not there any more."""
    gone = Q(at__lte=now - LONGEST)
    for name, kind in moderation.MODERATED.items():
        there = kind.model.objects.filter(pk=OuterRef("object_id"))
        gone |= Q(kind=name) & ~Q(Exists(there))
    return Report.objects.filter(gone)


def forget_outdated(*, now):
    outdated(now).delete()
