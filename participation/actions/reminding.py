"""Organisers are reminded that nothing tells yet what came of their meetup: after three days, and after seven."""

import datetime as dt

from events.models import Event, Status
from outbox.actions import enqueue
from outbox.models import name_of
from participation.models import Material, Results

DAYS = (3, 7)
LATE = dt.timedelta(days=2)  # after a standstill of the worker nobody is reminded of what is long past


def waiting(now):
    """Pairs of an event of which nothing is there yet, and the day (3 or 7) that has just passed.

    Something is there as soon as results are published or a piece of material is shown. Examples and events that were
    taken over from elsewhere have no organisers to ask.
    """
    took_place = Event.objects.filter(status=Status.PUBLISHED, is_demo=False, source="", source_url="")
    bare = took_place.exclude(pk__in=Results.objects.published().values("event"))
    bare = bare.exclude(pk__in=Material.objects.for_participants().values("event"))
    for days in DAYS:
        due = now - dt.timedelta(days=days)
        for event in bare.filter(ends_at__lte=due, ends_at__gt=due - LATE).select_related("organisation"):
            yield event, days


def remind(*, now):
    """Returns how many mails were written."""
    return sum(_remind(event, days, now) for event, days in waiting(now))


def _remind(event, days, now):
    _name, email, _phone = event.contact
    if not email:
        return False
    message = enqueue(
        kind="participation.results_missing",
        recipient=email,
        language=event.language,
        parameters={"event": event.pk, "days": days},
        about=name_of(event),
        once=f"results missing {event.pk} {days} {event.ends_at:%Y-%m-%d}",
        now=now,
    )
    return message is not None
