"""Whatever people do in whatever order, the promises about seats hold after every step."""

import datetime as dt
import random

import pytest

from civicevents.testing import NOW, make_member, make_published, make_ticket_type, set_up_sign_up
from events.actions import postpone, reinstate
from events.models import Event, Status
from registrations.actions import (
    Refused,
    accept_invitation,
    add_by_hand,
    approve,
    cancel,
    confirm_address,
    decline,
    erase_now,
    invite,
    move_up,
    settle,
    sign_up,
    sweep,
    switch,
)
from registrations.invariants import problems, too_many
from registrations.models import InvitedGuest, Registration, Source, State, TicketType

pytestmark = pytest.mark.django_db


class Evening:
    """One event with three ticket types, and a random step at a time."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311
        self.now, self.member, self.people = NOW, make_member(), 0
        event = make_published()
        self.event_id = event.pk
        make_ticket_type(event, 3, name="vor Ort", reserved=1)
        make_ticket_type(event, 4, name="online", needs_approval=True, position=1)
        make_ticket_type(event, name="Stream", position=2)
        set_up_sign_up(event, total_capacity=8, confirm_address=seed % 2 == 0, hold_minutes=30)

    @property
    def event(self):
        return Event.objects.get(pk=self.event_id)

    def kind(self):
        return self.random.choice(TicketType.objects.filter(event=self.event_id))

    def anybody(self, *states):
        found = list(Registration.objects.filter(event=self.event_id, state__in=states or State.values).order_by("pk"))
        return self.random.choice(found) if found else None

    def step(self):
        """Returns the name of what was tried."""
        self.now += dt.timedelta(minutes=self.random.randrange(12))
        steps = [self.come, self.come, self.come, self.leave, self.confirm, self.judge, self.change_kind, self.resize]
        step = self.random.choice([*steps, self.guest, self.by_hand, self.up, self.erase, self.wait, self.interrupt])
        try:
            step()
        except Refused:
            return f"{step.__name__} (refused)"
        return step.__name__

    def come(self):
        self.people += 1
        email = f"p{self.people if self.random.random() < 0.8 else 1}@example.org"
        sign_up(event=self.event, ticket_type=self.kind(), name=f"P{self.people}", email=email, now=self.now)

    def leave(self):
        if found := self.anybody(State.CONFIRMED, State.WAITLISTED, State.PENDING):
            cancel(registration=found, now=self.now)

    def confirm(self):
        if found := self.anybody(State.UNCONFIRMED):
            confirm_address(registration=found, now=self.now)

    def judge(self):
        if found := self.anybody(State.PENDING):
            self.random.choice([approve, approve, decline])(registration=found, by=self.member, now=self.now)

    def change_kind(self):
        if found := self.anybody(State.CONFIRMED, State.WAITLISTED, State.PENDING):
            by = self.random.choice([None, self.member])
            switch(registration=found, ticket_type=self.kind(), by=by, now=self.now)

    def resize(self):
        kind = self.kind()
        if kind.capacity is not None:
            kind.capacity = max(0, kind.capacity + self.random.choice([-1, 1, 2]))
            kind.save()
            settle(event=self.event, now=self.now)

    def guest(self):
        self.people += 1
        invite(ticket_type=self.kind(), guests=[("G", f"g{self.people}@example.org")], by=self.member, now=self.now)
        accept_invitation(guest=InvitedGuest.objects.latest("pk"), now=self.now)

    def by_hand(self):
        values = {"event": self.event, "ticket_type": self.kind(), "source": Source.PHONE, "by": self.member}
        add_by_hand(name="Ohne Adresse", now=self.now, extra_seat=self.random.random() < 0.2, **values)

    def up(self):
        if found := self.anybody(State.WAITLISTED):
            move_up(registration=found, by=self.member, now=self.now, extra_seat=self.random.random() < 0.5)

    def erase(self):
        if found := self.anybody():
            erase_now(registration=found, now=self.now)

    def wait(self):
        self.now += dt.timedelta(minutes=31)
        sweep(now=self.now)

    def interrupt(self):
        event = self.event
        if event.status == Status.PUBLISHED and self.random.random() < 0.3:
            postpone(event=event, by=None, now=self.now)
        elif event.status == Status.POSTPONED:
            reinstate(event=event, by=None, now=self.now)
        settle(event=self.event, now=self.now)


def line(evening):
    """The numbers of those who wait, by primary key and ticket type."""
    waiting = Registration.objects.waiting().filter(event=evening.event_id)
    return {(pk, kind): number for pk, kind, number in waiting.values_list("pk", "ticket_type", "queue_number")}


def passed(before, after):
    """Who moved up although somebody before them in the same line still waits."""
    seated = set(Registration.objects.confirmed().values_list("pk", "ticket_type"))
    for person in before.keys() & seated:
        ahead = [other for other in before.keys() & after.keys() if other[1] == person[1]]
        if any(before[other] < before[person] for other in ahead):
            yield person


@pytest.mark.parametrize("seed", range(4))
def test_the_promises_hold_after_every_step(seed):
    evening, over = Evening(seed), 0
    for number in range(100):
        before = line(evening)
        tried = evening.step()
        where = f"seed {seed}, step {number}: {tried}"
        assert tried == "up" or not list(passed(before, line(evening))), where
        sweep(now=evening.now)  # ends the holds that time alone has ended
        former, over = over, too_many(evening.event, evening.now)
        assert over <= former or tried == "resize", where
        assert [each for each in problems(evening.now) if "more people than seats" not in each] == [], where
