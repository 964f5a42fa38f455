"""Calendars and Atom feeds as a client fetches them: what is in them, when they are fetched again, at what cost."""

import datetime as dt
import gzip

import icalendar
import pytest
from django.utils import timezone

from civicevents.testing import (
    at,
    make_appearance,
    make_co_host,
    make_event,
    make_item,
    make_programme,
    make_published,
    make_series,
    make_speaker,
    make_topic,
    make_venue,
)
from events.actions import cancel, publish, withdraw
from events.models import Availability, Event, Series, Status, Visibility
from events.search import refresh
from speakers.models import Speaker

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)


def planned(title="Treffen", days=10, **fields):
    fields.setdefault("publish_at", NOW - 500 * DAY)
    return make_published(title=title, starts_at=(NOW + days * DAY).replace(second=0, microsecond=0), **fields)


def entries(client, path="/events/calendar.ics"):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


def titles(client, path="/events/calendar.ics"):
    return {str(entry.get("summary", "")) for entry in entries(client, path)}


# What is in a feed ----------------------------------------------------------------------------------------------------


def test_a_feed_holds_the_past_year_and_all_that_comes(client):
    for days in (-370, -360, -1, 1, 900):
        planned(str(days), days)
    assert titles(client) == {"-360", "-1", "1", "900"}


def test_drafts_unlisted_and_scheduled_events_are_in_no_feed(client):
    topic = make_topic()
    hidden = [
        planned("Versteckt", visibility=Visibility.UNLISTED),
        planned("Bald", publish_at=NOW + DAY),
        make_event(title="Entwurf", starts_at=NOW + DAY),
    ]
    for event in [*hidden, planned("Öffentlich")]:
        event.topics.add(topic)
    for path in (
        "/events/calendar.ics",
        "/topics/offene-daten/calendar.ics",
        "/events/calendar.ics?topic=offene-daten",
    ):
        assert titles(client, path) == {"Öffentlich"}
    for path in ("/events/feed.atom", "/topics/offene-daten/feed.atom"):
        text = client.get(path).content.decode()
        assert "Öffentlich" in text
        assert not any(word in text for word in ("Versteckt", "Bald", "Entwurf"))


@pytest.mark.parametrize(
    ("days", "changed", "kept"), [(-89, -200, True), (-91, -200, False), (-200, -89, True), (300, -200, True)]
)
def test_what_is_off_stays_until_90_days_after_its_date_or_that_step(client, days, changed, kept):
    for status in (Status.CANCELLED, Status.WITHDRAWN):
        planned("Weg", days, status=status, status_changed_at=NOW + changed * DAY)
    assert [entry["status"] for entry in entries(client)] == (["CANCELLED"] * 2 if kept else [])


def test_of_a_withdrawn_event_nothing_but_the_cancellation_is_told(client):
    event = planned(
        "Peinlicher Titel", summary="Peinliches", series=make_series(), organisation=make_series().organisation
    )
    make_appearance(event, "Adriana Groh")
    refresh(Event.objects.all())
    withdraw(event=event, by=None, now=NOW)
    for path in (
        "/events/calendar.ics",
        f"/series/{event.series.slug}/calendar.ics",
        f"/events/{event.slug}/event.ics",
    ):
        text = client.get(path).content.decode()
        assert f"UID:{event.uid}" in text and "STATUS:CANCELLED" in text
        assert "Peinlich" not in text and "Groh" not in text
    assert entries(client, "/events/calendar.ics?q=peinlicher") == []
    assert event.slug not in client.get("/events/feed.atom").content.decode()


def test_a_withdrawn_events_file_is_gone_after_90_days(client):
    event = planned(days=-200, status=Status.WITHDRAWN, status_changed_at=NOW - 100 * DAY)
    assert client.get(f"/events/{event.slug}/event.ics").status_code == 410


def test_each_group_has_its_own_feeds(client):
    series, programme, topic = make_series(), make_programme(), make_topic()
    one = planned("Reihe", series=series)
    planned("Programm").programmes.add(programme)
    planned("Thema").topics.add(topic)
    make_co_host(one, "Nachbaramt")
    make_co_host(planned("Angefragt"), "Nachbaramt", accepted=False)
    expected = {
        f"/series/{series.slug}/": {"Reihe"},
        f"/programmes/{programme.slug}/": {"Programm"},
        f"/topics/{topic.slug}/": {"Thema"},
        "/organisations/nachbaramt/": {"Reihe"},
    }
    for path, found in expected.items():
        assert titles(client, f"{path}calendar.ics") == found
        atom = client.get(f"{path}feed.atom").content.decode()
        assert {title for title in ("Reihe", "Programm", "Thema") if f"<title>{title}</title>" in atom} == found


