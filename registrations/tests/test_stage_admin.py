"""The organisers' page about the stage and the door."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from civicevents.testing import mails, make_appearance, make_member, make_neighbour, make_published
from events.models import Appearance, Event
from outbox.mails import Drop, render
from registrations import links
from registrations.models import StagePage
from registrations.tests.test_stage import on_stage, rights, stage_of
from speakers.models import Speaker

pytestmark = pytest.mark.django_db


def page_of(event):
    return reverse("admin:registrations_signup_stage", args=[event.pk])


@pytest.fixture
def adriana(client):
    appearance = on_stage()
    client.force_login(make_member())
    return appearance


def press(client, appearance, verb):
    return client.post(page_of(appearance.event), {"do": verb, "appearance": appearance.pk}, follow=True)


def test_the_page_shows_the_links_and_changes_nothing(client, adriana):
    page = client.get(page_of(adriana.event)).content.decode()
    assert links.door_page(adriana.event) in page and links.stage_page(adriana) in page
    assert "Eintrag noch nicht freigegeben" in page
    assert not StagePage.objects.exists() and not mails(kind="stage_link")


def test_links_are_sent_to_all_who_have_none_yet(client, adriana):
    make_appearance(adriana.event, "Berta Ohneadresse")
    press(client, adriana, "send_all")
    press(client, adriana, "send_all")
    assert [mail.recipient for mail in mails(kind="stage_link")] == ["adriana@example.org"]


def test_a_proposal_is_shown_and_taken_over(client, adriana):
    client.post(stage_of(adriana), {"do": "text", "function": "Vorständin", "bio": "Neu."})
    client.post(stage_of(adriana), rights())
    page = client.get(page_of(adriana.event)).content.decode()
    assert "Vorständin" in page and "Kim Kamera" in page and "Adriana am Pult" in page
    assert "Der Text von Adriana Groh steht auf der Seite." in press(client, adriana, "text").content.decode()
    press(client, adriana, "picture")
    assert Appearance.objects.get().function == "Vorständin" and Speaker.objects.get().picture
    assert "schon entschieden" in press(client, adriana, "picture").content.decode()


def test_a_proposal_can_be_declined_and_links_renewed(client, adriana):
    client.post(stage_of(adriana), {"do": "text", "function": "Kaiserin", "bio": ""})
    former, door = stage_of(adriana), links.door_page(adriana.event)
    press(client, adriana, "decline")
    press(client, adriana, "renew")
    press(client, adriana, "renew_door")
    assert Appearance.objects.get().function == "Geschäftsführerin" and not StagePage.objects.get().awaits_decision
    assert client.get(former).status_code == 404
    assert client.get(door.removeprefix("http://testserver")).status_code == 404


def test_a_foreign_picture_is_decided_elsewhere(client, adriana):
    client.post(stage_of(adriana), rights())
    Speaker.objects.update(organisation=make_neighbour())
    assert 'value="picture"' not in client.get(page_of(adriana.event)).content.decode()
    press(client, adriana, "picture")
    assert Speaker.objects.get().picture is None


def test_neighbours_and_viewers_do_not_see_the_links(client, adriana):
    for member in (make_member(make_neighbour()), make_member(role=Role.VIEWER)):
        client.force_login(member)
        assert client.get(page_of(adriana.event)).status_code == 404
        assert press(client, adriana, "send").status_code == 404
    assert not mails(kind="stage_link")


def test_a_person_of_another_event_is_unknown(client, adriana):
    other = make_appearance(make_published(title="Anderswo"), "Berta Bühne")
    for number in ("", "x", "²", "9" * 30, "999999", other.pk):
        answer = client.post(page_of(adriana.event), {"do": "send", "appearance": number})
        assert answer.status_code == 404
    assert not mails(kind="stage_link")


def test_the_contact_hears_of_a_correction_once_an_hour(client, adriana):
    Event.objects.update(contact_email="host@example.org")
    for bio in ("Neu.", "Noch neuer."):
        client.post(stage_of(adriana), {"do": "text", "function": "Vorständin", "bio": bio})
    (message,) = mails(kind="stage_corrected")
    mail = render(message, now=timezone.now())
    assert message.recipient == "host@example.org" and page_of(adriana.event) in mail.text
    assert "Adriana Groh" in mail.text and "Neu" not in mail.text
    press(client, adriana, "decline")
    assert isinstance(render(message, now=timezone.now()), Drop)
