"""Promise 7 between hosts: whoever hosts together may edit, but answers for nothing that the publisher answers for."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Role
from civicevents.testing import (
    NOW,
    make_appearance,
    make_event,
    make_member,
    make_neighbour,
    make_organisation,
    make_platform,
    make_published,
    make_speaker,
    make_ticket_type,
    register,
)
from civicevents.testing_forms import filled
from events.models import CoHost, Event
from outbox.models import Message
from registrations.actions import send_stage_link

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture
def co_host(client):
    """Our organisation has accepted to host the neighbour's event; somebody of ours is signed in."""
    client.force_login(make_member(role=Role.EDITOR))
    event = make_published(organisation=make_neighbour(), platform=make_platform())
    return CoHost.objects.create(event=event, organisation=make_organisation(), accepted_at=NOW)


def test_a_co_host_does_not_make_itself_a_joint_controller(client, co_host):
    register(make_ticket_type(co_host.event), "Anna")
    url = reverse("admin:events_event_change", args=[co_host.event_id])
    data = filled(client.get(url), "event_form") | {
        "title": "Neuer Titel",
        "co_hosts-TOTAL_FORMS": "1",
        "co_hosts-INITIAL_FORMS": "1",
        "co_hosts-0-id": co_host.pk,
        "co_hosts-0-event": co_host.event_id,
        "co_hosts-0-organisation": co_host.organisation_id,
        "co_hosts-0-is_joint_controller": "on",
    }
    client.post(url, data)
    co_host.refresh_from_db()
    assert co_host.event.title == "Neuer Titel"  # editing is what co-hosts may
    assert not co_host.is_joint_controller
    assert client.get(reverse("admin:registrations_signup_change", args=[co_host.event_id])).status_code == 404


def test_a_co_host_does_not_bring_in_others(client, co_host):
    url = reverse("admin:events_event_change", args=[co_host.event_id])
    third = make_organisation("Drittes Amt")
    data = filled(client.get(url), "event_form") | {
        "co_hosts-TOTAL_FORMS": "1",
        "co_hosts-INITIAL_FORMS": "0",
        "co_hosts-0-organisation": third.pk,
        "co_hosts-0-position": "1",
    }
    client.post(url, data)
    assert CoHost.objects.get() == co_host


def test_the_publisher_says_who_hosts_together(client):
    client.force_login(make_member(role=Role.EDITOR))
    event = make_event(platform=make_platform())
    make_neighbour()
    query = {"app_label": "events", "model_name": "cohost", "field_name": "organisation", "term": "Nachbar"}
    (found,) = client.get(reverse("admin:autocomplete"), query).json()["results"]
    url = reverse("admin:events_event_change", args=[event.pk])
    data = filled(client.get(url), "event_form") | {
        "co_hosts-TOTAL_FORMS": "1",
        "co_hosts-0-organisation": found["id"],
        "co_hosts-0-is_joint_controller": "on",
        "co_hosts-0-position": "1",
    }
    client.post(url, data)
    assert CoHost.objects.get().is_joint_controller


def test_a_co_host_does_not_delete_the_publishers_draft(client, co_host):
    Event.objects.update(status="draft")
    url = reverse("admin:events_event_delete", args=[co_host.event_id])
    assert client.post(url, {"post": "yes"}).status_code == 403
    client.post(
        reverse("admin:events_event_changelist"),
        {"action": "delete_selected", "_selected_action": [co_host.event_id], "post": "yes"},
    )
    assert Event.objects.exists()
    client.force_login(make_member(make_neighbour()))
    client.post(url, {"post": "yes"})
    assert not Event.objects.exists()


@pytest.mark.parametrize("failed", [False, True])
def test_the_list_of_mails_does_not_show_the_address_of_somebody_elses_speaker(client, failed):
    event = make_published(platform=make_platform())
    make_speaker("Nora Nachbarin", organisation=make_neighbour(), email="geheim@example.org")
    make_speaker("Olga Eigen", email="eigen@example.org")
    for name in ("Nora Nachbarin", "Olga Eigen"):
        send_stage_link(appearance=make_appearance(event, name), by=None, now=NOW)
    if failed:
        Message.objects.update(state=Message.State.FAILED, error="550 <geheim@example.org>: no such user")
        Message.objects.filter(recipient="eigen@example.org").update(error="550 <eigen@example.org>: no such user")
    client.force_login(make_member(role=Role.MANAGER))
    page = client.get(reverse("admin:registrations_signup_mails", args=[event.pk])).content.decode()
    assert "Nora Nachbarin" in page and "geheim@example.org" not in page
    assert "eigen@example.org" in page


@pytest.mark.parametrize(
    "query",
    ["q=%00", "%00=1", "status__exact=%00", "ticket_type=%00", "ticket_type=abc", "ticket_type=99999999999999999999",
     "state__exact=%00", "source__exact=%00", "o=%00", "p=%00", "when=x", "event=abc"],
)  # fmt: skip
def test_what_is_no_question_is_refused_without_an_error(client, query):
    event = make_published(platform=make_platform())
    for name in ("vor Ort", "online"):
        make_ticket_type(event, name=name)
    client.force_login(make_member(role=Role.MANAGER))
    client.raise_request_exception = False
    for name in ("events_event", "registrations_signup", "registrations_registration"):
        address = reverse(f"admin:{name}_changelist")
        assert client.get(f"{address}?event={event.pk}&{query}").status_code in (200, 302, 400)
    address = reverse("admin:autocomplete") + "?app_label=events&model_name=event&field_name=venue&"
    assert client.get(address + query.replace("q=", "term=")).status_code in (200, 400)


def test_who_is_to_answer_for_the_data_too_is_asked_again(client):
    client.force_login(make_member(role=Role.EDITOR))
    event = make_event(platform=make_platform())
    co_host = CoHost.objects.create(event=event, organisation=make_neighbour(), accepted_at=NOW)
    url = reverse("admin:events_event_change", args=[event.pk])
    client.post(url, filled(client.get(url), "event_form") | {"co_hosts-0-is_joint_controller": "on"})
    co_host.refresh_from_db()
    assert co_host.is_joint_controller and co_host.accepted_at is None
