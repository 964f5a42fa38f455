"""One verb moves an event, with its agenda."""

from django.db import transaction

from events.actions.changes import record, snapshot
from events.models import AgendaItem, Event, Status
from events.times import shifted


@transaction.atomic
def move(*, event, starts_at, by, now, ends_at=None):
    """Give the event a new start; the agenda and, unless given, the end move by the same wall-clock time.

    A postponed event takes place again with its new date.
    """
    event = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    before = snapshot(event)
    old_start, zone = event.starts_at, event.zone
    event.ends_at = ends_at or shifted(event.ends_at, start=old_start, new_start=starts_at, zone=zone)
    event.starts_at = starts_at
    if event.status == Status.POSTPONED:
        event.status, event.status_reason, event.status_changed_at = Status.PUBLISHED, "", now
    event.version += 1
    event.save()
    items = list(event.agenda_items.exclude(starts_at=None))
    for item in items:
        item.starts_at = shifted(item.starts_at, start=old_start, new_start=starts_at, zone=zone)
        item.ends_at = item.ends_at and shifted(item.ends_at, start=old_start, new_start=starts_at, zone=zone)
    AgendaItem.objects.bulk_update(items, ["starts_at", "ends_at"])
    record(event=event, before=before, by=by, now=now)
    return event
