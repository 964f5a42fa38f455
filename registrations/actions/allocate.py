"""Who gets a seat.

Every change of seats is three steps in one transaction: `lock` the event's seats, change what is to be changed, and
`allocate`. Nothing else makes anybody confirmed or waitlisted.
"""

import math
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from outbox.statements import insert, update
from registrations.actions.refusals import Full, SignedUpAlready
from registrations.actions.telling import due_access_revision, tell
from registrations.models import Registration, State

NEWS = {State.CONFIRMED: "registered", State.WAITLISTED: "waitlisted"}


@dataclass
class Allocation:
    """What came of it: who moved up, and by how many seats the event is over its capacity."""

    promoted: list[Registration] = field(default_factory=list)
    over: int = 0


def allocate(seats, *, newcomer=None):
    """Give the free seats of a locked event to whom they belong.

    Counts afresh, ends holds that are over, lets those who wait move up in the order of their numbers (the first who
    may have a seat gets it), then seats the newcomer or puts them at the end of the line, and writes Availability.
    The newcomer is a Registration, saved here, whose state says what it comes for: *confirmed* for a seat (its own if
    it holds one already), *unconfirmed* for one that is held until the address is confirmed, *pending* for none yet.
    Raises Full if there is neither a seat nor a place in line for the newcomer, and SignedUpAlready if the address is
    taken; all else has been written then.
    """
    seats.count(newcomer)
    if seats.expired:
        holds = Registration.objects.filter(event=seats.event, hold_until__lte=seats.now)
        holds.update(hold_until=None)
    promoted = _promote(seats)
    try:
        if newcomer is not None:
            _refuse_known(seats, newcomer)
            _seat(seats, newcomer)
    except (Full, SignedUpAlready):
        _write_availability(seats)
        raise
    _write_availability(seats)
    return Allocation(promoted, seats.over())


def _promote(seats):
    promoted = []
    if not seats.settings.promotes(seats.now):
        return promoted
    kinds = seats.ticket_types.values()
    while wanted := [kind for kind in kinds if seats.contingents[kind.pk].waiting and seats.room(kind) > 0]:
        moved = []
        most = sum(min(seats.room(kind), seats.contingents[kind.pk].waiting) for kind in wanted)
        line = Registration.objects.waiting().filter(event=seats.event, ticket_type__in=wanted)
        for registration in line[:most]:
            contingent = seats.contingents[registration.ticket_type_id]
            if seats.room(seats.ticket_types[registration.ticket_type_id]) > 0:
                contingent.taken += 1
                contingent.waiting -= 1
                _confirm(seats, registration)
                moved.append(registration)
        Registration.objects.bulk_update(moved, ["state", "queue_number", "confirmed_at", "access_told"])
        promoted += moved
    for registration in promoted:
        registration.event = seats.event
        tell(registration, "moved_up", now=seats.now)
    return promoted


def _refuse_known(seats, newcomer):
    """One live registration per event and address; a constraint of the database stands behind this."""
    if seats.known:
        address = newcomer.email
        raise SignedUpAlready(_("%(address)s is signed up for this event already.") % {"address": address})


def _seat(seats, newcomer):
    ticket_type = seats.ticket_types[newcomer.ticket_type_id]
    contingent = seats.contingents[ticket_type.pk]
    holds_seat = newcomer.hold_until is not None and newcomer.hold_until > seats.now
    gets_seat = holds_seat or newcomer.extra_seat or seats.offers_seat(ticket_type, reserved=newcomer.reserved_seat)
    takes_seat = gets_seat and not holds_seat and not newcomer.extra_seat
    newcomer.hold_until = None
    if newcomer.state == State.PENDING or (newcomer.state == State.UNCONFIRMED and ticket_type.needs_approval):
        takes_seat = False
    elif newcomer.state == State.UNCONFIRMED:
        newcomer.hold_until = seats.now + seats.settings.hold if gets_seat else None
    elif gets_seat:
        _confirm(seats, newcomer)
    else:
        contingent.waiting += 1
        seats.last_number += 1
        newcomer.state, newcomer.queue_number = State.WAITLISTED, seats.last_number
        newcomer.confirmed_at, newcomer.reserved_seat = None, False
    contingent.taken += takes_seat
    contingent.reserved_taken += takes_seat and newcomer.reserved_seat
    if newcomer.pk is None:
        insert(newcomer)
    else:
        newcomer.save()


def _confirm(seats, registration):
    registration.state, registration.confirmed_at = State.CONFIRMED, seats.now
    registration.queue_number = registration.hold_until = None
    if seats.settings.shows_access(seats.now):
        registration.access_told = due_access_revision(registration)


def is_settled(seats):
    """Whether an allocation at this moment would change nothing. The seats have been counted, without the lock."""
    return not waits_in_vain(seats) and not stale_numbers(seats)


def waits_in_vain(seats):
    """Whether somebody waits while a seat is free that they may have."""
    waits = any(each.waiting and seats.room(seats.ticket_types[pk]) > 0 for pk, each in seats.contingents.items())
    return waits and seats.settings.promotes(seats.now)


def _write_availability(seats):
    row, news = seats.availability, stale_numbers(seats)
    if news:
        for name, value in news.items():
            setattr(row, name, value)
        row.version += 1
        update(row, [*news, "version"])


def stale_numbers(seats):
    """Those columns of the Availability row that no longer say what is true, with what they should say."""
    return {name: value for name, value in _public(seats).items() if getattr(seats.availability, name) != value}


def _public(seats):
    """What the rest of the portal may know: the numbers of those ticket types that somebody new can choose now, or
    else of those that will open.
    """
    kinds = list(seats.ticket_types.values())
    open_now = [kind for kind in kinds if kind.is_open(seats.event, seats.now)]
    later = [kind for kind in kinds if kind.opens_at and kind.opens_at > seats.now]
    obtainable = [kind for kind in open_now if seats.open_room(kind) > 0 or seats.has_line(kind)]
    chosen = obtainable or later or open_now or kinds
    opening = [kind.opens_at for kind in chosen]
    total = seats.settings.total_capacity
    number = sum(math.inf if kind.capacity is None else kind.capacity for kind in chosen)
    number = min(number, math.inf if total is None else total)
    free = min(sum(seats.open_room(kind) for kind in chosen), seats.room_in_all(), number)
    limited = bool(kinds) and number < math.inf
    return {
        "takes_registrations": bool(kinds),
        "seats": int(number) if limited else None,
        "free": int(free) if limited else None,
        "waiting_list": any(seats.has_line(kind) for kind in chosen),
        "opens_at": None if None in opening else min(opening, default=None),
        "closes_at": max((kind.closing(seats.event) for kind in chosen), default=None),
    }
