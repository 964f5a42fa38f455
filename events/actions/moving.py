"""One verb moves an event, with its agenda."""

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.changes import record, snapshot
from events.actions.refusal import Refused, locked
from events.models import AgendaItem, Status
from events.times import shifted_span


@transaction.atomic
def move(*, event, starts_at, by, now, ends_at=None):
    """Give the event a new start; the agenda and, unless given, the end move by the same wall-clock time.

    A postponed event takes place again with its new date, a cancelled one only if its old date is over: until then
    it is reinstated first, so that nobody calls off a cancellation by correcting a time.
    """
    event = locked(event)
    refuse_move(event=event, starts_at=starts_at, ends_at=ends_at, now=now)
    before = snapshot(event)
    old, zone = event.starts_at, event.zone
    shift = {"start": old, "new_start": starts_at, "zone": zone}
    event.starts_at, shifted_end = shifted_span(event.starts_at, event.ends_at, **shift)
    event.ends_at = ends_at or shifted_end
    if event.status in (Status.POSTPONED, Status.CANCELLED):
        event.status, event.status_reason, event.status_changed_at = Status.PUBLISHED, "", now
    event.version += 1
    event.save()
    items = list(event.agenda_items.exclude(starts_at=None))
    for item in items:
        item.starts_at, item.ends_at = shifted_span(item.starts_at, item.ends_at, **shift)
    AgendaItem.objects.bulk_update(items, ["starts_at", "ends_at"])
    record(event=event, before=before, by=by, now=now)
    return event


def refuse_move(*, event, starts_at, ends_at, now):
    """Raises Refused where `move` would, so that a form can say so beside its fields."""
    if ends_at is not None and ends_at <= starts_at:
        raise Refused(_("The event ends before it begins. Correct one of the two times."))
    if event.status == Status.WITHDRAWN or (event.status == Status.CANCELLED and event.ends_at > now):
        raise Refused(_("This event does not take place. Reinstate it first, then give it a new date."))
    was_ahead = event.ends_at > now or event.status in (Status.POSTPONED, Status.CANCELLED)
    if event.status != Status.DRAFT and was_ahead and starts_at <= now:
        raise Refused(_("The new date lies in the past."))
