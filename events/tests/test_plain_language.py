"""The version in plain language: one switch away, public, with the same facts."""

import json
import re

import pytest
from django.utils import timezone

from accounts.slugs import FormerSlug
from civicevents.testing import (
    at,
    make_event,
    make_organisation,
    make_platform,
    make_published,
    make_section,
    make_ticket_type,
    make_venue,
)
from events.checks import findings
from events.models import Event, Status
from events.preview import preview_address

pytestmark = pytest.mark.django_db
PLAIN = {"plain_title": "Treffen über Daten", "plain_summary": "Wir reden über Daten.\nAlle können kommen."}


@pytest.fixture
def event():
    make_organisation(contact_email="meetup@example.org")
    event = make_published(slug="daten", starts_at=at("2037-03-05 18:00"), platform=make_platform(), **PLAIN)
    make_section(event, "Das Thema", plain_heading="Darum geht es", plain_body="Daten sind Zahlen.\nZahlen helfen.")
    make_section(event, "Für Fachleute", "Föderierte Kataloge.")
    return event


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_switch_stands_above_the_title_and_leads_back(client, event):
    text = read(client, "/events/daten/")
    assert text.index('href="/events/daten/plain/"') < text.index("<h1")
    text = read(client, "/events/daten/plain/")
    assert text.index('href="/events/daten/"') < text.index("<h1")


def test_it_holds_title_summary_and_sections_in_plain_language_and_no_others(client, event):
    text = read(client, "/events/daten/plain/")
    assert "Treffen über Daten" in text and "Alle können kommen." in text
    assert "Darum geht es" in text and "Zahlen helfen." in text
    assert "Das Thema" not in text and "Föderierte" not in text and event.title not in re.sub("<script.*", "", text)


def test_the_text_is_marked_as_a_simple_form_of_its_language(client, event):
    for address in ("/events/daten/plain/", "/en/events/daten/plain/"):
        assert '<h1 dir="auto" lang="de-simple">' in read(client, address)
    assert 'hreflang="de-simple" href="http://testserver/events/daten/plain/"' in read(client, "/events/daten/")
    text = read(client, "/events/daten/plain/")
    assert '<link rel="canonical" href="http://testserver/events/daten/plain/">' in text
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', text)[1])
    assert (data["inLanguage"], data["about"]["@id"]) == ("de-simple", "http://testserver/events/daten/")


def test_facts_come_in_short_sentences_in_both_languages(client, event):
    assert "Das Treffen ist im Internet." in read(client, "/events/daten/plain/")
    text = read(client, "/en/events/daten/plain/")
    assert "The meetup is on Thursday, 5\xa0March\xa02037." in text and "It begins at 18:00." in text


def test_it_says_the_place(client, event):
    Event.objects.update(attendance_mode="in_person", venue=make_venue(street="Marktplatz 1"))
    assert "Marktplatz 1" in read(client, "/events/daten/plain/")


def test_sign_up_is_reachable_while_it_is_open(client, event):
    assert "/events/daten/register/" not in read(client, "/events/daten/plain/")
    make_ticket_type(event)
    assert 'href="/events/daten/register/"' in read(client, "/events/daten/plain/")
    Event.objects.update(starts_at=at("2026-11-01 18:00"), ends_at=at("2026-11-01 20:00"))
    text = read(client, "/events/daten/plain/")
    assert "/events/daten/register/" not in text and "Das Treffen ist vorbei." in text


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_what_must_be_known_first_stands_above(client, event, status):
    Event.objects.update(status=status, status_changed_at=timezone.now())
    text = read(client, "/events/daten/plain/")
    words = {"cancelled": "Das Treffen findet nicht statt.", "postponed": "Das Treffen ist später."}[status]
    assert text.index(words) < text.index("<h1")


def test_the_page_sets_no_cookie_and_may_be_kept(client, event):
    answer = client.get("/events/daten/plain/")
    assert not answer.cookies and answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("missing", PLAIN)
def test_without_title_and_summary_there_is_none_and_bookmarks_lead_to_the_event(client, event, missing):
    Event.objects.update(**{missing: ""})
    assert "/plain/" not in read(client, "/events/daten/")
    answer = client.get("/events/daten/plain/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/events/daten/")


def test_half_a_version_is_worth_a_look(event):
    event.plain_summary = ""
    assert "plain_title" in {finding.field for finding in findings(event, timezone.now())}


def test_a_former_address_leads_on(client, event):
    FormerSlug.objects.create(model="events.event", slug="frueher", object_id=event.pk)
    answer = client.get("/events/frueher/plain/")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/events/daten/plain/")


@pytest.mark.parametrize(("status", "code"), [(Status.DRAFT, 404), (Status.WITHDRAWN, 410)])
def test_it_is_as_public_as_the_event(client, event, status, code):
    Event.objects.update(status=status)
    assert client.get("/events/daten/plain/").status_code == code


def test_a_preview_shows_it(client):
    event = make_event(**PLAIN)
    address = preview_address(event).removeprefix("http://testserver")
    assert 'href="?plain"' in read(client, address)
    answer = client.get(f"{address}?plain")
    assert "Alle können kommen." in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
