"""First page, list with filters, archive: what visitors find, and what they cannot break."""

import datetime as dt
import itertools

import pytest
from django.utils import timezone

from civicevents.testing import (
    BERLIN,
    NOW,
    make_event,
    make_neighbour,
    make_organisation,
    make_platform,
    make_published,
    make_venue,
)
from events.filters import Filters
from events.models import AttendanceMode, Audience, Availability, CoHost, Programme, Series, Status, Topic, Visibility
from events.search import refresh

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
numbers = itertools.count(1)


def evening(days=10, zone=BERLIN):
    return dt.datetime.combine(TODAY + dt.timedelta(days=days), dt.time(18), tzinfo=zone)


def upcoming(title=None, days=10, **fields):
    fields.setdefault("starts_at", evening(days))
    fields.setdefault("publish_at", timezone.now() - dt.timedelta(days=400))
    return make_published(title=title or f"Treffen {next(numbers)}", **fields)


def past(title=None, days=-10, **fields):
    return upcoming(title, days, **fields)


def titles(client, query="", path="/events/"):
    response = client.get(f"{path}{query}")
    assert response.status_code == 200, query
    groups = response.context["groups"]
    shown = [event.title for _heading, events in groups for event in events]
    coming = response.context["coming"]
    return [coming.title, *shown] if coming else shown


# What is listed -------------------------------------------------------------------------------------------------------


def test_only_public_events_are_listed(client):
    upcoming("Öffentlich")
    make_event(title="Entwurf", starts_at=evening())
    upcoming("Später", publish_at=timezone.now() + dt.timedelta(days=1))
    upcoming("Versteckt", visibility=Visibility.UNLISTED)
    upcoming("Zurückgezogen", status=Status.WITHDRAWN)
    assert titles(client) == ["Öffentlich"]
    for path in ("/", "/events/", f"/events/month/{evening():%Y-%m}/"):
        html = client.get(path).content.decode()
        assert "Öffentlich" in html
        assert not any(word in html for word in ("Entwurf", "Später", "Versteckt", "Zurückgezogen"))


def test_cancelled_events_stay_and_postponed_ones_come_last_without_their_date(client):
    upcoming("Abgesagtes", 5, status=Status.CANCELLED)
    postponed = past("Verschobenes", -3, status=Status.POSTPONED)
    upcoming("Nächstes", 7)
    assert titles(client) == ["Nächstes", "Abgesagtes", "Verschobenes"]
    html = client.get("/events/").content.decode()
    assert "Neuer Termin folgt" in html
    assert f'datetime="{postponed.local_start.isoformat(timespec="minutes")}"' not in html


def test_the_next_event_stands_on_the_panel_of_the_first_page_only(client):
    for days in range(1, 23):
        upcoming(f"Treffen {days}", days)
    first, second = client.get("/events/"), client.get("/events/?page=2")
    assert first.context["coming"].title == "Treffen 1"
    assert second.context["coming"] is None
    assert titles(client, "?page=2") == ["Treffen 22"]
    assert {name: str(number) for name, number in first.context["counts"].items()} == {"upcoming": "22", "past": "0"}
    assert client.get("/events/?mode=online").context["coming"] is None


def test_the_archive_is_grouped_by_year_latest_first(client):
    past("Alt", -800)
    past("Älter", -1200)
    past("Neu", -2)
    upcoming("Kommend")
    assert titles(client, "?when=past") == ["Neu", "Alt", "Älter"]
    years = [heading for heading, _events in client.get("/events/?when=past").context["groups"]]
    assert years == sorted(set(years), reverse=True)
    assert b'<span class="badge">Vorbei</span>' in client.get("/events/?when=past").content


# Filters --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def varied(db):
    """Two events that differ in everything that can be filtered by."""
    series = Series.objects.create(title="Nachwuchsrunde", organisation=make_organisation())
    programme = Programme.objects.create(title="Vorprogramm", organisation=make_organisation())
    one = upcoming(
        "Gesucht",
        attendance_mode=AttendanceMode.IN_PERSON,
        venue=make_venue("Rathaus", "Ulm"),
        series=series,
        language="en",
    )
    one.topics.add(Topic.objects.create(name="Offene Daten", name_en="Open data"))
    one.audiences.add(Audience.objects.create(name="Ehrenamt"))
    one.programmes.add(programme)
    Availability.objects.create(event=one, takes_registrations=True, seats=10, free=3)
    upcoming("Anderes", 20, organisation=make_neighbour(), venue=make_venue("Haus", "Kassel"))
    refresh(type(one).objects.all())
    return one


