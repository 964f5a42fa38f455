"""Setting sign-up up in the admin: windows on the wall clock, capacities that promote, whose rows."""

import pytest
from django.urls import reverse

from accounts.models import Role
from civicevents.testing import (
    at,
    mails,
    make_member,
    make_neighbour,
    make_published,
    make_ticket_type,
    register,
)
from civicevents.testing_forms import filled, with_row
from registrations.models import AccessDetails, Question, RegistrationSettings, State, TicketType

pytestmark = pytest.mark.django_db
AHEAD = {"starts_at": at("2030-11-12 18:00")}


@pytest.fixture
def event(client):
    client.force_login(make_member())
    return make_published(**AHEAD)


def form(client, event, **changes):
    url = reverse("admin:registrations_signup_change", args=[event.pk])
    return url, filled(client.get(url), "signup_form", **changes)


def save(client, event, **changes):
    url, data = form(client, event, **changes)
    return client.post(url, data, follow=True)


def test_a_first_ticket_type_opens_sign_up(client, event):
    response = save(client, event, **{
        "ticket_types-0-name": "vor Ort", "ticket_types-0-capacity": "30", "ticket_types-0-closes_day": "2030-11-05",
    })  # fmt: skip
    assert response.status_code == 200
    ticket_type = TicketType.objects.get()
    assert (ticket_type.capacity, ticket_type.closes_at) == (30, at("2030-11-05 23:59"))
    event.availability.refresh_from_db()
    assert event.availability.takes_registrations
    assert not RegistrationSettings.objects.exists()


def test_windows_are_entered_on_the_wall_clock_of_the_event(client):
    client.force_login(make_member())
    event = make_published(**AHEAD, time_zone="America/Chicago")
    save(client, event, **{"ticket_types-0-closes_day": "2030-11-05", "ticket_types-0-closes_clock": "12:00"})
    assert f"{TicketType.objects.get().closes_at.astimezone(event.zone):%Y-%m-%d %H:%M}" == "2030-11-05 12:00"
    _url, data = form(client, event)
    assert data["ticket_types-0-closes_clock"] == ["12:00"]


def test_an_hour_that_does_not_exist_is_refused(client, event):
    response = save(client, event, **{
        "ticket_types-0-opens_day": "2030-03-31", "ticket_types-0-opens_clock": "02:30",
    })  # fmt: skip
    assert "02:30 Uhr gibt es an diesem Tag nicht" in response.content.decode()
    assert not TicketType.objects.exists()


def test_sign_up_that_closes_before_it_opens_is_refused(client, event):
    save(client, event, **{"ticket_types-0-opens_day": "2030-11-05", "ticket_types-0-closes_day": "2030-11-04"})
    assert not TicketType.objects.exists()


def test_a_raised_capacity_promotes_and_says_so(client, event):
    ticket_type = make_ticket_type(event, capacity=1)
    register(ticket_type, "Anna")
    ben = register(ticket_type, "Ben")
    response = save(client, event, **{"ticket_types-0-capacity": "2"})
    ben.refresh_from_db()
    assert ben.is_confirmed
    assert mails(ben) == ["waitlisted", "moved_up"]
    assert "Eine Person ist von der Warteliste nachgerückt" in response.content.decode()


def test_a_capacity_below_the_confirmed_throws_nobody_out_and_says_by_how_many(client, event):
    ticket_type = make_ticket_type(event, capacity=3)
    people = [register(ticket_type, name) for name in ("Anna", "Ben", "Cem")]
    response = save(client, event, **{"ticket_types-0-capacity": "1"})
    assert "2 bestätigte Personen mehr als Plätze" in response.content.decode()
    assert {type(each).objects.get(pk=each.pk).state for each in people} == {State.CONFIRMED}


def test_the_total_over_all_promotes_too(client, event):
    ticket_type = make_ticket_type(event)
    save(client, event, **{"registration_settings-0-total_capacity": "1"})
    register(ticket_type, "Anna")
    ben = register(ticket_type, "Ben")
    assert ben.is_waitlisted
    save(client, event, **{"registration_settings-0-total_capacity": ""})
    ben.refresh_from_db()
    assert ben.is_confirmed


def test_a_ticket_type_with_participants_stays(client, event):
    register(make_ticket_type(event), "Anna")
    save(client, event, **{"ticket_types-0-DELETE": "on"})
    assert TicketType.objects.count() == 1


def test_a_question_with_answers_keeps_its_kind(client, event):
    ticket_type = make_ticket_type(event)
    question = Question.objects.create(event=event, text="Woher?")
    register(ticket_type, "Anna", answers={question.pk: "Ulm"})
    save(client, event, **{"questions-0-kind": "number"})
    question.refresh_from_db()
    assert question.kind == "text"


def test_rows_of_another_event_are_no_choice(client, event):
    make_ticket_type(event)
    elsewhere = make_published(**AHEAD)
    foreign = make_ticket_type(elsewhere, name="anderswo")
    asked = Question.objects.create(event=elsewhere, text="Woher?", kind="choice", options="Ulm")
    url, data = form(client, event)
    data = with_row(data, "questions", text="Wozu?", kind="text", ticket_type=foreign.pk)
    client.post(url, data)
    assert not Question.objects.filter(event=event).exists()
    save(client, event, **{"registration_settings-0-public_question": asked.pk})
    assert not RegistrationSettings.objects.exists()


def test_a_forged_row_of_another_organisation_is_not_touched(client, event):
    foreign = make_ticket_type(make_published(organisation=make_neighbour(), **AHEAD), capacity=5)
    url, data = form(client, event)
    data |= {"ticket_types-INITIAL_FORMS": "1", "ticket_types-0-id": foreign.pk, "ticket_types-0-capacity": "500",
             "ticket_types-0-event": event.pk}  # fmt: skip
    client.post(url, data)
    foreign.refresh_from_db()
    assert (foreign.capacity, foreign.event_id == event.pk) == (5, False)


def test_changed_access_details_are_told_of(client, event):
    ticket_type = make_ticket_type(event)
    details = AccessDetails.objects.create(event=event, link="https://example.org/alt")
    anna = register(ticket_type, "Anna")
    type(anna).objects.filter(pk=anna.pk).update(access_told=1)
    response = save(client, event, **{"access_details-0-link": "https://example.org/neu"})
    details.refresh_from_db()
    assert (details.link, details.revision) == ("https://example.org/neu", 2)
    assert "in wenigen Minuten" in response.content.decode()


def test_a_viewer_sees_the_rules_but_not_the_way_in(client):
    event = make_published(**AHEAD)
    make_ticket_type(event, name="vor Ort")
    AccessDetails.objects.create(event=event, link="https://example.org/raum", passcode="geheim")
    client.force_login(make_member(role=Role.VIEWER))
    url = reverse("admin:registrations_signup_change", args=[event.pk])
    page = client.get(url).content.decode()
    assert "vor Ort" in page
    assert "geheim" not in page
    assert client.post(url, {}).status_code == 403


def test_the_event_itself_is_not_written_by_this_form(client, event):
    make_ticket_type(event)
    url, data = form(client, event)
    type(event).objects.filter(pk=event.pk).update(title="Inzwischen anders")
    client.post(url, data)
    event.refresh_from_db()
    assert event.title == "Inzwischen anders"
