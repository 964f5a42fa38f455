"""What organisers decide about single registrations, and switching between ticket types."""

from django.db import transaction
from django.utils.translation import gettext as _

from registrations.actions import refusals
from registrations.actions.allocate import allocate
from registrations.actions.leaving import end, fresh
from registrations.actions.refusals import Refused
from registrations.actions.seats import briefly, lock
from registrations.actions.telling import tell
from registrations.models import State


@briefly()
@transaction.atomic
def approve(*, registration, by, now):
    """A pending sign-up gets a seat, or its place in line when all are taken. Raises Full without a waiting list."""
    seats = lock(registration.event, now)
    registration = fresh(registration, seats)
    if registration.state in (State.CONFIRMED, State.WAITLISTED):
        return registration
    if registration.state != State.PENDING:
        raise Refused(_("%(name)s is not waiting for approval.") % {"name": registration.name})
    refusals.refuse_event(seats.event, now)
    registration.state = State.CONFIRMED
    allocate(seats, newcomer=registration)
    tell(registration, "approved" if registration.is_confirmed else "waitlisted", now=now)
    return registration


@briefly()
@transaction.atomic
def decline(*, registration, by, now, reason=""):
    """Say no to a pending sign-up; ``reason`` is told to the person."""
    seats = lock(registration.event, now)
    registration = fresh(registration, seats)
    if registration.state == State.DECLINED:
        return registration
    if registration.state != State.PENDING:
        raise Refused(_("%(name)s is not waiting for approval.") % {"name": registration.name})
    end(registration, State.DECLINED, reason=reason, now=now)
    allocate(seats)
    tell(registration, "declined", now=now)
    return registration


@briefly()
@transaction.atomic
def move_up(*, registration, by, now, extra_seat=False):
    """Give somebody who waits a seat out of turn: one kept for invited people, or with ``extra_seat`` one more.

    Free seats of the contingent go to the first in line by themselves.
    """
    seats = lock(registration.event, now)
    registration = fresh(registration, seats)
    if registration.is_confirmed:
        return registration
    if not registration.is_waitlisted:
        raise Refused(_("%(name)s is not on the waiting list.") % {"name": registration.name})
    refusals.refuse_event(seats.event, now)
    seats.count()
    if not extra_seat and seats.room(seats.ticket_types[registration.ticket_type_id], reserved=True) <= 0:
        raise Refused(_("No seat is free. Raise the capacity, or give this person an extra seat."))
    registration.extra_seat, registration.reserved_seat = extra_seat, not extra_seat
    _leave_line(registration)
    registration.state = State.CONFIRMED
    allocate(seats, newcomer=registration)
    tell(registration, "moved_up", now=now)
    return registration


@briefly()
@transaction.atomic
def switch(*, registration, ticket_type, now, by=None, condition_confirmed=False):
    """Change to another ticket type where there is room and nobody waits for it.

    Raises Refused, and everything stays as it was. A participant needs an open ticket type, its mail domain and its
    condition; an organiser (``by``) does not.
    """
    seats = lock(registration.event, now)
    registration = fresh(registration, seats)
    if registration.ticket_type_id == ticket_type.pk:
        return registration
    refusals.refuse_event(seats.event, now)
    ticket_type = seats.wanted(ticket_type)
    if registration.state not in (State.CONFIRMED, State.WAITLISTED, State.PENDING):
        raise Refused(_("Only a live sign-up with a confirmed address can be switched."))
    if not by:
        _may_have(seats, registration, ticket_type, condition_confirmed)
    seats.count(without=registration)
    if not registration.extra_seat and seats.open_room(ticket_type) <= 0:
        raise _no_room(ticket_type)
    registration.ticket_type, registration.reserved_seat = ticket_type, False
    registration.condition_confirmed = ticket_type.condition if condition_confirmed else ""
    _sit_elsewhere(seats, registration, approved=bool(by) or not ticket_type.needs_approval)
    tell(registration, "switched", now=now)
    return registration


def _sit_elsewhere(seats, registration, approved):
    """Who has a seat keeps one, so that nobody else takes it meanwhile; others come as newcomers."""
    if registration.is_confirmed:
        registration.save()
        allocate(seats)
        return
    _leave_line(registration)
    if approved:
        registration.state = State.CONFIRMED
    allocate(seats, newcomer=registration)
    if registration.is_waitlisted:
        raise _no_room(registration.ticket_type)


def _no_room(ticket_type):
    words = _("No seat is free in “%(ticket_type)s”. The sign-up stays as it is.")
    return Refused(words % {"ticket_type": ticket_type})


def _may_have(seats, registration, ticket_type, condition_confirmed):
    refusals.refuse_window(seats.event, ticket_type, seats.now)
    if not ticket_type.takes_address(registration.address_key):
        raise refusals.wrong_domain(seats.event, ticket_type)
    if ticket_type.condition and not condition_confirmed:
        raise refusals.condition_missing(ticket_type)
    if registration.is_confirmed and ticket_type.needs_approval:
        words = _("“%(ticket_type)s” needs approval, and you would give up your seat for it. Ask the organisers.")
        raise Refused(words % {"ticket_type": ticket_type})


def _leave_line(registration):
    """Out of its place while `allocate` counts; it decides where the person ends up."""
    registration.state, registration.queue_number = State.PENDING, None
    registration.save()
