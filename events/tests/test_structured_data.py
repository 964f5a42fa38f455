"""What search engines read: schema.org's Event, OpenGraph, breadcrumbs."""

import datetime as dt
import json
import re

import pytest
from django.utils import timezone

from civicevents.testing import (
    NOW,
    at,
    make_appearance,
    make_co_host,
    make_item,
    make_platform,
    make_programme,
    make_published,
    make_series,
    make_topic,
    make_user,
    make_venue,
)
from events.actions import cancel, move, postpone
from events.models import Availability

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def data_of(client, event, prefix="", number=0):
    html = client.get(f"{prefix}/events/{event.slug}/").content.decode()
    return json.loads(BLOCK.findall(html)[number])


def test_an_online_event(client):
    event = make_published(platform=make_platform("Zoom"), summary="Worum es geht.")
    event.topics.add(make_topic("Civic Tech"))
    address = f"http://testserver/events/{event.slug}/"
    assert data_of(client, event) == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": "Offene Daten im Alltag",
        "description": "Worum es geht.",
        "inLanguage": "de",
        "eventStatus": "https://schema.org/EventScheduled",
        "startDate": "2026-11-12T18:00:00+01:00",
        "endDate": "2026-11-12T20:00:00+01:00",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": [{"@type": "VirtualLocation", "name": "Zoom", "url": address}],
        "organizer": [
            {
                "@type": "Organization",
                "name": "Amt für Dienstwege",
                "url": "http://testserver/organisations/amt-fuer-dienstwege/",
            }
        ],
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": "EUR", "url": address},
        "keywords": ["Civic Tech"],
    }


def test_a_hybrid_event_has_two_locations(client):
    venue = make_venue(
        "Stadthaus", "Ulm", street="Münsterplatz 50", postal_code="89073", latitude="48.4", longitude="9.99"
    )
    event = make_published(attendance_mode="hybrid", venue=venue, room="Saal 2")
    data = data_of(client, event)
    assert data["eventAttendanceMode"].endswith("MixedEventAttendanceMode")
    place, online = data["location"]
    assert place["name"] == "Stadthaus, Saal 2"
    assert place["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "Münsterplatz 50",
        "postalCode": "89073",
        "addressLocality": "Ulm",
        "addressCountry": "DE",
    }
    assert place["geo"]["latitude"] == 48.4
    assert online["@type"] == "VirtualLocation"


def test_people_agenda_hosts_and_umbrellas(client):
    event = make_published(series=make_series("Die Reihe"))
    event.programmes.add(make_programme("Das Programm"))
    talk = make_appearance(event, "Adriana Groh", function="Co-Organisatorin")
    chair = make_appearance(event, "Clarisse Schröder", role="moderator")
    make_item(event, "Ein Beispiel", starts_at=event.starts_at, people=[talk, chair])
    make_item(event, "Ohne Zeit")
    make_co_host(event, "CityLAB")
    data = data_of(client, event, "/en")
    assert [person["name"] for person in data["performer"]] == ["Adriana Groh"]
    assert data["performer"][0]["jobTitle"] == "Co-Organisatorin"
    assert [person["name"] for person in data["contributor"]] == ["Clarisse Schröder"]
    assert [host["name"] for host in data["organizer"]] == ["Amt für Dienstwege", "CityLAB"]
    assert [(umbrella["@type"], umbrella["name"]) for umbrella in data["superEvent"]] == [
        ("EventSeries", "Die Reihe"),
        ("Event", "Das Programm"),
    ]
    assert [(part["name"], part["startDate"]) for part in data["subEvent"]] == [
        ("Ein Beispiel", "2026-11-12T18:00:00+01:00")
    ]
    assert data["url"].startswith("http://testserver/en/events/")


def test_a_postponed_event_keeps_its_former_start(client):
    event = make_published()
    postpone(event=event, by=make_user(), now=NOW, reason="x")
    data = data_of(client, event)
    assert data["eventStatus"].endswith("EventPostponed")
    assert data["previousStartDate"] == "2026-11-12T18:00:00+01:00"


