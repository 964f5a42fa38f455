"""The public line on who comes."""

import pytest

from civicevents.testing import at, make_published, make_ticket_type, register, set_up_sign_up
from registrations.actions import cancel
from registrations.models import Question

pytestmark = pytest.mark.django_db


def event_with(kind="choice", **groups):
    """An event whose public question was answered by so many people with each of the options."""
    event = make_published(slug="daten", starts_at=at("2030-11-12 18:00"))
    ticket_type = make_ticket_type(event)
    question = Question.objects.create(event=event, text="Woher?", kind=kind, options="\n".join(groups))
    set_up_sign_up(event, public_question=question)
    for option, number in groups.items():
        for each in range(number):
            value = [option] if kind == "several" else option
            register(ticket_type, f"{option} {each}", answers={question.pk: value})
    return event


def shown(client):
    return " ".join(client.get("/en/events/daten/").content.decode().replace('<span dir="auto">', "").split())


@pytest.mark.parametrize("kind", ["choice", "several"])
def test_groups_of_five_up_are_named(client, kind):
    event_with(kind, Kommune=6, Land=4, Ehrenamt=5)
    page = shown(client)
    assert "6 Kommune</span>, 5 Ehrenamt</span>." in page
    assert "4 Land" not in page


def test_who_cancels_is_no_longer_counted(client):
    event = event_with(Kommune=5)
    cancel(registration=event.registrations.first(), now=event.registrations.first().created_at)
    assert "5 Kommune" not in shown(client)


def test_a_sensitive_question_is_never_public(client):
    event = event_with(Kommune=6)
    event.questions.update(sensitive=True)
    assert "6 Kommune" not in shown(client)


def test_nothing_is_said_unless_the_organiser_wants_it(client):
    event = event_with(Kommune=6)
    set_up_sign_up(event, public_question=None)
    assert "6 Kommune" not in shown(client)
