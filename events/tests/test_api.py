"""Open data as a program fetches it: what is in it, page by page, what is refused, at what cost."""

import datetime as dt
import html
import json
import re
import zoneinfo

import pytest
from django.utils import timezone

from civicevents.testing import (
    at,
    make_appearance,
    make_audience,
    make_co_host,
    make_event,
    make_item,
    make_link,
    make_organisation,
    make_partner,
    make_platform,
    make_programme,
    make_published,
    make_section,
    make_series,
    make_topic,
    make_venue,
)
from events.api.resources import RESOURCES
from events.models import Availability, Event, Status, Visibility
from events.search import refresh
from pictures.models import Licence, Picture

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)
EVENTS = "/api/v1/events/"
LISTS = [resource.path for resource in RESOURCES]


def planned(title="Treffen", days=10, **fields):
    fields.setdefault("publish_at", NOW - 500 * DAY)
    return make_published(title=title, starts_at=(NOW + days * DAY).replace(second=0, microsecond=0), **fields)


def full(title="Treffen", **fields):
    """An event with a row of every kind."""
    picture = Picture.objects.create(
        organisation=make_organisation(), alternative_text="Ein Saal", author="Ada", licence=Licence.CC_BY_4, width=640
    )
    event = planned(
        title, series=make_series(), venue=make_venue(), platform=make_platform(), attendance_mode="hybrid",
        picture=picture, room="5", **fields,
    )  # fmt: skip
    event.topics.add(make_topic("Offene Daten", name_en="Open data"))
    event.audiences.add(make_audience())
    event.programmes.add(make_programme())
    make_co_host(event)
    make_partner(event)
    make_section(event)
    make_link(event)
    make_link(event, label="", target=planned("Ziel"))
    make_item(event, starts_at=event.starts_at, people=[make_appearance(event, bio="Über **sie**.")])
    make_item(event, people=[make_appearance(event, "Zweite Person", role="moderator")])
    Availability.objects.create(event=event, takes_registrations=True, seats=30, free=4, closes_at=event.starts_at)
    return event


def ask(client, address=EVENTS, status=200):
    answer = client.get(address.removeprefix("http://testserver"))
    assert answer.status_code == status, answer.content
    return answer.json()


def titles(client, address=EVENTS):
    return [item["name"][0]["text"] for item in ask(client, address)["items"]]


# What is said ---------------------------------------------------------------------------------------------------------


def test_an_event_says_what_its_page_says(client):
    event = full(title_translated="Meetup", summary="Worum es geht.", subtitle="Und mehr", sequence=3)
    record = next(item for item in ask(client)["items"] if item["id"] == event.pk)
    assert record == ask(client, f"{EVENTS}{event.pk}/")
    assert (record["uid"], record["sequence"]) == (event.uid, 3)
    assert record["url"] == f"http://testserver/events/{event.slug}/"
    assert record["selfUrl"] == f"http://testserver{EVENTS}{event.pk}/"
    assert record["name"] == [{"lang": "de", "text": "Treffen"}, {"lang": "en", "text": "Meetup"}]
    assert record["description"] == [{"lang": "de", "text": "Worum es geht."}]
    assert record["alternateName"] == {"lang": "de", "text": "Und mehr"}
    assert record["timeZone"] == "Europe/Berlin" and record["startDate"] == event.local_start.isoformat()
    assert record["location"]["addressLocality"] == "Ulm" and record["room"] == "5"
    assert record["platform"]["name"] == "Videoraum"
    assert [host["name"][0]["text"] for host in record["organizer"]] == ["Amt für Dienstwege", "Nachbaramt"]
    assert record["topics"][0]["name"] == [{"lang": "de", "text": "Offene Daten"}, {"lang": "en", "text": "Open data"}]
    first, second = record["people"]
    assert (first["name"], first["bio"]) == (
        "Adriana Groh",
        {"lang": "de", "html": "<p>Über <strong>sie</strong>.</p>"},
    )
    assert (second["role"], record["agenda"][1]["performers"]) == ("moderator", [second["id"]])
    assert record["sections"][0]["text"]["html"] == "<p>Worum es geht.</p>"
    assert {link["url"] for link in record["links"]} == {
        "https://example.org/paper.pdf", "http://testserver/events/ziel/"
    }  # fmt: skip
    assert (record["image"]["author"], record["image"]["license"]) == ("Ada", "CC BY 4.0")
    assert (record["signUp"]["availability"], record["signUp"]["maximumAttendeeCapacity"]) == (
        "LimitedAvailability",
        30,
    )
    assert (record["isAccessibleForFree"], record["source"]) == (True, None)


