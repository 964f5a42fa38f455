"""The seats of one event: the lock on them, and the count under it.

The statements are composed once, or written out: in a rush each of them runs for everybody, and Django takes one to
three milliseconds to compose what PostgreSQL answers in a fifth of one.
"""

import math
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import OperationalError

from events.models import Availability, Event
from events.statements import composed_once, written
from registrations.actions.refusals import Busy, foreign_ticket_type, full, no_sign_up
from registrations.models import RegistrationSettings, TicketType

LOCK_TIMEOUT = "3s"
_counted = written(
    "count_seats",
    """
    SELECT ticket_type_id,
        count(*) FILTER (WHERE NOT extra_seat AND (state = 'confirmed' OR hold_until > %(now)s)),
        count(*) FILTER (WHERE NOT extra_seat AND (state = 'confirmed' OR hold_until > %(now)s) AND reserved_seat),
        count(*) FILTER (WHERE state = 'waitlisted'),
        max(queue_number),
        count(*) FILTER (WHERE hold_until <= %(now)s),
        max(id) FILTER (WHERE address_key = %(address)s AND id IS DISTINCT FROM %(newcomer)s)
    FROM registrations_registration
    WHERE event_id = %(event)s AND state IN ('unconfirmed', 'pending', 'confirmed', 'waitlisted')
        AND id IS DISTINCT FROM %(without)s
    GROUP BY ticket_type_id
    """,
)
LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED = "55P03", "40P01"  # PostgreSQL's error codes


@dataclass
class Contingent:
    """What a ticket type's seats are used for. ``taken`` counts confirmed people and seats held for unconfirmed ones;
    ``reserved_taken`` those of them who have a seat kept for invited people.
    """

    taken: int = 0
    reserved_taken: int = 0
    waiting: int = 0


@dataclass
class Seats:
    """An event with its seats, while its Availability row is locked. Only `lock` makes one to write with."""

    event: Event
    settings: RegistrationSettings
    ticket_types: dict[int, TicketType]
    availability: Availability
    now: datetime
    contingents: dict[int, Contingent] = field(default_factory=dict)
    last_number: int = 0
    expired: int = 0
    known: int | None = None  # primary key of the live registration that has the newcomer's address

    def count(self, newcomer=None, without=None):
        """Count afresh, as if the registration ``without`` were not there. A seat whose hold is over counts as free.

        ``known`` is set to the live registration that has the newcomer's address already.
        """
        rows = _counted(
            event=self.event.pk,
            now=self.now,
            address=(newcomer and newcomer.address_key) or None,
            newcomer=newcomer and newcomer.pk,
            without=without and without.pk,
        )
        self.contingents = {pk: Contingent() for pk in self.ticket_types}
        self.last_number = self.expired = 0
        self.known = None
        for pk, taken, reserved_taken, waiting, last_number, expired, known in rows:
            self.contingents[pk] = Contingent(taken, reserved_taken, waiting)
            self.last_number = max(self.last_number, last_number or 0)
            self.expired += expired
            self.known = self.known or known

    def wanted(self, ticket_type):
        """That ticket type as it is under the lock; the event's first one where none is named. Raises the refusal."""
        pk = ticket_type.pk if ticket_type else next(iter(self.ticket_types), None)
        if pk not in self.ticket_types:
            raise foreign_ticket_type() if self.ticket_types else no_sign_up(self.event)
        return self.ticket_types[pk]

    def room(self, ticket_type, reserved=False):
        """How many more may sit down here, ``math.inf`` without a limit. ``reserved``: invited people."""
        contingent = self.contingents[ticket_type.pk]
        own = math.inf if ticket_type.capacity is None else ticket_type.capacity - contingent.taken
        kept = sum(self._kept(other) for other in self.ticket_types.values())
        if reserved:
            kept -= self._kept(ticket_type)
        else:
            own -= self._kept(ticket_type)
        return max(0, min(own, self._total_room() - kept))

    def room_in_all(self):
        return max(0, self._total_room() - sum(self._kept(kind) for kind in self.ticket_types.values()))

    def has_line(self, ticket_type):
        """Whether one more may join the waiting list."""
        size = ticket_type.waiting_list_size
        waiting = self.contingents[ticket_type.pk].waiting
        return ticket_type.has_waiting_list and (size is None or waiting < size)

    def open_room(self, ticket_type):
        """The seats that somebody new may have: none while others wait for them."""
        return 0 if self.contingents[ticket_type.pk].waiting else self.room(ticket_type)

    def offers_seat(self, ticket_type, reserved=False):
        """Whether somebody new gets a seat (True) or a place in line (False). Raises Full if neither."""
        if (reserved and self.room(ticket_type, reserved=True) > 0) or self.open_room(ticket_type) > 0:
            return True
        if self.has_line(ticket_type):
            return False
        raise full(self.event, ticket_type, self.now)

    def over(self):
        """How many more sit than there are seats, because a capacity was lowered."""
        limited = [kind for kind in self.ticket_types.values() if kind.capacity is not None]
        too_many = sum(max(0, self.contingents[kind.pk].taken - kind.capacity) for kind in limited)
        return max(too_many, -self._total_room(), 0)

    def _total_room(self):
        total = self.settings.total_capacity
        return math.inf if total is None else total - sum(each.taken for each in self.contingents.values())

    def _kept(self, ticket_type):
        """Seats kept for invited people that are still empty."""
        return max(0, ticket_type.reserved - self.contingents[ticket_type.pk].reserved_taken)


