"""The organisers' workplace: its entrance, its first page, and what follows from saving."""

import pytest
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
    make_user,
    make_venue,
)
from civicevents.testing_forms import filled
from events.models import CoHost, Event, Topic
from events.search import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    user = make_member(role=Role.MANAGER)
    client.force_login(user)
    return user


def test_there_is_one_sign_in_and_it_leads_back(client):
    response = client.get(reverse("admin:events_event_add"), follow=True)
    address, status = response.redirect_chain[-1]
    assert (address.split("?")[0], status) == (reverse("account_login"), 302)
    assert address.endswith("next=/admin/events/event/add/")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_entrance_sends_nobody_elsewhere(client, manager, target):
    response = client.get(reverse("admin:login"), {"next": target})
    assert "evil" not in response.headers.get("Location", "")
    assert "javascript" not in response.headers.get("Location", "")


def test_an_account_without_an_organisation_is_told_so(client):
    client.force_login(make_user())
    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_the_first_page_is_in_the_order_of_work(client, manager):
    groups = client.get(reverse("admin:index")).context["app_list"]
    meetups = ["Event", "Series", "Programme", "CoHost", "Source"]
    assert [model["object_name"] for model in groups[0]["models"]] == meetups
    names = {model["object_name"] for group in groups for model in group["models"]}
    assert names.isdisjoint({"User", "Message", "Group", "EmailAddress", "Authenticator"})


def test_the_first_page_shows_requests_to_host_together(client, manager):
    event = make_published(organisation=make_neighbour(), title="Zu zweit", platform=make_platform())
    request = CoHost.objects.create(event=event, organisation=make_organisation())
    assert (
        reverse("admin:events_cohost_accept", args=[request.pk]) in client.get(reverse("admin:index")).content.decode()
    )
    request.accepted_at = NOW
    request.save()
    assert "Zu zweit" not in client.get(reverse("admin:index")).content.decode()


def test_missing_mail_settings_raise_an_alarm(client, manager, settings):
    settings.MISSING_MAIL_SETTINGS = ["EMAIL_HOST"]
    assert "EMAIL_HOST" in client.get(reverse("admin:events_event_changelist")).content.decode()
    settings.MISSING_MAIL_SETTINGS = []
    assert "EMAIL_HOST" not in client.get(reverse("admin:events_event_changelist")).content.decode()


def test_it_speaks_both_languages(client, manager):
    assert "<h1>Veranstaltungen</h1>" in client.get("/admin/events/event/").content.decode()
    assert "<h1>Events</h1>" in client.get("/en/admin/events/event/").content.decode()


def test_nothing_of_it_is_kept_by_caches(client, manager):
    assert "no-store" in client.get(reverse("admin:index")).headers["Cache-Control"]


def test_a_saved_event_is_found_by_what_it_says(client, manager):
    event = make_event(platform=make_platform())
    url = reverse("admin:events_event_change", args=[event.pk])
    client.post(url, filled(client.get(url), "event_form", subtitle="Zwetschgenkuchen"))
    assert list(find(Event.objects.all(), "Zwetschgenkuchen")[0]) == [event]


@pytest.mark.parametrize("kind", ["speaker", "venue", "topic"])
def test_events_are_found_by_the_new_name_of_what_they_show(client, kind):
    client.force_login(make_user(is_superuser=True))
    venue, speaker, topic = make_venue(), make_speaker(), Topic.objects.create(name="Alt")
    event = make_event(venue=venue)
    make_appearance(event, speaker.name)
    event.topics.add(topic)
    row = {"speaker": speaker, "venue": venue, "topic": topic}[kind]
    url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    client.post(url, filled(client.get(url), f"{row._meta.model_name}_form", name="Quittengelee"))
    assert list(find(Event.objects.all(), "Quittengelee")[0]) == [event]


def test_the_history_says_what_changed_for_the_public_and_who_did_it(client, manager):
    event = make_published(platform=make_platform())
    url = reverse("admin:events_event_change", args=[event.pk])
    client.post(url, filled(client.get(url), "event_form", room="Saal 3", begins="18:30"))
    history = client.get(reverse("admin:events_event_history", args=[event.pk])).content.decode()
    assert "Saal 3" in history
    assert "18:00</del>" in history
    assert "18:30</ins>" in history
    assert "Raum geändert" in history


def test_a_date_that_a_verb_refuses_stands_beside_the_field(client, manager):
    event = make_published(platform=make_platform(), starts_at=NOW.replace(year=2100))
    url = reverse("admin:events_event_change", args=[event.pk])
    response = client.post(url, filled(client.get(url), "event_form", first_day="2020-01-01", subtitle="Bleibt"))
    assert "Vergangenheit" in response.content.decode()
    assert filled(response, "event_form")["subtitle"] == ["Bleibt"]