def test_a_feed_takes_the_lists_filters_and_is_never_everything_by_mistake(client):
    planned("Online", attendance_mode="online")
    planned("Vor Ort", attendance_mode="in_person", venue=make_venue())
    assert titles(client, "/events/calendar.ics?place=ulm") == {"Vor Ort"}
    assert titles(client, "/events/calendar.ics?mode=online&when=past") == {"Online"}
    assert titles(client, "/events/calendar.ics?topic=gibt-es-nicht") == set()
    assert client.get("/events/feed.atom?topic=gibt-es-nicht").status_code == 200


def test_former_slugs_lead_on(client):
    series = make_series()
    old, series = series.slug, Series.objects.get(pk=series.pk)
    series.slug = "neu"
    series.save()
    answer = client.get(f"/series/{old}/calendar.ics?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/series/neu/calendar.ics?lang=en")
    assert client.get("/series/nie/feed.atom").status_code == 404


def test_the_language_is_a_parameter_and_the_links_follow_it(client):
    event = planned("Offene Daten", title_translated="Open data")
    (entry,) = entries(client, "/events/calendar.ics?lang=en")
    assert str(entry["summary"]) == "Open data" and entry["url"].endswith(f"/en/events/{event.slug}/")
    (entry,) = entries(client, "/events/calendar.ics?lang=xx")
    assert str(entry["summary"]) == "Offene Daten"


def test_one_bad_record_is_left_out_and_logged(client, caplog):
    bad = planned("Kaputt")
    planned("Gut")
    Event.objects.filter(pk=bad.pk).update(time_zone="Nirgends/Wo")
    assert titles(client) == {"Gut"}
    assert f"Event {bad.pk}" in caplog.text


def test_an_empty_calendar_is_a_valid_one(client):
    calendar = icalendar.Calendar.from_ical(client.get("/events/calendar.ics").content)
    assert calendar.subcomponents and calendar["x-wr-calname"]
    text = client.get("/events/calendar.ics").content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text and "X-PUBLISHED-TTL:PT1H" in text


def test_a_lone_carriage_return_is_in_no_line(client):
    topic = make_topic("Daten\rX-EVIL:1")
    event = planned("Titel\rX-EVIL:1\x85X-EVIL:2\u2028X-EVIL:3", summary="a\rb", series=make_series("Reihe\rX-EVIL:1"))
    event.topics.add(topic)
    for path in (f"/topics/{topic.slug}/calendar.ics", f"/series/{event.series.slug}/calendar.ics"):
        text = client.get(path).content.decode()
        assert "\r" not in text.replace("\r\n", "")
        assert not any(line.startswith("X-EVIL") for line in text.splitlines())


def test_the_description_has_agenda_people_and_how_to_sign_up(client):
    event = planned(summary="Worum es geht.", line_up="announced_soon")
    secret = make_appearance(event, "Geheime Person")
    host = make_appearance(event, "Adriana Groh", role="moderator")
    make_item(event, "Begrüßung", starts_at=event.starts_at, people=[host, secret])
    Availability.objects.create(event=event, takes_registrations=True, closes_at=event.starts_at)
    text = str(entries(client)[0]["description"])
    assert "Begrüßung: Adriana Groh" in text and "Moderation: Adriana Groh" in text
    assert f"/events/{event.slug}/" in text and "Anmeld" in text
    assert "Geheime" not in text


# Fetched again --------------------------------------------------------------------------------------------------------

PATHS = [
    "/events/calendar.ics",
    "/events/feed.atom",
    "/series/nachwuchsrunde/calendar.ics",
    "/events/calendar.ics?mode=online",
]


@pytest.fixture
def event(transactional_db):
    event = planned(series=make_series(), venue=make_venue(), attendance_mode="hybrid")
    event.topics.add(make_topic())
    make_item(event, people=[make_appearance(event)])
    return event