@contextmanager
def briefly():
    """Waiting too long for a lock, or in a circle, ends in Busy. Also a decorator, outside the transaction."""
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) in (LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED):
            raise Busy from error
        raise


def lock(event, now):
    """Lock the event's seats until the transaction ends, and read what decides about them afresh.

    The lock is the event's Availability row, always taken first; it is made if it is missing. Raises Busy when others
    hold it for more than three seconds.
    """
    with briefly():
        availability = locked_row(event.pk)
    return _read(event, availability, now)


def locked_row(event_id):
    """The Availability row, locked. A function of its own so that a test can show what happens without the lock."""
    rows = _locked.after(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'; ", event=event_id)
    if not rows:
        Availability.objects.bulk_create([Availability(event_id=event_id)], ignore_conflicts=True)
        rows = _locked(event=event_id)
    return rows[0]


def look(event, now):
    """The seats at this moment without the lock: for showing, never for giving."""
    stored = Availability.objects.filter(pk=event.pk).first() or Availability(event_id=event.pk)
    seats = _read(event, stored, now)
    seats.count()
    return seats


def look_at(event, now):
    """The same for an event that has just been read for this very page: it is not read again."""
    stored = getattr(event, "availability", None) or Availability(event_id=event.pk)
    seats = _seats(event, _ticket_types(event=event.pk), stored, now)
    seats.count()
    return seats


def _read(known, availability, now):
    """Event, settings and ticket types as they are now: what the caller knows may be old. Names are not, they do for
    the words of a refusal.
    """
    kinds = _with_event(event=known.pk)
    event = kinds[0].event if kinds else _events(pk=known.pk)[0]
    if Event.organisation.is_cached(known) and known.organisation_id == event.organisation_id:
        event.organisation = known.organisation
    return _seats(event, kinds, availability, now)


def _seats(event, kinds, availability, now):
    kinds = on_offer(event, kinds, now)
    return Seats(event, RegistrationSettings.of(event), {kind.pk: kind for kind in kinds}, availability, now)


def on_offer(event, ticket_types, now):
    """All ticket types of an event that were read with it, with their windows as they are for its start."""
    for kind in ticket_types:
        kind.event = event
        kind.follow(event, now)
    return ticket_types


@composed_once
def _locked(event: int):
    return Availability.objects.select_for_update(no_key=True).filter(pk=event)


@composed_once
def _events(pk: int):
    return Event.objects.filter(pk=pk).defer("search_de", "search_en")


@composed_once
def _ticket_types(event: int):
    return TicketType.objects.filter(event=event).order_by("position", "pk")


@composed_once
def _with_event(event: int):
    kinds = TicketType.objects.filter(event=event).order_by("position", "pk")
    return kinds.select_related("event__registration_settings").defer("event__search_de", "event__search_en")
