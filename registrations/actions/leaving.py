"""Giving a seat back."""

from django.db import transaction
from django.utils.translation import gettext as _

from registrations.actions.allocate import allocate
from registrations.actions.networking import leave_groups
from registrations.actions.refusals import Refused
from registrations.actions.seats import briefly, lock
from registrations.actions.telling import tell
from registrations.models import Registration, State


def fresh(registration, seats):
    """The registration as it is under the lock: what the caller read may be old."""
    registration = Registration.objects.get(pk=registration.pk, event=seats.event)
    registration.event = seats.event
    return registration


@briefly()
@transaction.atomic
def cancel(*, registration, now, reason="", by=None):
    """End a registration, by the participant or by an organiser; the freed seat goes to the first in line at once.

    Does nothing a second time. Raises Refused once the event is over.
    """
    seats = lock(registration.event, now)
    registration = fresh(registration, seats)
    if not registration.is_live:
        return registration
    if seats.event.is_over(now):
        raise Refused(_("This event is over. There is nothing left to cancel."))
    end(registration, State.CANCELLED, reason=reason, now=now)
    allocate(seats)
    tell(registration, "cancelled_by_organiser" if by else "cancelled_by_me", now=now)
    return registration


def end(registration, state, *, reason="", now):
    """Write that a registration has ended. Needs the lock; `allocate` comes after it."""
    registration.state, registration.cancelled_at = state, now
    registration.cancel_reason = reason.strip()[:300]
    registration.hold_until = registration.queue_number = None
    registration.save(update_fields=["state", "cancelled_at", "cancel_reason", "hold_until", "queue_number"])
    leave_groups(registration)
