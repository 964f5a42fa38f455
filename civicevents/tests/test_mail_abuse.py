"""Somebody makes the portal write to people who never asked: what still leaves, who hears of it, and what stays.

The brakes themselves: registrations/limits.py. No test here changes a limit.
"""

import datetime as dt

import pytest

import accounts.actions
from accounts.actions import invite as invite_member
from accounts.actions import withdraw_invitation
from accounts.models import Role
from accounts.refusal import Refused
from civicevents.testing import (
    NOW,
    make_call,
    make_organisation,
    make_past,
    make_published,
    make_series,
    make_ticket_type,
    make_user,
)
from outbox.models import Message
from participation.actions import contributing
from participation.actions.following import ask_to_follow, forget_stale
from participation.actions.proposing import TooMany, propose
from participation.models import Comment, CommentSettings, Follow, Rhythm
from registrations import limits
from registrations.actions import Outcome, invite, sign_up
from registrations.actions.erasing import erase_stale
from registrations.models import Attempt, Registration, State

pytestmark = pytest.mark.django_db
VICTIM = "opfer@example.org"
MINUTE = dt.timedelta(minutes=1)
TYPED = {"title": "Kauf das", "abstract": "Sofort.", "name": "Gewinn", "function": "", "note": ""}


@pytest.fixture(autouse=True)
def administrator():
    return make_user("admin@example.org", is_superuser=True)


def clients():
    """Network addresses, each used ten times in turn."""
    while True:
        yield from (f"198.51.100.{number}" for number in range(200))


def to(address):
    return Message.objects.filter(recipient=address)


def alarms():
    """The causes that administrators were told."""
    return [each.parameters["cause"] for each in Message.objects.filter(kind="accounts.alarm").order_by("pk")]


def test_one_victim_of_every_form_gets_a_dozen_mails_and_then_one_an_hour_of_each_kind(administrator):
    """Fifty events, fifty series, fifty proposals, within ten minutes, from 200 addresses."""
    series = [make_series(f"Reihe {number}") for number in range(50)]
    call, sources = make_call(series=series[0]), clients()
    for number, each in enumerate(series):
        event = make_published(series=each)
        kind = make_ticket_type(event)
        sign_up(event=event, ticket_type=kind, name="X", email=VICTIM, client=next(sources), now=NOW)
        ask_to_follow(email=VICTIM, rhythm=Rhythm.AT_ONCE, language="de", client=next(sources), now=NOW, series=each)
        minute = NOW + dt.timedelta(seconds=number)
        propose(call=call, email=VICTIM, language="de", client=next(sources), now=minute, **TYPED)
    assert to(VICTIM).count() <= limits.PER_ADDRESS + 1 + 2 * 3  # links, follow, proposal; at the turn of an hour twice
    assert alarms() == ["sign_ups_of_one_address"] * len(set(to(administrator.email).values_list("once", flat=True)))
    assert to(administrator.email).count() <= 2


def test_who_proposes_to_one_call_again_and_again_mails_neither_a_victim_nor_the_organisers_each_time():
    call = make_call(event=make_published(contact_email="team@example.org"))
    for number, source in zip(range(60), clients(), strict=False):
        minute = NOW + dt.timedelta(seconds=number)
        propose(call=call, email=VICTIM, language="de", client=source, now=minute, **TYPED)
    assert to(VICTIM).count() == limits.PER_ADDRESS + 1
    assert to("team@example.org").count() == 13


def test_who_comments_under_a_foreign_address_all_day_mails_a_victim_about_once_an_hour():
    event = make_past()
    CommentSettings.objects.create(event=event, takes_comments=True)
    for quarter, source in zip(range(4 * 24), clients(), strict=False):
        minute = NOW + quarter * dt.timedelta(minutes=15)
        row = Comment(event=event, text=f"Kauf das: {quarter}", shown_name="")
        contributing.say(row=row, email=VICTIM, language="de", client=source, now=minute)
    assert to(VICTIM).count() <= limits.PER_ADDRESS + 24
    assert "sign_ups_of_one_address" in alarms()


