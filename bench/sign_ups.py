"""People for the meetups that `bench/fill.py` makes."""

import datetime as dt
import random

import words
from django.db.models import F

from accounts.slugs import make_slug
from events.models import Availability
from registrations.models import Registration, TicketType

CAPACITIES = [None, 20, 30, 50, 100, 200]
LARGEST = 300  # people at a meetup without a limit


def sign_up(number, events, dice, now):
    """Seats of those that are still to come, filled one after the other until so many people have one."""
    coming = TicketType.objects.filter(event__in=events, event__starts_at__gt=now, event__status="published")
    for ticket_type in coming.select_related("event").order_by("event__starts_at"):
        if number <= 0:
            break
        taken = min(number, dice.randint(0, ticket_type.capacity or LARGEST))
        Registration.objects.bulk_create(registrations_of(ticket_type, taken, now, dice), batch_size=1000)
        if ticket_type.capacity is not None:
            Availability.objects.filter(event=ticket_type.event).update(free=F("free") - taken)
        number -= taken


def registrations_of(ticket_type, number, now, dice=random):
    return (_registration(ticket_type, place, dice, now) for place in range(number))


def _registration(ticket_type, place, dice, now):
    name = f"{dice.choice(words.GIVEN)} {dice.choice(words.FAMILY)}"
    email = f"{make_slug(name)}.{ticket_type.pk}.{place}@example.org"
    moment = min(now, ticket_type.event.starts_at) - dt.timedelta(minutes=dice.randint(1, 20_000))
    return Registration(
        event=ticket_type.event,
        ticket_type=ticket_type,
        name=name,
        email=email,
        address_key=email,
        state="confirmed",
        created_at=moment,
        confirmed_at=moment,
    )