@pytest.mark.parametrize(
    "query",
    [
        "q=gesucht",
        "topic=offene-daten",
        "audience=ehrenamt",
        "organisation=amt-fuer-dienstwege",
        "series=nachwuchsrunde",
        "programme=vorprogramm",
        "mode=in_person",
        "place=Ulm",
        "place=ulm",
        "language=en",
        "open=1",
        f"from={TODAY + dt.timedelta(days=10)}&to={TODAY + dt.timedelta(days=10)}",
        "q=gesucht&topic=offene-daten&place=Ulm&open=1",
    ],
)
def test_each_filter_narrows_and_all_combine(client, varied, query):
    assert titles(client, f"?{query}") == ["Gesucht"]
    assert titles(client, f"?{query}&place=Kassel") in ([], ["Anderes"] if query.startswith("place") else [])
    assert titles(client, f"?{query}&when=past") == []


def test_what_is_applied_is_shown_and_can_be_taken_away(client, varied):
    html = client.get("/events/?q=gesucht&topic=offene-daten&when=upcoming&page=1").content.decode()
    assert 'href="/events/?topic=offene-daten"' in html
    assert 'href="/events/?q=gesucht"' in html
    assert "Eine Veranstaltung" in html
    english = client.get("/en/events/?topic=offene-daten").content.decode()
    assert "<b>Open data</b>" in english


def test_the_choices_are_counted_among_the_other_filters(client, varied):
    facets = client.get("/events/?topic=offene-daten").context["facets"]
    assert [(option.label, option.count) for option in facets["place"]] == [("Ulm", 1)]
    facets = client.get("/events/?place=Kassel").context["facets"]
    assert [(option.label, option.count) for option in facets["place"]] == [("Kassel", 1), ("Ulm", 1)]
    assert [option.label for option in facets["organisation"]] == ["Nachbaramt"]


def test_an_accepted_co_host_is_a_host(client):
    event = upcoming("Gemeinsam")
    row = CoHost.objects.create(event=event, organisation=make_neighbour())
    assert titles(client, "?organisation=nachbaramt") == []
    CoHost.objects.filter(pk=row.pk).update(accepted_at=timezone.now())
    assert titles(client, "?organisation=nachbaramt") == ["Gemeinsam"]


def test_days_are_those_of_the_events_own_zone(client):
    """Half past midnight in Berlin is still the day before in UTC, and in Chicago."""
    day = TODAY + dt.timedelta(days=30)
    start = dt.datetime.combine(day, dt.time(0, 30), tzinfo=BERLIN)
    upcoming("In Berlin", starts_at=start)
    upcoming("In Chicago", starts_at=start, time_zone="America/Chicago")
    before = day - dt.timedelta(days=1)
    assert titles(client, f"?from={day}&to={day}") == ["In Berlin"]
    assert titles(client, f"?from={before}&to={before}") == ["In Chicago"]


def test_an_old_slug_still_filters(client, varied):
    varied.series.slug = "neue-runde"
    varied.series.save()
    assert titles(client, "?series=nachwuchsrunde") == ["Gesucht"]


