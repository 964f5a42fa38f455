import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from civicevents.testing import (
    NOW,
    at,
    mails,
    make_event,
    make_published,
    make_ticket_type,
    register,
    set_up_sign_up,
)
from events.actions import cancel as cancel_event
from events.actions import postpone
from events.models import Availability
from outbox.models import Message
from registrations.actions import Outcome, cancel, confirm_address, sign_up
from registrations.actions.refusals import (
    Closed,
    ConditionMissing,
    EventCancelled,
    EventOver,
    EventPostponed,
    ForeignTicketType,
    Full,
    NoSignUp,
    NotOpenYet,
    NotPublished,
    WrongDomain,
)
from registrations.models import Registration, State

pytestmark = pytest.mark.django_db


def attempt(ticket_type, email="anna@example.org", now=NOW, **fields):
    return sign_up(event=ticket_type.event, ticket_type=ticket_type, name="Anna", email=email, now=now, **fields)


def availability(ticket_type):
    return Availability.objects.get(pk=ticket_type.event_id)


def test_a_free_seat_is_taken_at_once():
    ticket_type = make_ticket_type(capacity=2)
    assert attempt(ticket_type) == Outcome.SEAT
    anna = Registration.objects.get()
    assert anna.state == State.CONFIRMED
    assert mails(anna) == ["registered"]
    assert availability(ticket_type).free == 1


def test_without_a_limit_everybody_gets_a_seat():
    ticket_type = make_ticket_type()
    assert attempt(ticket_type) == Outcome.SEAT
    assert availability(ticket_type).free is None


def test_a_full_event_puts_people_in_line():
    ticket_type = make_ticket_type(capacity=1)
    register(ticket_type, "Anna")
    assert attempt(ticket_type, "ben@example.org") == Outcome.WAITING
    cem = register(ticket_type, "Cem")
    assert (cem.state, cem.queue_number) == (State.WAITLISTED, 2)
    assert mails(cem) == ["waitlisted"]


def test_the_only_ticket_type_need_not_be_named():
    ticket_type = make_ticket_type(capacity=1)
    assert sign_up(event=ticket_type.event, name="Anna", email="anna@example.org", now=NOW) == Outcome.SEAT


def test_a_repeated_sign_up_makes_one_registration_and_one_mail_within_the_hour():
    ticket_type = make_ticket_type(capacity=5)
    anna = register(ticket_type, "Anna")
    for minutes in (1, 30, 59):
        assert attempt(ticket_type, " ANNA@example.org ", now=NOW + dt.timedelta(minutes=minutes)) == Outcome.SEAT
    assert mails(anna) == ["registered"]
    attempt(ticket_type, now=NOW + dt.timedelta(minutes=61))
    attempt(ticket_type, now=NOW + dt.timedelta(minutes=90))
    assert mails(anna) == ["registered", "already_registered"]
    assert Registration.objects.count() == 1


def test_who_has_a_seat_gets_the_answer_that_a_new_address_gets():
    ticket_type = make_ticket_type(capacity=1)
    register(ticket_type, "Anna")
    assert attempt(ticket_type, "anna@example.org") == Outcome.WAITING
    ticket_type.has_waiting_list = False
    ticket_type.save()
    later = NOW + dt.timedelta(hours=2)
    with pytest.raises(Full) as new:
        attempt(ticket_type, "ben@example.org", now=later)
    with pytest.raises(Full) as known:
        attempt(ticket_type, "anna@example.org", now=later)
    assert str(new.value) == str(known.value)
    assert mails() == ["registered", "already_registered"]


def test_plus_signs_are_kept_apart_and_cases_are_not():
    ticket_type = make_ticket_type()
    attempt(ticket_type, "anna@Müller.example")
    attempt(ticket_type, "Anna@xn--mller-kva.example")
    attempt(ticket_type, "anna+2@müller.example")
    assert Registration.objects.count() == 2


def test_a_cancelled_person_who_signs_up_again_goes_to_the_end():
    ticket_type = make_ticket_type(capacity=1)
    anna, ben = register(ticket_type, "Anna"), register(ticket_type, "Ben")
    cancel(registration=anna, now=NOW)
    assert attempt(ticket_type, anna.email) == Outcome.WAITING
    ben.refresh_from_db()
    assert ben.is_confirmed
    assert mails(ben) == ["waitlisted", "moved_up"]


def test_answers_are_kept_as_they_were_given():
    ticket_type = make_ticket_type()
    question = ticket_type.event.questions.create(text="Welches Labor?")
    empty = ticket_type.event.questions.create(text="Noch etwas?")
    anna = register(ticket_type, "Anna", answers={question.pk: "Verschwörhaus", empty.pk: ""})
    assert [(answer.question, answer.value) for answer in anna.answers.all()] == [(question, "Verschwörhaus")]


