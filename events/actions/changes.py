"""Change rows: what changed on a public event, appended in the transaction that changed it."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from events.models import Change, Event, Status

What = Change.What
# RFC 5545 section 3.8.7.4: the sequence rises with what makes a person's plans change.
IMPORTANT = {
    What.STATUS, What.STARTS_AT, What.ENDS_AT, What.ATTENDANCE_MODE, What.VENUE, What.ROOM, What.PLATFORM,
}  # fmt: skip


def utc(moment):
    """ISO 8601 in UTC: the same instant is the same text, whatever zone it was given in."""
    return moment.astimezone(dt.UTC).isoformat()


def snapshot(event):
    """The event's noted values as JSON, by ``Change.What``; taken before and after a change."""
    return {
        What.STATUS: event.status,
        What.STARTS_AT: utc(event.starts_at),
        What.ENDS_AT: utc(event.ends_at),
        What.ATTENDANCE_MODE: event.attendance_mode,
        What.VENUE: str(event.venue) if event.venue else None,
        What.ROOM: event.room or None,
        What.PLATFORM: str(event.platform) if event.platform else None,
        What.TITLE: event.title,
        What.LINE_UP: event.line_up,
    }


@transaction.atomic
def record(*, event, before, by, now):
    """Append a row for each difference to ``before`` and raise the sequence if one of them is important.

    What nobody can see yet changes unnoticed: a draft, an event whose publication lies ahead. Returns the rows written.
    """
    after = snapshot(event)
    if before[What.STATUS] == Status.DRAFT:
        if event.status == Status.DRAFT:
            return []
        return [Change.objects.create(event=event, at=now, by=by, what=What.PUBLISHED, new=utc(event.publish_at))]
    if event.is_scheduled(now):
        return []
    rows = Change.objects.bulk_create(
        Change(event=event, at=now, by=by, what=what, old=old, new=after[what])
        for what, old in before.items()
        if old != after[what]
    )
    if any(row.what in IMPORTANT for row in rows):
        Event.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1)
        event.refresh_from_db(fields=["sequence"])
    return rows


def agenda_lines(event):
    """The agenda as people read it: "18:10 Title: Name, Name" on the event's own wall clock, in order."""
    lines = []
    for item in event.agenda_items.prefetch_related("appearances__speaker"):
        clock = f"{item.starts_at.astimezone(event.zone):%H:%M} " if item.starts_at else ""
        names = ", ".join(str(appearance) for appearance in item.appearances.all())
        lines.append(f"{clock}{item.title}{': ' if names else ''}{names}")
    return lines


@transaction.atomic
def record_agenda(*, event, before, by, now):
    """Append one row if the agenda no longer reads as the ``agenda_lines`` taken before; drafts change unnoticed."""
    after = agenda_lines(event)
    if event.status == Status.DRAFT or event.is_scheduled(now) or before == after:
        return None
    return Change.objects.create(event=event, at=now, by=by, what=What.AGENDA, old=before, new=after)