def etag(client, path="/events/calendar.ics"):
    return client.get(path).headers["ETag"]


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_has_already_is_not_sent_again(client, event, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    since = client.get(path, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    old = client.get(path, headers={"If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT"})
    assert old.status_code == 200


def test_head_tells_the_headers_without_building_the_feed(client, event, django_assert_num_queries):
    full = client.get("/events/calendar.ics")
    with django_assert_num_queries(1):
        head = client.head("/events/calendar.ics", headers={"Accept-Encoding": "gzip"})
    assert head.status_code == 200 and b"".join(head.streaming_content) == b""
    for name in ("ETag", "Last-Modified", "Content-Type", "Content-Disposition", "Vary"):
        assert head.headers[name] == full.headers[name]
    assert "Content-Length" not in head.headers
    with django_assert_num_queries(1):
        client.get("/events/calendar.ics", headers={"If-None-Match": full.headers["ETag"]})


CHANGES = {
    "a person gets another name": lambda event: Speaker.objects.update(name="Neu"),
    "a topic is taken off": lambda event: event.topics.clear(),
    "a topic is renamed": lambda event: event.topics.update(name="Neu"),
    "somebody leaves an agenda item": lambda event: event.agenda_items.get().appearances.clear(),
    "an agenda item goes": lambda event: event.agenda_items.all().delete(),
    "the venue moves": lambda event: type(event.venue).objects.update(street="Neue Straße 1"),
    "the event is withdrawn": lambda event: withdraw(event=event, by=None, now=NOW),
    "the event is cancelled": lambda event: cancel(event=event, by=None, now=NOW, reason="Krank"),
    "the event is deleted": lambda event: event.delete(),
    "the event becomes unlisted": lambda event: Event.objects.update(visibility="unlisted"),
    "sign-up opens": lambda event: Availability.objects.create(event=event, takes_registrations=True),
    "a year has passed": lambda event: Event.objects.update(starts_at=at("2020-01-01"), ends_at=at("2020-01-02")),
}


@pytest.mark.django_db(transaction=True)  # what changed is noted once for each transaction
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_the_feed_changes_its_etag(client, event, change):
    before = etag(client)
    assert etag(client) == before
    CHANGES[change](event)
    assert etag(client) != before


def test_a_scheduled_publication_changes_the_etag_when_it_is_due(client, event):
    late = planned(publish_at=NOW + DAY)
    before = etag(client)
    Event.objects.filter(pk=late.pk).update(publish_at=NOW - DAY)
    assert etag(client) != before


def test_a_sign_up_does_not_change_the_etag(client, event):
    seats = Availability.objects.create(event=event, takes_registrations=True, seats=5, free=5)
    before = etag(client)
    seats.free = 4
    seats.save()
    assert etag(client) == before


def test_feeds_differ_by_language_and_filter(client, event):
    make_speaker("Niemand")
    found = {etag(client, f"{path}{more}") for path in PATHS[:3] for more in ("", "?lang=en")}
    assert len(found) == 6


def test_a_feed_is_compressed_where_the_client_asks(client, event):
    plain = client.get("/events/calendar.ics")
    packed = client.get("/events/calendar.ics", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    again = client.get(
        "/events/calendar.ics", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("path", [*PATHS, "/events/treffen/event.ics"])
def test_feeds_are_public_have_a_file_name_and_set_no_cookie(client, event, path):
    answer = client.get(path)
    assert answer.cookies == {} and "no-store" not in answer.headers["Cache-Control"]
    assert 'filename="' in answer.headers["Content-Disposition"]
    assert "Cookie" not in answer.headers["Vary"]
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(("path", "queries"), [("/events/calendar.ics", 6), ("/events/feed.atom", 6)])
def test_the_number_of_queries_is_fixed_where_no_text_is_stored(client, path, queries, django_assert_num_queries):
    for rows in (1, 3):
        while Event.objects.count() < rows:
            each = planned(venue=make_venue(), series=make_series(), attendance_mode="hybrid")
            each.topics.add(make_topic())
            make_item(each, people=[make_appearance(each)])
            make_item(each, people=[make_appearance(each, "Zweite Person")])
        with django_assert_num_queries(queries):
            client.get(path)


def test_atom_entries_are_stable_and_new_again_when_plans_change(client):
    event = make_event(title="Erst <b>so</b> & so", starts_at=NOW + 5 * DAY, summary="Kurz & <i>gut</i>")
    publish(event=event, by=None, now=NOW - DAY)
    before = client.get("/events/feed.atom").content.decode()
    assert "Erst &lt;b&gt;so&lt;/b&gt; &amp; so" in before
    assert "&lt;p&gt;Kurz &amp;amp; &amp;lt;i&amp;gt;gut" in before
    name = f"<id>tag:{event.uid.partition('@')[2]},{event.created_at:%Y}:event-{event.pk}</id>"
    cancel(event=Event.objects.get(), by=None, now=NOW, reason="Krank <i>leider</i>")
    after = client.get("/events/feed.atom").content.decode()
    assert name in before and name in after
    assert f"<updated>{(NOW - DAY):%Y-%m-%dT%H:%M}" in before and f"<updated>{NOW:%Y-%m-%dT%H:%M}" in after
    assert "Krank &amp;lt;i&amp;gt;leider" in after and "abgesagt" in after.lower()
