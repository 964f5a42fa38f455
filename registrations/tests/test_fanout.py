import datetime as dt

import pytest

from civicevents.testing import NOW, at, mails, make_appearance, make_member, make_ticket_type, register
from events.actions import cancel as cancel_event
from events.actions import move, postpone, record, reinstate, snapshot, withdraw
from events.models import Change, Event
from registrations.actions import add_by_hand, cancel, sign_up
from registrations.actions.fanout import WAIT, fan_out, merged
from registrations.models import HandledChange, Registration, Source

pytestmark = pytest.mark.django_db
LATER = NOW + WAIT


@pytest.fixture
def anna():
    return register(make_ticket_type(capacity=1), "Anna")


def change_room(event, room, now=NOW):
    event = Event.objects.get(pk=event.pk)
    before = snapshot(event)
    event.room = room
    event.save()
    record(event=event, before=before, by=None, now=now)


def test_changes_within_ten_minutes_are_one_mail_with_the_first_and_the_last_value(anna):
    change_room(anna.event, "Saal 1")
    change_room(anna.event, "Saal 2", now=NOW + dt.timedelta(minutes=9))
    fan_out(now=LATER - dt.timedelta(seconds=1))
    assert mails(anna) == ["registered"]
    fan_out(now=LATER)
    fan_out(now=LATER)
    assert mails(anna) == ["registered", "event_changed"]
    (mail,) = mails(anna, "event_changed")
    changes = Change.objects.filter(pk__in=mail.parameters["changes"]).order_by("pk")
    assert merged(changes) == {Change.What.ROOM: (None, "Saal 2")}


def test_what_was_changed_back_is_not_told(anna):
    change_room(anna.event, "Saal 1")
    change_room(anna.event, "")
    fan_out(now=LATER)
    assert mails(anna) == ["registered"]
    assert not Change.objects.filter(handled=None).exists()


def test_a_change_shortly_before_the_start_is_told_at_once(anna):
    now = at("2026-11-12 16:00")
    change_room(anna.event, "Saal 1", now=now)
    fan_out(now=now)
    assert mails(anna) == ["registered", "event_changed"]


@pytest.mark.parametrize(
    ("verbs", "kind"),
    [
        ([lambda event: cancel_event(event=event, by=None, now=NOW, reason="Krank")], "event_cancelled"),
        ([lambda event: withdraw(event=event, by=None, now=NOW)], "event_cancelled"),
        ([lambda event: postpone(event=event, by=None, now=NOW)], "postponed"),
        ([lambda event: move(event=event, starts_at=at("2026-12-10 18:00"), by=None, now=NOW)], "event_changed"),
    ],
)
def test_each_verb_has_its_mail(anna, verbs, kind):
    for verb in verbs:
        verb(anna.event)
    fan_out(now=LATER)
    assert mails(anna) == ["registered", kind]


def test_a_new_date_after_a_postponement_asks_everyone_and_silence_keeps_the_seat(anna):
    postpone(event=anna.event, by=None, now=NOW)
    fan_out(now=LATER)
    move(event=anna.event, starts_at=at("2026-12-10 18:00"), by=None, now=LATER)
    fan_out(now=LATER + WAIT)
    assert mails(anna) == ["registered", "postponed", "new_date"]
    assert Registration.objects.get().is_confirmed


def test_a_reinstated_event_moves_up_who_waits_at_once(anna):
    ben = register(anna.ticket_type, "Ben")
    postpone(event=anna.event, by=None, now=NOW)
    cancel(registration=anna, now=NOW)
    reinstate(event=anna.event, by=None, now=NOW)
    fan_out(now=NOW)
    assert Registration.objects.get(pk=ben.pk).is_confirmed


def test_who_signed_up_after_the_change_knows_it_already(anna):
    change_room(anna.event, "Saal 1")
    ben = register(anna.ticket_type, "Ben", now=NOW + dt.timedelta(minutes=1))
    cancel(registration=anna, now=NOW)
    fan_out(now=LATER)
    assert mails(ben) == ["waitlisted", "moved_up"]
    assert mails(anna) == ["registered", "cancelled_by_me"]


def test_people_on_stage_guests_and_those_without_an_address_hear_of_it(anna):
    member = make_member()
    person = make_appearance(anna.event).speaker
    person.email = "adriana@example.org"
    person.save()
    ben = add_by_hand(event=anna.event, name="Ben", source=Source.PHONE, by=member, now=NOW)
    cancel_event(event=anna.event, by=member, now=NOW, reason="Krank")
    fan_out(now=LATER)
    assert [mail.recipient for mail in mails(kind="stage_changed")] == ["adriana@example.org"]
    call = ben.calls.get(kind="event_cancelled")
    assert [change.new for change in call.changes.all()] == ["cancelled"]


def test_a_change_that_is_committed_late_is_not_stepped_over(anna):
    """Its id is lower than that of a change handled before it."""
    change_room(anna.event, "Saal 1")
    early = Change.objects.latest("pk")
    missing = Change(event=anna.event, at=NOW, what=Change.What.VENUE, old=None, new="Rathaus, Ulm")
    Change.objects.filter(pk=early.pk).update(id=early.pk + 1)
    fan_out(now=LATER)
    missing.pk = early.pk
    missing.save(force_insert=True)
    fan_out(now=LATER + WAIT)
    assert mails(anna) == ["registered", "event_changed", "event_changed"]
    assert HandledChange.objects.count() == 2


def test_the_title_and_the_line_up_alone_are_no_reason_for_a_mail(anna):
    event = anna.event
    before = snapshot(event)
    event.title = "Anders"
    event.save()
    record(event=event, before=before, by=None, now=NOW)
    fan_out(now=LATER)
    assert mails(anna) == ["registered"]


def test_the_fan_out_takes_deadlines_along(anna):
    ticket_type = anna.ticket_type
    ticket_type.closes_at = at("2026-11-11 12:00")
    ticket_type.save()
    event = move(event=anna.event, starts_at=at("2026-12-10 18:00"), by=None, now=NOW)
    fan_out(now=NOW)
    ticket_type.refresh_from_db()
    assert ticket_type.closes_at == at("2026-12-09 12:00")
    sign_up(event=event, name="Ben", email="ben@example.org", now=at("2026-12-08 12:00"))
