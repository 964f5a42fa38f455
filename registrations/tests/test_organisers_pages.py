"""The organisers' pages about participants: lists, decisions, messages, calls, mails."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from civicevents.testing import (
    NOW,
    at,
    mails,
    make_co_host,
    make_member,
    make_neighbour,
    make_organisation,
    make_published,
    make_ticket_type,
    register,
)
from civicevents.testing_forms import filled
from outbox.models import Message
from registrations.actions import add_by_hand
from registrations.models import Broadcast, Call, Question, Registration, Source, State

pytestmark = pytest.mark.django_db
PAGES = ["change", "add_by_hand", "invite", "write", "calls", "mails", "numbers", "export", "print"]
FOR_VIEWERS = ["change", "mails", "numbers", "print"]
AHEAD = {"starts_at": at("2030-11-12 18:00")}


@pytest.fixture
def editor(client):
    user = make_member()
    client.force_login(user)
    return user


@pytest.fixture
def ticket_type():
    return make_ticket_type(make_published(**AHEAD), name="vor Ort")


def address(name, event):
    return reverse(f"admin:registrations_signup_{name}", args=[event.pk])


def listed(event, **query):
    words = "".join(f"&{name}={value}" for name, value in query.items())
    return reverse("admin:registrations_registration_changelist") + f"?event={event.pk}{words}"


def person(registration):
    return reverse("admin:registrations_registration_change", args=[registration.pk])


def press(client, event, verb, *registrations, **data):
    """Choose a verb for the ticked participants."""
    data |= {"action": verb, "_selected_action": [registration.pk for registration in registrations]}
    return client.post(listed(event), data, follow=True)


def pending(ticket_type, *names):
    ticket_type.needs_approval = True
    ticket_type.save()
    return [register(ticket_type, name) for name in names]


def test_every_page_answers(client, editor, ticket_type):
    anna = register(ticket_type, "Anna")
    event = ticket_type.event
    for url in [listed(event), listed(event, q="ann"), person(anna), *(address(name, event) for name in PAGES)]:
        response = client.get(url)
        assert response.status_code == 200, url
        assert "no-store" in response.headers["Cache-Control"], url


def test_a_viewer_sees_no_addresses(client, ticket_type):
    anna = register(ticket_type, "Anna")
    Message.objects.filter(parameters__registration=anna.pk).update(
        state=Message.State.FAILED, error="550 <anna@example.org> unknown"
    )
    event = ticket_type.event
    client.force_login(make_member(role=Role.VIEWER))
    for url in [listed(event), person(anna), *(address(name, event) for name in FOR_VIEWERS)]:
        response = client.get(url)
        assert response.status_code == 200, url
        assert "anna@example.org" not in response.content.decode(), url
    assert "Anna" in client.get(listed(event)).content.decode()
    for name in set(PAGES) - set(FOR_VIEWERS):
        assert client.get(address(name, event)).status_code == 404, name
    assert client.post(address("mails", event), {"mail": "1"}).status_code == 404
    press(client, event, "cancel", anna, confirmed="1")
    anna.refresh_from_db()
    assert anna.is_confirmed


def test_a_viewer_cannot_find_addresses_by_asking(client, ticket_type):
    register(ticket_type, "Anna", "verborgen@example.org")
    event = ticket_type.event
    client.force_login(make_member(role=Role.VIEWER))
    assert "Anna" not in client.get(listed(event, q="verborgen")).content.decode()
    for field in ("email__startswith", "address_key", "phone__startswith", "door_code__startswith"):
        assert client.get(listed(event, **{field: "v"})).status_code == 400, field


def test_who_edits_one_organisation_and_views_another_changes_the_first_alone(client, ticket_type):
    user = make_member(role=Role.VIEWER)
    theirs = register(ticket_type, "Anna")
    own = register(make_ticket_type(make_published(organisation=make_neighbour(), **AHEAD)), "Ben")
    user.memberships.create(organisation=make_neighbour(), role=Role.EDITOR)
    client.force_login(user)
    everybody = reverse("admin:registrations_registration_changelist")
    page = client.get(everybody).content.decode()
    assert "ben@example.org" in page
    assert "anna@example.org" not in page
    data = {"action": "cancel", "_selected_action": [theirs.pk, own.pk], "confirmed": "1"}
    client.post(everybody, data)
    theirs.refresh_from_db()
    own.refresh_from_db()
    assert (theirs.state, own.state) == (State.CONFIRMED, State.CANCELLED)


@pytest.mark.parametrize(("is_joint_controller", "accepted", "status"), [(True, True, 200), (False, True, 404),
                                                                         (True, False, 404)])  # fmt: skip
def test_a_co_host_sees_participants_only_as_a_declared_joint_controller(
    client, ticket_type, is_joint_controller, accepted, status
):
    anna = register(ticket_type, "Anna")
    make_co_host(ticket_type.event, accepted=accepted, is_joint_controller=is_joint_controller)
    client.force_login(make_member(make_neighbour(), role=Role.MANAGER))
    assert client.get(person(anna)).status_code == status
    assert client.get(address("write", ticket_type.event)).status_code == status
    shown = "Anna" in client.get(listed(ticket_type.event)).content.decode()
    assert shown == (status == 200)


def test_several_are_approved_at_once_and_each_is_told_once(client, editor, ticket_type):
    people = pending(ticket_type, "Anna", "Ben", "Cem")
    for _ in range(2):
        press(client, ticket_type.event, "approve", *people)
    assert {each.state for each in Registration.objects.all()} == {State.CONFIRMED}
    assert [mails(each) for each in people] == [["pending", "approved"]] * 3


def test_a_refusal_is_shown(client, editor, ticket_type):
    (anna,) = pending(ticket_type, "Anna")
    response = press(client, ticket_type.event, "check_in", anna)
    assert "Anna hat keinen Platz" in response.content.decode()


def test_declining_asks_for_the_reason_first(client, editor, ticket_type):
    (anna,) = pending(ticket_type, "Anna")
    asked = press(client, ticket_type.event, "decline", anna)
    anna.refresh_from_db()
    assert anna.state == State.PENDING
    client.post(listed(ticket_type.event), filled(asked, "ask", reason="Nur für Verwaltungen."))
    anna.refresh_from_db()
    assert (anna.state, anna.cancel_reason) == (State.DECLINED, "Nur für Verwaltungen.")


def test_a_ticket_type_is_switched(client, editor, ticket_type):
    anna = register(ticket_type, "Anna")
    online = make_ticket_type(ticket_type.event, name="online")
    press(client, ticket_type.event, "switch", anna, confirmed="1", ticket_type=online.pk)
    anna.refresh_from_db()
    assert anna.ticket_type == online


def test_a_ticket_type_of_another_event_is_no_choice(client, editor, ticket_type):
    anna = register(ticket_type, "Anna")
    elsewhere = make_ticket_type(make_published(**AHEAD), name="anderswo")
    press(client, ticket_type.event, "switch", anna, confirmed="1", ticket_type=elsewhere.pk)
    anna.refresh_from_db()
    assert anna.ticket_type == ticket_type


def test_somebody_who_waits_gets_an_extra_seat(client, editor):
    ticket_type = make_ticket_type(make_published(**AHEAD), capacity=1)
    register(ticket_type, "Anna")
    ben = register(ticket_type, "Ben")
    press(client, ticket_type.event, "move_up", ben, confirmed="1", extra_seat="on")
    ben.refresh_from_db()
    assert ben.is_confirmed
    assert ben.extra_seat


def test_everything_about_a_person_is_deleted(client, editor, ticket_type):
    anna = register(ticket_type, "Anna")
    press(client, ticket_type.event, "erase", anna, confirmed="1", _to_row="1")
    assert not Registration.objects.exists()


def test_saving_the_note_leaves_the_seat_alone(client, editor, ticket_type):
    anna = register(ticket_type, "Anna")
    data = filled(client.get(person(anna)), "registration_form", internal_note="Ruft noch an.")
    client.post(person(anna), data | {"state": "cancelled", "name": "Jemand"})
    anna.refresh_from_db()
    assert (anna.internal_note, anna.state, anna.name) == ("Ruft noch an.", State.CONFIRMED, "Anna")


def test_the_list_is_filtered_by_answers(client, editor, ticket_type):
    event = ticket_type.event
    group = Question.objects.create(event=event, text="Welche Arbeitsgruppe?", kind="choice", options="Daten\nRecht")
    register(ticket_type, "Anna", answers={group.pk: "Daten"})
    register(ticket_type, "Ben", answers={group.pk: "Recht"})
    page = client.get(listed(event, **{f"answer_{group.pk}": "Recht"})).content.decode()
    assert "ben@example.org" in page
    assert "anna@example.org" not in page


def test_a_list_of_thousands_costs_as_many_queries_as_one_of_three(
    client, editor, ticket_type, django_assert_num_queries
):
    names = [f"Person {number}" for number in range(3)]
    for name in names:
        register(ticket_type, name)
    event = ticket_type.event
    client.get(listed(event))
    with CaptureQueriesContext(connection) as few:
        client.get(listed(event))
    Registration.objects.bulk_create(
        Registration(
            event=event, ticket_type=ticket_type, state=State.CONFIRMED, name=f"Mensch {number}",
            email=f"m{number}@example.org", address_key=f"m{number}@example.org", created_at=NOW, confirmed_at=NOW,
        )
        for number in range(10_000)
    )  # fmt: skip
    with django_assert_num_queries(len(few)):
        response = client.get(listed(event))
    assert response.content.decode().count('name="_selected_action"') == 50
    assert len(few) < 20


def test_somebody_is_added_by_hand(client, editor, ticket_type):
    event = ticket_type.event
    data = filled(client.get(address("add_by_hand", event)), "by-hand", name="Grete Beispiel", phone="0731 1234",
                  source="phone", consent_note="Anruf vom 3. November")  # fmt: skip
    assert client.post(address("add_by_hand", event), data).status_code == 302
    grete = Registration.objects.get()
    assert (grete.source, grete.entered_by, grete.state) == (Source.PHONE, editor, State.CONFIRMED)
    assert not Message.objects.exists()


def test_an_address_that_is_signed_up_is_said_to_the_organiser(client, editor, ticket_type):
    register(ticket_type, "Anna")
    event = ticket_type.event
    data = filled(client.get(address("add_by_hand", event)), "by-hand", name="Anna", email="anna@example.org",
                  consent_note="Mail")  # fmt: skip
    response = client.post(address("add_by_hand", event), data)
    assert response.status_code == 422
    assert "anna@example.org ist" in response.content.decode()
    assert 'value="Anna"' in response.content.decode()


def test_a_list_of_addresses_is_invited(client, editor, ticket_type):
    event = ticket_type.event
    lines = "Anna Muster <anna@example.org>\nben@example.org\n\nanna@example.org"
    data = filled(client.get(address("invite", event)), "invite", guests=lines)
    client.post(address("invite", event), data)
    assert sorted(event.invited_guests.values_list("name", "email")) == [
        ("", "ben@example.org"), ("Anna Muster", "anna@example.org"),
    ]  # fmt: skip
    wrong = client.post(address("invite", event), data | {"guests": "cem@example.org\nkeine Adresse"})
    assert wrong.status_code == 422
    assert "Zeile 2" in wrong.content.decode()
    assert event.invited_guests.count() == 2


def test_a_message_is_looked_at_before_it_is_sent(client, editor, ticket_type):
    for name in ("Anna", "Ben"):
        register(ticket_type, name)
    url = address("write", ticket_type.event)
    data = filled(client.get(url), "write", subject="Raum", body="Wir sind im **zweiten** Stock.")
    preview = client.post(url, data)
    assert "<strong>zweiten</strong>" in preview.content.decode()
    assert not Broadcast.objects.exists()
    client.post(url, filled(preview, "send") | {"send": "2"})
    assert Broadcast.objects.get().recipients == 2
    assert len(mails(kind="organisers_message")) == 2


def test_a_double_click_sends_a_message_once(client, editor, ticket_type):
    register(ticket_type, "Anna")
    url = address("write", ticket_type.event)
    data = filled(client.get(url), "write", subject="Raum", body="Zweiter Stock.") | {"send": "1"}
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 422]
    assert len(mails(kind="organisers_message")) == 1


def test_a_message_whose_recipients_have_changed_is_shown_again(client, editor, ticket_type):
    register(ticket_type, "Anna")
    url = address("write", ticket_type.event)
    data = filled(client.get(url), "write", subject="Raum", body="Zweiter Stock.") | {"send": "1"}
    register(ticket_type, "Ben")
    assert client.post(url, data).status_code == 200
    assert not Broadcast.objects.exists()


def test_calls_are_ticked_off(client, editor, ticket_type):
    event = ticket_type.event
    grete = add_by_hand(event=event, name="Grete", phone="0731 1234", source=Source.PHONE, by=editor, now=NOW)
    press(client, event, "cancel", grete, confirmed="1")
    page = client.get(address("calls", event))
    assert "0731 1234" in page.content.decode()
    call = Call.objects.get()
    client.post(address("calls", event), {"call": call.pk})
    call.refresh_from_db()
    assert call.done_by == editor


def test_a_call_of_another_organisation_cannot_be_ticked_off(client, editor, ticket_type):
    there = make_ticket_type(make_published(organisation=make_neighbour(), **AHEAD))
    foreign = add_by_hand(event=there.event, name="X", source=Source.PHONE, by=None, now=NOW)
    call = foreign.calls.create(kind="registered", created_at=NOW)
    client.post(address("calls", ticket_type.event), {"call": call.pk})
    call.refresh_from_db()
    assert call.done_at is None


def test_failed_mails_are_tried_again_and_no_others(client, editor, ticket_type):
    anna = register(ticket_type, "Anna")
    message = Message.objects.get(parameters__registration=anna.pk)
    Message.objects.filter(pk=message.pk).update(state=Message.State.FAILED, error="550 unbekannt")
    other = Message.objects.create(
        kind="x", recipient="x@example.org", message_id="<3@x>", about="events.event:0", state=Message.State.FAILED,
        not_before=NOW, created_at=NOW,
    )  # fmt: skip
    url = address("mails", ticket_type.event)
    assert "550 unbekannt" in client.get(url).content.decode()
    client.post(url, {"mail": [message.pk, other.pk]})
    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == ["queued", "failed"]


def test_every_change_needs_the_token_of_the_form(ticket_type):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member())
    anna = register(ticket_type, "Anna")
    assert client.post(listed(ticket_type.event), {"action": "cancel", "_selected_action": anna.pk}).status_code == 403
    assert client.post(address("export", ticket_type.event), {"format": "csv"}).status_code == 403


def test_the_data_protection_page_is_for_managers_and_about_their_own_events(client, ticket_type):
    register(ticket_type, "Anna")
    foreign = make_ticket_type(make_published(organisation=make_neighbour(), title="Fremd", **AHEAD))
    register(foreign, "Ben")
    url = reverse("admin:registrations_signup_privacy")
    for role, status in ((Role.VIEWER, 403), (Role.EDITOR, 403), (Role.MANAGER, 200)):
        client.force_login(make_member(make_organisation(), role=role))
        assert client.get(url).status_code == status
    page = client.get(url).content.decode()
    assert ticket_type.event.title in page
    assert "12.\xa0Dezember\xa02030" in page
    assert "Fremd" not in page