@pytest.mark.parametrize(
    ("fields", "moment", "refusal", "words"),
    [
        ({"opens_at": at("2026-11-03 09:00")}, NOW, NotOpenYet, r"3\.\sNovember"),
        ({"closes_at": at("2026-11-01 09:00")}, NOW, Closed, r"1\.\sNovember"),
        ({}, at("2026-11-12 18:00"), Closed, "18:00"),
        ({}, at("2026-11-12 20:00"), EventOver, "over|vorbei"),
        ({"allowed_domains": "bund.example"}, NOW, WrongDomain, "bund.example"),
        ({"condition": "Ich arbeite in einer Verwaltung."}, NOW, ConditionMissing, "Ich arbeite in einer Verwaltung."),
    ],
)
def test_a_sign_up_against_the_rules_is_refused_with_its_reason(fields, moment, refusal, words):
    ticket_type = make_ticket_type(**fields)
    with pytest.raises(refusal, match=words):
        attempt(ticket_type, now=moment)
    assert not Registration.objects.exists()
    assert not Message.objects.exists()


def test_subdomains_of_an_allowed_domain_may_sign_up_and_look_alikes_may_not():
    ticket_type = make_ticket_type(allowed_domains="bund.example, stadt.example")
    assert attempt(ticket_type, "a@bmi.bund.example") == Outcome.SEAT
    with pytest.raises(WrongDomain):
        attempt(ticket_type, "a@nichtbund.example")


def test_drafts_and_scheduled_cancelled_and_postponed_events_take_nobody():
    draft = make_ticket_type(make_event())
    with pytest.raises(NotPublished):
        attempt(draft)
    with pytest.raises(NotPublished):
        attempt(make_ticket_type(make_published(publish_at=NOW + dt.timedelta(days=1))))
    ticket_type = make_ticket_type()
    postpone(event=ticket_type.event, by=None, now=NOW)
    with pytest.raises(EventPostponed):
        attempt(ticket_type)
    cancel_event(event=ticket_type.event, by=None, now=NOW, reason="Krank")
    with pytest.raises(EventCancelled):
        attempt(ticket_type)


def test_a_foreign_ticket_type_is_refused():
    ours, theirs = make_ticket_type(), make_ticket_type()
    with pytest.raises(ForeignTicketType):
        sign_up(event=ours.event, ticket_type=theirs, name="Anna", email="anna@example.org", now=NOW)


def test_an_event_without_ticket_types_takes_nobody():
    with pytest.raises(NoSignUp):
        sign_up(event=make_published(), name="Anna", email="anna@example.org", now=NOW)


def test_a_full_event_without_a_waiting_list_names_the_contact():
    event = make_published(contact_email="hilfe@example.org")
    ticket_type = make_ticket_type(event, capacity=0, has_waiting_list=False)
    with pytest.raises(Full, match=r"hilfe@example\.org"):
        attempt(ticket_type)


def test_the_waiting_list_ends_at_its_size():
    ticket_type = make_ticket_type(capacity=0, waiting_list_size=1)
    assert attempt(ticket_type, "a@example.org") == Outcome.WAITING
    with pytest.raises(Full):
        attempt(ticket_type, "b@example.org")


def test_an_address_to_be_confirmed_holds_a_seat_for_a_while():
    ticket_type = make_ticket_type(capacity=1)
    set_up_sign_up(ticket_type.event, confirm_address=True, hold_minutes=60)
    assert attempt(ticket_type) == Outcome.CONFIRM
    anna = Registration.objects.get()
    assert (anna.state, anna.hold_until) == (State.UNCONFIRMED, NOW + dt.timedelta(hours=1))
    assert availability(ticket_type).free == 0
    confirm_address(registration=anna, now=NOW + dt.timedelta(minutes=59))
    confirm_address(registration=anna, now=NOW + dt.timedelta(minutes=59))
    anna.refresh_from_db()
    assert anna.is_confirmed
    assert mails(anna) == ["confirm_address", "registered"]


def test_a_held_seat_can_be_confirmed_while_the_event_is_postponed():
    ticket_type = make_ticket_type(capacity=1)
    set_up_sign_up(ticket_type.event, confirm_address=True)
    anna = register(ticket_type, "Anna")
    postpone(event=ticket_type.event, by=None, now=NOW)
    assert confirm_address(registration=anna, now=NOW).is_confirmed


def test_a_hold_that_is_over_gives_its_seat_to_the_next():
    ticket_type = make_ticket_type(capacity=1)
    set_up_sign_up(ticket_type.event, confirm_address=True, hold_minutes=60)
    anna = register(ticket_type, "Anna")
    ben = register(ticket_type, "Ben", now=NOW + dt.timedelta(minutes=1))
    confirm_address(registration=ben, now=NOW + dt.timedelta(minutes=2))
    ben.refresh_from_db()
    assert ben.is_waitlisted
    confirm_address(registration=anna, now=NOW + dt.timedelta(minutes=61))
    anna.refresh_from_db()
    ben.refresh_from_db()
    assert (ben.state, anna.state) == (State.CONFIRMED, State.WAITLISTED)


def test_a_sign_up_takes_at_most_nine_statements():
    ticket_type = make_ticket_type(capacity=5)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        attempt(ticket_type)
    bookkeeping = ("SAVEPOINT", "RELEASE", "SET LOCAL", "BEGIN", "COMMIT")
    statements = [query["sql"] for query in queries if not query["sql"].startswith(bookkeeping)]
    assert len(statements) <= 9, "\n".join(statements)