def test_an_imported_event_names_source_and_licence_and_claims_nothing(client):
    planned(source="DigitalEvents", source_id="7", source_url="https://example.org/7", source_licence="CC0 1.0")
    (record,) = ask(client)["items"]
    assert record["source"] == {
        "name": "DigitalEvents", "url": "https://example.org/7", "id": "7", "license": "CC0 1.0"
    }  # fmt: skip
    assert (record["organizer"], record["isAccessibleForFree"], record["confidentiality"]) == ([], None, None)


def test_times_are_on_the_wall_clock_of_the_place_and_whole_days_are_dates(client):
    new_york = zoneinfo.ZoneInfo("America/New_York")
    make_published(title="Anderswo", time_zone="America/New_York", starts_at=at("2026-03-09 18:00", new_york))
    make_published(title="Ganztags", all_day=True, starts_at=at("2026-11-12"), ends_at=at("2026-11-14"))
    found = {item["name"][0]["text"]: item for item in ask(client)["items"]}
    assert found["Anderswo"]["startDate"] == "2026-03-09T18:00:00-04:00"
    assert found["Anderswo"]["timeZone"] == "America/New_York"
    assert (found["Ganztags"]["startDate"], found["Ganztags"]["endDate"]) == ("2026-11-12", "2026-11-13")
    assert found["Ganztags"]["allDay"] is True


@pytest.mark.parametrize("path", LISTS)
def test_every_record_of_every_list_is_at_its_own_address(client, path):
    full()
    items = ask(client, path)["items"]
    assert items
    for item in items:
        assert ask(client, item["selfUrl"]) == item
        if "url" in item:
            assert client.get(item["url"].removeprefix("http://testserver")).status_code == 200
    index = ask(client, "/api/v1/")
    assert f"http://testserver{path}" in index["resources"].values()


def test_addresses_in_records_lead_somewhere(client):
    full()
    for item in ask(client)["items"]:
        addresses = [each for each in json.dumps(item).split('"') if each.startswith("http://testserver/")]
        assert len(addresses) > 2
        for address in addresses:
            if "/pictures/" not in address:
                assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_links_to_pages_follow_the_language(client):
    event = planned()
    (record,) = ask(client, f"{EVENTS}?lang=en")["items"]
    assert record["url"] == f"http://testserver/en/events/{event.slug}/"


def test_one_bad_row_is_left_out_and_logged(client, caplog):
    bad = planned("Kaputt")
    planned("Gut")
    Event.objects.filter(pk=bad.pk).update(time_zone="Nirgends/Wo")
    assert titles(client) == ["Gut"]
    assert f"event {bad.pk}" in caplog.text


# Which rows, in which order -------------------------------------------------------------------------------------------


def test_lists_take_the_filters_of_the_page(client):
    planned("Online")
    planned("Vor Ort", attendance_mode="in_person", venue=make_venue(), days=11)
    planned("Vorbei", days=-5)
    planned("Offen", days=12).topics.add(make_topic())
    refresh(Event.objects.all())
    assert titles(client) == ["Vorbei", "Online", "Vor Ort", "Offen"]
    assert titles(client, f"{EVENTS}?when=upcoming") == ["Online", "Vor Ort", "Offen"]
    assert titles(client, f"{EVENTS}?when=past") == ["Vorbei"]
    assert titles(client, f"{EVENTS}?place=ulm") == ["Vor Ort"]
    assert titles(client, f"{EVENTS}?mode=online&topic=offene-daten") == ["Offen"]
    assert titles(client, f"{EVENTS}?q=vorbei") == ["Vorbei"]
    assert titles(client, f"{EVENTS}?from={NOW:%Y-%m-%d}") == ["Online", "Vor Ort", "Offen"]
    assert titles(client, f"{EVENTS}?topic=gibt-es-nicht") == []
    assert titles(client, f"{EVENTS}?wheelchair=1") == titles(client, f"{EVENTS}?open=true") == []


def test_a_postponed_event_whose_date_does_not_hold_comes_last(client):
    planned("Verschoben", days=1, status=Status.POSTPONED)
    planned("Bald", days=2)
    assert titles(client) == ["Bald", "Verschoben"]


