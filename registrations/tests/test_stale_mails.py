"""A mail that is no longer true when it could be sent is not sent; what became of it is in a mail of its own."""

import pytest

from civicevents.testing import NOW, at, mails, register
from events.models import Event
from outbox.mails import Drop, Mail, render
from registrations.actions import accept_invitation, cancel, decline_invitation, erase_now
from registrations.actions.fanout import WAIT, fan_out
from registrations.models import AccessDetails, InvitedGuest, Registration
from registrations.tests import stories as s

pytestmark = pytest.mark.django_db
AFTERWARDS = at("2026-11-12 20:00")


def anna():
    return Registration.objects.get(name="Anna Muster")


def anna_cancels():
    cancel(registration=anna(), now=NOW)


def anna_moves_up():
    cancel(registration=Registration.objects.get(name=s.OTHER), now=NOW)


def happens(verb):
    return lambda: verb(Event.objects.get(), NOW)


def access_details_go():
    AccessDetails.objects.all().delete()


@pytest.mark.parametrize(
    ("story", "meanwhile"),
    [
        (s.registered, anna_cancels),
        (s.registered, happens(s.cancelled)),
        (s.registered, happens(s.withdrawn)),
        (s.waitlisted, anna_moves_up),
        (s.waitlisted, anna_cancels),
        (s.pending, anna_cancels),
        (s.approved, anna_cancels),
        (s.moved_up, anna_cancels),
        (s.confirm_address, anna_cancels),
        (s.again(s.sign_up), anna_cancels),
        (s.reminder, happens(s.moved)),
        (s.reminder, happens(s.postponed)),
        (s.reminder, happens(s.cancelled)),
        (s.reminder, anna_cancels),
        (s.access_details_ready, anna_cancels),
        (s.access_details_ready, access_details_go),
        (s.access_details_ready, happens(s.moved)),
        (s.access_details_ready, happens(s.cancelled)),
        (s.after("event_changed", s.moved), happens(s.cancelled)),
        (s.after("event_changed", s.moved), happens(s.postponed)),
        (s.after("postponed", s.postponed), happens(s.moved)),
        (s.after("postponed", s.postponed), happens(s.cancelled)),
        (s.after("new_date", s.postponed, s.moved), happens(s.cancelled)),
        (s.after("event_cancelled", s.cancelled), happens(s.reinstated)),
        (s.organisers_message, anna_cancels),
        (s.invited, lambda: decline_invitation(guest=InvitedGuest.objects.get(), now=NOW)),
        (s.invited, lambda: accept_invitation(guest=InvitedGuest.objects.get(), now=NOW)),
        (s.invited, happens(s.cancelled)),
    ],
)
def test_a_mail_whose_state_has_passed_is_dropped(story, meanwhile):
    message, now = story("de")
    assert isinstance(render(message, now=now), Mail)
    meanwhile()
    assert isinstance(render(message, now=now), Drop)


@pytest.mark.parametrize(
    "story", [s.registered, s.waitlisted, s.pending, s.approved, s.changed_by_me, s.again(s.sign_up), s.invited]
)
def test_nobody_is_written_to_about_a_seat_when_the_event_is_over(story):
    assert isinstance(render(story("de")[0], now=AFTERWARDS), Drop)


def test_a_reminder_comes_before_the_start_or_not_at_all():
    message, _ = s.reminder("de")
    assert isinstance(render(message, now=at("2026-11-12 18:00")), Drop)


def test_who_has_been_erased_gets_no_mail():
    message, now = s.registered("de")
    erase_now(registration=anna(), now=NOW)
    assert isinstance(render(message, now=now), Drop)


def test_who_signs_up_again_is_not_told_of_the_end_before():
    message, now = s.cancelled_by_me("de")
    register(Registration.objects.get().ticket_type, "Anna Muster")
    assert isinstance(render(message, now=now), Drop)


def test_a_late_mail_tells_the_date_of_this_moment():
    message, now = s.registered("de")
    s.moved(Event.objects.get(), NOW)
    mail = render(message, now=now)
    assert "Do 10.12., 19:00" in mail.subject and "10. Dezember" in mail.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "12. November" not in mail.text.replace("\N{NO-BREAK SPACE}", " ")


def test_changes_within_ten_minutes_are_one_mail_from_the_first_to_the_last_value():
    person = s.sign_up("de")
    for minutes, room in enumerate(("Saal 1", "Saal 2", "Saal 3")):
        s.change(person.event, NOW + minutes * s.MINUTE, room=room)
    fan_out(now=NOW + WAIT)
    (message,) = mails(person, "event_changed")
    text = render(message, now=NOW + WAIT).text
    assert "bisher: keine Angabe\njetzt: Saal 3" in text and "Saal 1" not in text and "Saal 2" not in text


def test_what_was_changed_back_before_it_was_sent_is_not_told():
    person = s.sign_up("de")
    s.change(person.event, room="Saal 1")
    fan_out(now=NOW + WAIT)
    s.change(person.event, NOW + WAIT, room="")
    (message,) = mails(person, "event_changed")
    assert isinstance(render(message, now=NOW + WAIT), Drop)