@pytest.mark.parametrize("parameter", ["topic", "audience", "organisation", "series", "programme"])
def test_a_slug_that_nothing_has_gives_an_empty_list_and_says_so(client, varied, parameter):
    response = client.get(f"/events/?{parameter}=gibt-es-nicht")
    assert response.context["groups"] == []
    assert "keinen Eintrag dieses Namens" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    ["mode=teleport", "language=xx", "from=gestern", "from=0001-01-01", "to=9999-12-31", "topic=a%20b", "when=never"],
)
def test_what_cannot_be_read_is_left_out_with_a_note(client, varied, query):
    response = client.get(f"/events/?{query}")
    assert len(response.context["groups"]) >= 1
    assert "wurde weggelassen" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        f"page={10**9}",
        "page=-1",
        "page=" + "9" * 5000,
        "page=abc",
        "q=%00",
        "q=" + "x" * 3000,
        "q=%27%22%3E%3Cscript%3E",
        "q=%F0%9F%A6%99",
        "q=%ED%A0%80",
        "topic=%00",
        "place=%00",
        "place=%25",
        "place=" + "x" * 3000,
        "topic=a&topic=b",
        "q[]=x&topic[a]=b",
        "from=2026-02-30",
        "from=2026-12-01&to=2026-01-01",
        "from=1970-01-01&to=2199-12-31",
        "open=x&when=past&page=2&mode=&language=",
        "&&&=&?",
    ],
)
@pytest.mark.parametrize("path", ["/events/", "/en/events/"])
def test_hostile_parameters_get_an_ordinary_page(client, varied, path, query):
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script src="', "")


def test_an_empty_result_offers_the_other_period(client):
    past("Früher", -5)
    html = client.get("/events/?mode=online").content.decode()
    assert "passt eine" in html
    assert 'href="/events/?when=past&amp;mode=online"' in html


def test_a_slip_is_forgiven_and_said(client):
    refresh([upcoming("Verwaltung im Gespräch")])
    response = client.get("/events/?q=Verwaltnug")
    assert "ähnlich Geschriebenes" in response.content.decode()
    assert titles(client, "?q=Verwaltnug") == ["Verwaltung im Gespräch"]


# Every page -----------------------------------------------------------------------------------------------------------

PAGES = ["/", "/events/", "/events/?when=past", "/events/?q=treffen", f"/events/month/{evening():%Y-%m}/"]


def fill(number):
    for n in range(number):
        series = Series.objects.create(title=f"Reihe {n}", organisation=make_organisation(f"Amt {n}"))
        for days in (5 + n, -5 - n):
            event = upcoming(
                None, days, series=series, organisation=series.organisation, venue=make_venue(city=f"O{n}")
            )
            event.topics.add(Topic.objects.create(name=f"Thema {n} {days}"))
            Availability.objects.create(event=event, takes_registrations=True, seats=10, free=3)
            refresh([event])


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("path", "queries"), list(zip(PAGES, [6, 6, 4, 7, 4], strict=True)))
def test_the_number_of_queries_is_fixed(client, django_assert_num_queries, path, queries, rows):
    upcoming("Nächstes", 1)
    fill(rows)
    with django_assert_num_queries(queries):
        client.get(path)


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_the_same_for_everybody(client, path, prefix):
    fill(1)
    response = client.get(prefix + path)
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    html = response.content.decode()
    assert html.count("<h1") == 1
    assert 'lang="en"' in html if prefix else 'lang="de"' in html
    assert "style=" not in html


@pytest.mark.parametrize(("path", "encoding"), [("/events/", "gzip"), ("/accounts/login/", None)])
def test_only_public_pages_are_compressed(client, path, encoding):
    """Compressing a page with a secret in it would let others guess the secret (BREACH)."""
    response = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert response.headers.get("Content-Encoding") == encoding


@pytest.mark.parametrize("path", ["/", "/events/", "/events/?when=past", "/events/month/2026-11/"])
def test_an_empty_portal_says_so(client, path):
    assert client.get(path).status_code == 200


def test_accessibility_filters_ask_the_event_and_then_its_place(client):
    hall = make_venue("Halle", wheelchair="full")
    stairs = make_venue("Turm", wheelchair="none")
    room = make_platform("Raum", live_captions=True)
    make_published(title="In der Halle", venue=hall, attendance_mode="in_person")
    make_published(title="Im Turm", venue=stairs, attendance_mode="in_person")
    make_published(title="Halle mit Stufen", venue=hall, attendance_mode="in_person", wheelchair=False)
    make_published(title="Mit Untertiteln", platform=room)
    make_published(title="Mit Gebärden", sign_language=True)
    found = {
        name: set(Filters({name: "1"}).events(NOW).values_list("title", flat=True))
        for name in ("wheelchair", "captions", "sign_language")
    }
    assert found == {
        "wheelchair": {"In der Halle"},
        "captions": {"Mit Untertiteln"},
        "sign_language": {"Mit Gebärden"},
    }
