import datetime as dt

import pytest

from civicevents.testing import at, mails, make_member, make_ticket_type, register, set_up_sign_up
from events.actions import cancel as cancel_event
from events.actions import move
from registrations.actions import check_in, write_to
from registrations.actions.refusals import Refused
from registrations.actions.rounds import remind, tell_access, thank
from registrations.models import AccessDetails, Registration, State

pytestmark = pytest.mark.django_db
DAY_BEFORE = at("2026-11-11 18:00")


@pytest.fixture
def anna():
    return register(make_ticket_type(capacity=1), "Anna")


def test_reminders_go_out_a_day_and_an_hour_before_once_each(anna):
    for moment in ("2026-11-11 17:59", "2026-11-11 18:00", "2026-11-11 18:01", "2026-11-12 17:00", "2026-11-12 17:01"):
        remind(now=at(moment))
    assert mails(anna) == ["registered", "reminder", "reminder"]
    assert [mail.parameters["minutes"] for mail in mails(anna, "reminder")] == [1440, 60]


def test_a_reminder_names_the_start_it_is_for_and_goes_out_again_after_a_move(anna):
    remind(now=DAY_BEFORE)
    event = move(event=anna.event, starts_at=at("2026-11-14 18:00"), by=None, now=DAY_BEFORE)
    remind(now=at("2026-11-13 18:00"))
    first, second = mails(anna, "reminder")
    assert first.parameters["starts_at"] == "2026-11-12T17:00:00+00:00"
    assert dt.datetime.fromisoformat(second.parameters["starts_at"]) == event.starts_at


def test_nobody_is_reminded_of_what_the_confirmation_has_just_said_nor_of_a_cancelled_event(anna):
    ticket_type = anna.ticket_type
    ticket_type.capacity = 2
    ticket_type.save()
    ben = register(ticket_type, "Ben", now=at("2026-11-12 09:00"))
    remind(now=at("2026-11-12 09:01"))
    assert mails(ben) == ["registered"]
    cancel_event(event=anna.event, by=None, now=at("2026-11-12 09:02"), reason="Krank")
    remind(now=at("2026-11-12 17:00"))
    assert mails(anna) == ["registered", "reminder"]


def test_people_are_told_of_access_details_in_time_and_again_when_they_change(anna):
    details = AccessDetails.objects.create(event=anna.event, link="https://meet.example/1")
    tell_access(now=DAY_BEFORE - dt.timedelta(minutes=1))
    assert mails(anna) == ["registered"]
    assert (tell_access(now=DAY_BEFORE), tell_access(now=DAY_BEFORE)) == (1, 0)
    details = AccessDetails.objects.get(pk=details.pk)
    details.save()
    assert tell_access(now=DAY_BEFORE) == 0
    details.link = "https://meet.example/2"
    details.save()
    AccessDetails.objects.update(updated_at=DAY_BEFORE)
    assert (tell_access(now=DAY_BEFORE), tell_access(now=DAY_BEFORE + dt.timedelta(minutes=5))) == (0, 1)
    assert mails(anna) == ["registered", "access_details_ready", "access_details_ready"]
    assert "meet.example" not in str(mails(anna, "access_details_ready")[0].parameters)


def test_who_comes_later_learns_of_access_details_from_the_confirmation(anna):
    AccessDetails.objects.create(event=anna.event, link="https://meet.example/1")
    ticket_type = anna.ticket_type
    ticket_type.capacity = 2
    ticket_type.save()
    ben = register(ticket_type, "Ben", now=DAY_BEFORE)
    tell_access(now=DAY_BEFORE)
    assert mails(ben) == ["registered"]


def test_access_details_of_a_ticket_type_stand_before_those_for_everyone(anna):
    AccessDetails.objects.create(event=anna.event, link="https://meet.example/all")
    AccessDetails.objects.create(event=anna.event, ticket_type=anna.ticket_type, link="https://meet.example/own")
    assert tell_access(now=DAY_BEFORE) == 1


def test_thanks_go_to_who_was_present_or_to_all_if_nobody_was_marked(anna):
    ticket_type = anna.ticket_type
    ticket_type.capacity = 2
    ticket_type.save()
    ben = register(ticket_type, "Ben")
    check_in(registration=ben, now=at("2026-11-12 18:00"))
    assert thank(now=at("2026-11-12 20:59")) == 0
    assert (thank(now=at("2026-11-12 21:00")), thank(now=at("2026-11-12 21:00"))) == (1, 0)
    assert mails(ben) == ["registered", "thank_you"]


def test_thanks_can_be_switched_off(anna):
    set_up_sign_up(anna.event, says_thanks=False)
    assert thank(now=at("2026-11-12 21:00")) == 0


def test_a_message_goes_to_the_chosen_part_only(anna):
    ben = register(anna.ticket_type, "Ben")
    member = make_member()
    broadcast = write_to(
        event=anna.event, subject="Hallo", body="Text", states=[State.WAITLISTED], by=member, now=DAY_BEFORE
    )
    assert broadcast.recipients == 1
    assert mails(ben) == ["waitlisted", "organisers_message"]
    assert mails(anna) == ["registered"]
    with pytest.raises(Refused):
        write_to(event=anna.event, subject="Hallo", body="T", states=[State.PENDING], by=member, now=DAY_BEFORE)
    assert Registration.objects.count() == 2
