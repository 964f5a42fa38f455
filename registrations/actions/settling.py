"""After something else changed that decides about seats: capacities, windows, the event itself, or just the time."""

import datetime as dt

from django.db import transaction
from django.db.models import Count, Q

from events.models import Event, Status
from outbox.actions import enqueue
from outbox.models import name_of
from registrations.actions.allocate import allocate, is_settled
from registrations.actions.seats import briefly, lock, look
from registrations.models import Registration, State, TicketType

LOOK_BACK = dt.timedelta(days=1)  # for how long a worker may be away without a window's opening being overlooked


@briefly()
@transaction.atomic
def settle(*, event, now):
    """Bring an event's seats up to date; call it in the transaction that saved ticket types or sign-up settings.

    Moves people up if there is room, takes the windows of ticket types along with a moved event, and returns an
    Allocation: `promoted` people were told, `over` is by how many seats the confirmed exceed a lowered capacity
    (nobody is thrown out; the event's contact is told once by a mail).
    """
    seats = lock(event, now)
    fields = ["opens_at", "closes_at", "set_for_start"]
    stored = TicketType.objects.filter(event=event).exclude(set_for_start=seats.event.starts_at)
    for pk in stored.values_list("pk", flat=True):
        seats.ticket_types[pk].save(update_fields=fields)
    allocation = allocate(seats)
    if allocation.over and not seats.event.is_over(now):
        _tell_contact(seats.event, allocation.over, now)
    return allocation


def _tell_contact(event, over, now):
    _, email, _ = event.contact
    if email:
        enqueue(
            kind="registrations.over_capacity",
            recipient=email,
            language=event.language,
            parameters={"event": event.pk},
            about=name_of(event),
            once=f"over {event.pk} {over} {now:%Y-%m-%d}",
            now=now,
        )


def sweep(*, now):
    """Settle the events whose seats change by the passing of time. Returns how many.

    That is where a hold has ended, and where one of several ticket types opens or closes, because the public numbers
    follow. Should a free seat have been left to somebody who waits, whatever the cause, it is given here.
    """
    live = Q(registrations__state=State.WAITLISTED)
    upcoming = Event.objects.filter(status=Status.PUBLISHED, starts_at__gt=now)
    several = upcoming.annotate(kinds=Count("ticket_types")).filter(kinds__gt=1)
    lately = (now - LOOK_BACK, now)
    turning = Q(ticket_types__opens_at__range=lately) | Q(ticket_types__closes_at__range=lately)
    ended = set(Registration.objects.filter(hold_until__lte=now).values_list("event", flat=True))
    doubtful = set(upcoming.filter(live).values_list("pk", flat=True))
    doubtful |= set(Event.objects.filter(turning, pk__in=several.values("pk")).values_list("pk", flat=True))
    settled = 0
    for event in Event.objects.filter(pk__in=ended | doubtful).select_related("availability"):
        if event.pk in ended or not is_settled(look(event, now)):
            settle(event=event, now=now)
            settled += 1
    return settled