@pytest.mark.parametrize("query", ["", "&when=upcoming", "&q=Treffen"])
def test_following_next_gives_every_row_once_whatever_happens_meanwhile(client, query):
    events = [planned(f"Treffen {number}", days=number // 2 + 1) for number in range(7)]
    refresh(Event.objects.all())
    address, found = f"{EVENTS}?limit=2{query}", []
    while address:
        page = ask(client, address)
        assert len(page["items"]) <= 2
        found += [item["id"] for item in page["items"]]
        address = page["next"]
        planned("Treffen davor", days=0.5)
    assert sorted(found) == sorted(event.pk for event in events) == found


def test_the_past_comes_latest_first(client):
    for days in (-3, -1, -2):
        planned(str(days), days)
    page = ask(client, f"{EVENTS}?when=past&limit=2")
    assert [item["name"][0]["text"] for item in page["items"]] == ["-1", "-2"]
    assert titles(client, page["next"]) == ["-3"]


def test_other_lists_have_pages_too(client):
    for number in range(5):
        planned().topics.add(make_topic(f"Thema {number}"))
    address, found = "/api/v1/topics/?limit=2", []
    while address:
        page = ask(client, address)
        found += [item["slug"] for item in page["items"]]
        address = page["next"]
    assert found == [f"thema-{number}" for number in range(5)]


# What is refused ------------------------------------------------------------------------------------------------------

REFUSED = [
    "page=1000000000", "limit=1000000000", "limit=0", "limit=-1", "limit=x", "limit=", "limit=٣", "limit=1&limit=2",
    "cursor=x", "cursor=%00", "cursor=WzFd", "cursor=W10", "cursor=bnVsbA", "cursor=e30", "cursor=", "cursor=A",
    "cursor=é",
    "cursor=" + "W" * 399, "cursor=WyIyMDI2LTExLTIxVDAwOjAwOjAwWiIsMCwiMDAwMS0wMS0wMVQwMDowMDowMCswMTowMCIsMV0",
    "from=0001-01-01", "from=9999-12-31", "to=2026-02-30", "from=x", "from=2026-11-12&to=2026-11-11", "to=%00",
    "updated_since=", "updated_since=gestern", "updated_since=2026-11-12", "updated_since=2026-11-12T18:00:00",
    "updated_since=0001-01-01T00:00:00Z", "updated_since=9999-12-31T23:59:59-23:59",
    "updated_since=2026-13-40T00:00:00Z",
    "q=%00", "q=" + "x" * 201, "q=" + "x" * 100_000, "topic=%FF", "topic=a b", "mode=nowhere", "when=soon",
    "open=vielleicht",
    "language=fr", "topic=", "q=", "from=", "lang=fr", "lang=", "unbekannt=1", "%00=1", "topic[]=x", "q=a&q=b", 
    "place=" + "ü" * 121,
]  # fmt: skip


@pytest.mark.parametrize("query", REFUSED)
def test_what_cannot_be_understood_is_refused_with_a_sentence(client, query):
    planned()
    answer = client.get(f"{EVENTS}?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    said = answer.json()
    assert (said["status"], said["title"], said["type"]) == (400, "Bad Request", "about:blank")
    assert said["detail"].endswith(".") and len(said["detail"]) < 500
    if "lang=" not in query:
        assert client.get(f"{EVENTS}?{query}&lang=en").json()["detail"] != said["detail"]


@pytest.mark.parametrize("path", [*LISTS[1:], "/api/v1/", "/api/v1/openapi.json", f"{EVENTS}1/"])
def test_parameters_that_do_nothing_there_are_refused(client, path):
    for query in ("topic=x", "updated_since=2026-11-12T18:00:00Z", "lang=de&lang=en"):
        assert ask(client, f"{path}?{query}", 400)["detail"]


def test_a_cursor_of_another_list_is_refused(client):
    for number in range(3):
        planned(str(number)).topics.add(make_topic(str(number)))
    cursor = ask(client, "/api/v1/topics/?limit=1")["next"].rpartition("cursor=")[2]
    assert ask(client, f"{EVENTS}?cursor={cursor}", 400)["detail"]


@pytest.mark.parametrize("path", ["events/0/", "events/99999999999999999999999/", "series/7/", "nichts/", "events/x/"])
def test_what_is_not_there_is_said_as_json(client, path):
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_is_allowed(client, method):
    event = planned()
    for path in (EVENTS, f"{EVENTS}{event.pk}/", "/api/v1/topics/", "/api/v1/openapi.json"):
        answer = getattr(client, method)(path)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer.json()["status"] == 405


# How it is answered ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*LISTS, "/api/v1/", "/api/v1/openapi.json", f"{EVENTS}?when=past"])
def test_what_a_client_has_already_is_not_sent_again(client, path):
    full()
    first = client.get(path)
    assert first.headers["ETag"].startswith('W/"')
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": 'W/"x"'}).status_code == 200
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Vary", "Access-Control-Allow-Origin"):
        assert head.headers[name] == first.headers[name]


@pytest.mark.parametrize("path", [EVENTS, "/api/v1/series/"])
def test_a_page_that_others_follow_keeps_its_tag(client, path):
    for number in range(3):
        planned(str(number), series=make_series(str(number)))
    first = client.get(f"{path}?limit=1")
    assert first.json()["next"]
    assert client.get(f"{path}?limit=1", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert client.get(f"{path}?limit=2").headers["ETag"] != first.headers["ETag"]


def test_a_change_changes_the_tag_and_the_time_alone_does_not(client):
    event = planned()
    before = client.get(EVENTS)
    assert client.get(EVENTS).headers["ETag"] == before.headers["ETag"]
    assert client.get(EVENTS).json()["changes"] != before.json()["changes"]
    Event.objects.filter(pk=event.pk).update(room="Neu", attendance_mode="in_person")
    assert client.get(EVENTS).headers["ETag"] != before.headers["ETag"]


def test_every_site_may_read_it_in_a_browser(client):
    planned()
    for path in (EVENTS, "/api/v1/openapi.json", "/api/v1/nichts/", f"{EVENTS}?x=1"):
        answer = client.get(path, headers={"Origin": "https://example.org"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Expose-Headers"] == "ETag"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "no-store" not in answer.headers["Cache-Control"] and answer.cookies == {}
        asked = client.options(path, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
        assert (asked.status_code, asked.content) == (204, b"")
        assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]


def test_it_is_compressed_where_the_client_asks(client):
    full()
    packed = client.get(EVENTS, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) < len(client.get(EVENTS).content) / 2


QUERIES = {
    EVENTS: 13, f"{EVENTS}?topic=offene-daten": 15, "/api/v1/series/": 2, "/api/v1/organisations/": 1,
    "/api/v1/programmes/": 1, "/api/v1/topics/": 1, "/api/v1/speakers/": 3, "/api/v1/venues/": 1,
    f"{EVENTS}?updated_since=2026-11-01T00:00:00Z": 15,
}  # fmt: skip


@pytest.mark.parametrize("path", QUERIES)
def test_the_number_of_statements_is_fixed(client, path, django_assert_num_queries):
    for rows in (1, 3):
        while Event.objects.filter(title="Viele").count() < rows:
            full("Viele")
        with django_assert_num_queries(QUERIES[path]):
            client.get(path)


def test_the_document_is_openapi_3_1_and_says_every_parameter(client):
    said = ask(client, "/api/v1/openapi.json")
    assert said["openapi"].startswith("3.1") and said["servers"] == [{"url": "http://testserver"}]
    assert set(said["paths"]) == {*LISTS, *(f"{path}{{id}}/" for path in LISTS)}
    names = {each["name"] for each in said["paths"][EVENTS]["get"]["parameters"]}
    assert names > {"q", "when", "from", "to", "topic", "mode", "open", "limit", "cursor", "updated_since", "lang"}
    assert said["components"]["schemas"]["Event"]["properties"]["startDate"]["description"]


def test_unlisted_drafts_and_scheduled_events_are_not_there(client):
    hidden = [
        planned("Versteckt", visibility=Visibility.UNLISTED),
        planned("Bald", publish_at=NOW + DAY),
        make_event(title="Entwurf", starts_at=NOW + DAY),
        planned("Zurückgezogen", status=Status.WITHDRAWN, status_changed_at=NOW),
    ]
    linking = planned("Öffentlich")
    for event in hidden:
        make_link(linking, label="", target=event)
    assert titles(client) == titles(client, f"{EVENTS}?updated_since=2026-11-01T00:00:00Z") == ["Öffentlich"]
    assert ask(client, f"{EVENTS}{linking.pk}/")["links"] == []
    assert [client.get(f"{EVENTS}{event.pk}/").status_code for event in hidden] == [404, 404, 404, 410]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_page_explains_it_to_people_and_its_examples_work(client, prefix):
    planned()
    answer = client.get(f"{prefix}/open-data/")
    page = answer.content.decode()
    addresses = re.findall(r'href="http://testserver(/api/v1/[^"]*)"', page)
    assert len(addresses) > len(LISTS) + 3
    for address in addresses:
        ask(client, html.unescape(address))
    for word in ("updated_since", "startDate", "sign_language", "/api/v1/openapi.json"):
        assert word in page
    assert f'href="{prefix}/open-data/"' in client.get(f"{prefix}/events/subscribe/").content.decode()
    assert ("Wall clock" in page or "wall clock" in page) == bool(prefix)