def test_with_a_managers_session_nobody_mails_the_whole_world(monkeypatch):
    """Invited members and invited guests: each list ends, a single address is left alone sooner."""
    monkeypatch.setattr("accounts.actions.INVITATIONS_A_DAY", 5)
    monkeypatch.setattr("registrations.actions.inviting.GUESTS_A_DAY", 5)
    organisation = make_organisation()
    asked = {"organisation": organisation, "role": Role.EDITOR, "by": None, "language": "de"}
    for number in range(accounts.actions.TO_ONE_ADDRESS):
        withdraw_invitation(invitation=invite_member(email=VICTIM, now=NOW + number * MINUTE, **asked))
    with pytest.raises(Refused, match=VICTIM):
        invite_member(email=VICTIM, now=NOW + 9 * MINUTE, **asked)
    for number in range(2):
        invite_member(email=f"p{number}@example.org", now=NOW, **asked)
    with pytest.raises(Refused):
        invite_member(email="q@example.org", now=NOW, **asked)
    assert invite_member(email=VICTIM, now=NOW + dt.timedelta(days=1, minutes=9), **asked)
    guests = [("X", f"p{number}@example.org") for number in range(7)]
    kinds = [make_ticket_type(make_published(organisation=organisation)) for _ in range(2)]
    assert len(invite(ticket_type=kinds[0], guests=guests[:3], by=None, now=NOW)) == 3
    with pytest.raises(Refused):
        invite(ticket_type=kinds[1], guests=guests[3:], by=None, now=NOW)
    assert len(invite(ticket_type=kinds[1], guests=guests[3:5], by=None, now=NOW)) == 2
    assert Message.objects.filter(kind="registrations.invited").count() == 5


@pytest.mark.django_db(transaction=True)
def test_what_is_refused_counts_all_the_same(monkeypatch):
    """The brake's row is not rolled back with what it refuses; nor is the alarm."""
    monkeypatch.setattr(limits, "PER_CLIENT", 2)
    call = make_call(event=make_published())
    for number in range(4):
        values = {"call": call, "email": f"p{number}@example.org", "language": "de", "client": "192.0.2.1"}
        if number < 2:
            propose(**values, now=NOW, **TYPED)
        else:
            with pytest.raises(TooMany):
                propose(**values, now=NOW, **TYPED)
    assert Attempt.objects.count() == 4
    assert alarms() == ["sign_ups_of_one_client"]
    assert issubclass(TooMany, Refused)


@pytest.mark.slow
def test_two_thousand_strangers_from_two_hundred_addresses(administrator):
    """The first thousand could be a rush. The rest holds its mails back until an administrator has had time to look."""
    kind = make_ticket_type(make_published(), capacity=5000)
    for number, source in zip(range(2000), clients(), strict=False):
        moment = NOW + dt.timedelta(seconds=number / 4)
        sign_up(event=kind.event, ticket_type=kind, name="X", email=f"p{number}@x.example", client=source, now=moment)
    strangers = Message.objects.exclude(recipient=administrator.email)
    assert strangers.filter(not_before__lte=NOW + 10 * MINUTE).count() == limits.OVER_ALL
    assert strangers.filter(not_before__gte=NOW + limits.PAUSE).count() == 1000
    assert alarms() == ["sign_ups"]
    assert Registration.objects.filter(state=State.UNCONFIRMED).count() == 1000
    for hours, left in ((47, 2000), (49, 1000)):
        erase_stale(now=NOW + dt.timedelta(hours=hours))
        assert Registration.objects.count() == left


def test_addresses_that_nobody_confirmed_are_gone_after_48_hours():
    ask_to_follow(email=VICTIM, rhythm=Rhythm.AT_ONCE, language="de", now=NOW)
    forget_stale(now=NOW + dt.timedelta(hours=47))
    assert Follow.objects.exists()
    forget_stale(now=NOW + dt.timedelta(hours=48))
    assert not Follow.objects.exists() and not to(VICTIM).exists()


def test_a_trickle_that_no_brake_notices_is_told_after_a_day(monkeypatch):
    for_one = [Attempt(client="office", address=str(number), at=NOW) for number in range(limits.A_DAY_OF_ONE - 1)]
    Attempt.objects.bulk_create(for_one)
    limits.look_back(now=NOW + MINUTE)
    assert alarms() == []
    Attempt.objects.create(client="office", address="one more", at=NOW)
    limits.look_back(now=NOW + MINUTE)
    limits.look_back(now=NOW + 2 * MINUTE)
    assert alarms() == ["addresses_of_a_day"]


def test_a_rush_of_500_from_one_office_gets_through():
    """Within a minute, behind one network address: nobody is refused, and every mail leaves at once."""
    kind = make_ticket_type(make_published(), capacity=500)
    answers = [
        sign_up(
            event=kind.event, ticket_type=kind, name="X", email=f"p{number}@amt.example", client="203.0.113.7",
            now=NOW + dt.timedelta(seconds=number / 10),
        )
        for number in range(500)
    ]  # fmt: skip
    assert answers == [Outcome.SEAT] * limits.PER_CLIENT + [Outcome.CONFIRM] * (500 - limits.PER_CLIENT)
    assert Message.objects.filter(not_before__gt=NOW + MINUTE).count() == 0
    assert Registration.objects.exclude(state=State.CONFIRMED).filter(hold_until=None).count() == 0
    assert alarms() == ["sign_ups_of_one_client"]
