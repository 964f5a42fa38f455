"""The sign-up rules of the five model meetups can be set up as they were."""

import datetime as dt

import pytest

from civicevents.testing import NOW, at, make_member, make_published, make_ticket_type, register, set_up_sign_up
from registrations.actions import Outcome, Refused, add_by_hand, sign_up, switch
from registrations.actions.refusals import Closed, ConditionMissing
from registrations.models import Question, Source, State
from registrations.offers import offers
from registrations.tallies import numbers

pytestmark = pytest.mark.django_db


def test_a_networking_camp_with_a_deadline_a_week_before_and_sign_up_by_mail():
    """Everyone says which lab they work in, and whoever cannot use the form writes a mail."""
    event = make_published(contact_email="info@labor.example")
    ticket_type = make_ticket_type(event, closes_at=event.starts_at - dt.timedelta(days=7))
    lab = event.questions.create(text="In welchem Labor arbeiten Sie?", required=True)
    anna = register(ticket_type, "Anna", answers={lab.pk: "Verschwörhaus"}, now=at("2026-11-05 17:59"))
    assert [answer.shown for answer in anna.answers.all()] == ["Verschwörhaus"]
    with pytest.raises(Closed, match=r"info@labor\.example"):
        register(ticket_type, "Ben", now=at("2026-11-05 18:00"))
    values = {"source": Source.MAIL, "by": make_member(), "now": at("2026-11-06 09:00")}
    ben = add_by_hand(
        event=event, name="Ben", email="ben@example.org", consent_note="Mail vom 6. November", answers={lab.pk: "Lab"},
        **values,
    )  # fmt: skip
    assert ben.is_confirmed


def test_a_workshop_whose_seats_are_limited_for_technical_reasons():
    ticket_type = make_ticket_type(capacity=1, capacity_reason="aus technischen Gründen")
    register(ticket_type, "Anna")
    (offer,) = offers(event=ticket_type.event, now=NOW)
    assert (offer.outcome, offer.ticket_type.capacity_reason) == (Outcome.WAITING, "aus technischen Gründen")


def test_two_audiences_with_thirty_seats_each_and_a_condition_to_confirm():
    event = make_published()
    office = make_ticket_type(event, 30, name="Verwaltung", condition="Ich arbeite in einer Verwaltung.")
    make_ticket_type(event, 30, name="Ehrenamt", position=1)
    with pytest.raises(ConditionMissing):
        sign_up(event=event, ticket_type=office, name="Anna", email="anna@example.org", now=NOW)
    anna = register(office, "Anna", condition_confirmed=True)
    assert anna.condition_confirmed == "Ich arbeite in einer Verwaltung."
    assert numbers(event)["ticket_type", "Verwaltung"] == 1


def test_newcomers_from_monday_and_everyone_from_thursday():
    event = make_published()
    set_up_sign_up(event, total_capacity=40)
    new = make_ticket_type(event, 10, name="Neue", opens_at=at("2026-11-02 09:00"))
    everyone = make_ticket_type(event, name="Alle", opens_at=at("2026-11-05 09:00"), position=1)
    assert register(new, "Anna").is_confirmed
    with pytest.raises(Refused, match=r"5\.\sNovember"):
        register(everyone, "Ben")
    assert register(everyone, "Ben", now=at("2026-11-05 09:00")).is_confirmed


def test_a_choice_of_a_work_group_as_a_question_or_as_contingents():
    event = make_published()
    group = event.questions.create(
        text="Arbeitsgruppe", kind=Question.Kind.CHOICE, options="Daten\nOrte", required=True
    )
    first = make_ticket_type(event, 1, name="Gruppe Daten")
    second = make_ticket_type(event, 1, name="Gruppe Orte", position=1)
    anna = register(first, "Anna", answers={group.pk: group.choices[0]})
    assert numbers(event)[f"question:{group.pk}", "Daten"] == 1
    assert switch(registration=anna, ticket_type=second, now=NOW).state == State.CONFIRMED
