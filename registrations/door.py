"""The door of one event: when it is open, who is expected, who is there. Names only: helpers see nothing else."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import cached_property

from accounts.capabilities import make_token
from accounts.sorting import sort_key
from events.models import Event, Status
from registrations.models import LIVE, Registration, RegistrationSettings, State

PURPOSE = "door"
BEFORE = dt.timedelta(hours=4)
AFTER = dt.timedelta(hours=3)
# What a row shows. Addresses, telephone numbers, notes and answers are not even fetched.
SHOWN = ("name", "state", "ticket_type_id", "checked_in_at", "with_assistant")


@dataclass
class Door:
    """An event as helpers see it; open from some hours before the start until some after the end, nights included."""

    event: Event

    @property
    def generation(self):
        return RegistrationSettings.of(self.event).door_generation

    @property
    def token(self):
        """Of the address ``/door/<token>/``, for helpers only."""
        return make_token(PURPOSE, self.event.pk, self.generation)

    @property
    def opens_at(self):
        return self.event.starts_at - BEFORE

    @property
    def closes_at(self):
        return self.event.ends_at + AFTER

    def is_open(self, now):
        return self.event.status == Status.PUBLISHED and self.opens_at <= now < self.closes_at

    @cached_property
    def ticket_types(self):
        return list(self.event.ticket_types.all())

    @cached_property
    def guests(self):
        """Everybody with a live sign-up, by name; only confirmed ones can be checked in."""
        rows = Registration.objects.filter(event=self.event, state__in=LIVE).only(*SHOWN)
        names = {kind.pk: kind.name for kind in self.ticket_types} if len(self.ticket_types) > 1 else {}
        guests = [Guest(row, names.get(row.ticket_type_id, ""), self.event.zone) for row in rows]
        return sorted(guests, key=lambda guest: (guest.key, guest.pk))

    @property
    def expected(self):
        return sum(guest.is_expected for guest in self.guests)

    @property
    def present(self):
        return [guest for guest in self.guests if guest.is_present]

    def matching(self, query):
        """The guests in whose names every word of the query begins somewhere; all without a query."""
        words = sort_key(query).split()
        return [guest for guest in self.guests if all(word in guest.key for word in words)]

    def guest(self, pk):
        return next((guest for guest in self.guests if guest.pk == pk), None)


class Guest:
    """A row of the list."""

    def __init__(self, registration, ticket_type, zone):
        self.pk, self.name, self.ticket_type = registration.pk, registration.name, ticket_type
        self.with_assistant = registration.with_assistant
        self.is_expected = registration.state == State.CONFIRMED
        self.is_present = self.is_expected and registration.checked_in_at is not None
        self.since = registration.checked_in_at.astimezone(zone) if self.is_present else None
        self.state = registration.get_state_display()
        self.key = sort_key(registration.name)


def find_door(pk):
    event = Event.objects.select_related("organisation", "registration_settings").filter(pk=pk).first()
    return Door(event) if event else None


def door_code_in(text):
    """The door code in what was typed, scanned or pasted: the code, also in groups, or the whole address."""
    last = text.strip().rstrip("/").rpartition("/")[2]
    return "".join(character for character in last.lower() if character.isalnum())
