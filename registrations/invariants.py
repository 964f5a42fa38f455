"""What must always hold about seats, checked by reading only: after a crash, a restore, an update."""

from django.db.models import Count

from events.models import Event
from registrations.actions.allocate import is_settled
from registrations.actions.seats import look
from registrations.models import LIVE, Registration


def problems(now):
    """A sentence for each thing that is not as it must be; nothing if all is well."""
    yield from _addresses()
    for event in Event.objects.filter(ticket_types__isnull=False, ends_at__gt=now).distinct().iterator():
        yield from _seats(event, now)


def _addresses():
    live = Registration.objects.filter(state__in=LIVE).exclude(address_key="")
    twice = live.values("event", "address_key").annotate(number=Count("pk")).filter(number__gt=1)
    for row in twice.order_by("event"):
        yield f"Event {row['event']}: an address has {row['number']} live registrations."


def _seats(event, now):
    seats = look(event, now)
    if seats.over():
        yield f"Event {event.pk}: {seats.over()} more people than seats (right only if a capacity was lowered)."
    if not is_settled(seats):
        yield f"Event {event.pk}: somebody waits while a seat is free, or the public numbers are not up to date."
    numbers = Registration.objects.waiting().filter(event=event).values_list("queue_number", flat=True)
    if len(numbers) != len(set(numbers)):
        yield f"Event {event.pk}: a place in line was given twice."