def test_a_moved_event_tells_its_former_start(client):
    event = make_published()
    move(event=event, starts_at=at("2026-12-03 18:00"), by=make_user(), now=NOW)
    data = data_of(client, event)
    assert data["eventStatus"].endswith("EventRescheduled")
    assert (data["previousStartDate"], data["startDate"]) == ("2026-11-12T18:00:00+01:00", "2026-12-03T18:00:00+01:00")


def test_a_cancelled_event_says_so(client):
    event = make_published()
    cancel(event=event, by=make_user(), now=NOW, reason="Krank.")
    assert data_of(client, event)["eventStatus"].endswith("EventCancelled")


def test_an_all_day_event_has_dates(client):
    event = make_published(starts_at=at("2026-11-12 00:00"), ends_at=at("2026-11-14 00:00"), all_day=True)
    data = data_of(client, event)
    assert (data["startDate"], data["endDate"]) == ("2026-11-12", "2026-11-13")


def test_an_open_end_is_not_guessed(client):
    assert "endDate" not in data_of(client, make_published(open_end=True))


def test_an_imported_event_is_called_neither_free_nor_ours(client):
    data = data_of(client, make_published(source="other", source_id="1"))
    assert "offers" not in data and "isAccessibleForFree" not in data and "organizer" not in data


@pytest.mark.parametrize(("free", "word"), [(3, "InStock"), (0, "SoldOut")])
def test_seats_are_offered(client, free, word):
    event = make_published()
    Availability.objects.update_or_create(
        event=event, defaults={"takes_registrations": True, "seats": 9, "free": free, "opens_at": NOW}
    )
    offer = data_of(client, event)["offers"]
    assert offer["availability"] == f"https://schema.org/{word}"
    assert dt.datetime.fromisoformat(offer["validFrom"]) == NOW


def test_a_title_cannot_end_the_block(client):
    title = "</script><script>alert(1)</script> & <!-- \u2028"
    event = make_published(title=title, slug="hostile")
    html = client.get("/events/hostile/").content.decode()
    assert data_of(client, event)["name"] == title
    assert "<script>alert" not in html


def test_breadcrumbs_lead_from_the_list_over_the_series(client):
    event = make_published(series=make_series("Die Reihe"))
    data = data_of(client, event, number=1)
    assert [(row["position"], row["name"]) for row in data["itemListElement"]][1:] == [
        (2, "Die Reihe"),
        (3, "Offene Daten im Alltag"),
    ]


def test_messengers_find_title_and_summary(client):
    event = make_published(summary='Mit "Zitat" & mehr.', title_translated="Open data", title="Offene Daten")
    html = client.get(f"/en/events/{event.slug}/").content.decode()
    assert '<meta property="og:title" content="Open data">' in html
    assert '<meta name="description" content="Mit &quot;Zitat&quot; &amp; mehr.">' in html
    assert f'<meta property="og:url" content="http://testserver/en/events/{event.slug}/">' in html
    assert f'<link rel="canonical" href="http://testserver/en/events/{event.slug}/">' in html


def test_every_page_says_in_one_sentence_what_it_is_about(client):
    """Also where nobody has written a summary."""
    event = make_published(series=make_series("Reihe"), title='Mit "Zitat"', language="de")
    person = make_appearance(event, "Ada & Co").speaker
    event.topics.add(make_topic("Offene Daten"))
    pages = [event, event.series, event.organisation, event.topics.get(), person]
    legal = ["/imprint/", "/privacy/", "/accessibility/"]
    for address in [*(page.get_absolute_url() for page in pages), "/", "/events/", "/speakers/", "/ideas/", *legal]:
        html = client.get(address).content.decode()
        found = re.findall('<meta name="description" content="([^"]+)">', html)
        assert len(found) == 1 and len(found[0]) > 20, address
