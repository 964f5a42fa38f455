"""What else an entry says, as three independent programs read it from the feed that is served."""

import datetime as dt
import re

import icalendar
import pytest
import vobject
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream

from civicevents.testing import (
    make_co_host,
    make_organisation,
    make_platform,
    make_published,
    make_series,
    make_topic,
    make_venue,
)
from events.actions import cancel, postpone, reinstate, withdraw
from events.models import Visibility
from pictures.models import Picture

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)
UNESCAPED = re.compile(r"(?<!\\),")  # ical cuts at every comma, escaped or not


def planned(title="Treffen", days=10, **fields):
    fields.setdefault("starts_at", (NOW + days * DAY).replace(second=0, microsecond=0))
    return make_published(title=title, publish_at=NOW - 90 * DAY, **fields)


def fetched(client, path="/events/calendar.ics"):
    answer = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer) if answer.streaming else answer.content


def unescaped(text):
    """RFC 5545 section 3.3.11, where a program leaves that to whoever reads."""
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], text)


def by_icalendar(data):
    calendar = icalendar.Calendar.from_ical(data)
    for entry in calendar.walk("VEVENT"):
        geo = entry.get("geo")
        yield {
            "calendar": unescaped(str(calendar["name"])),  # it does not know that NAME is text
            "title": str(entry.get("summary", "")),
            "text": str(entry.get("description", "")),
            "place": str(entry.get("location", "")),
            "topics": [str(each) for each in entry["categories"].cats] if "categories" in entry else [],
            "class": str(entry.get("class", "")),
            "geo": (geo.latitude, geo.longitude) if geo else None,
            "url": str(entry.get("url", "")),
        }


def by_ical(data):
    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    for entry in calendar.events:
        topics = UNESCAPED.split(",".join(entry.categories))
        yield {
            "calendar": calendar.name[0],
            "title": entry.summary or "",
            "text": entry.description or "",
            "place": entry.location or "",
            "topics": list(map(unescaped, filter(None, topics))),
            "class": entry.classification.value if entry.classification else "",
            "geo": (entry.geo.lat, entry.geo.lng) if entry.geo else None,
            "url": str(entry.url or ""),
        }


def by_vobject(data):
    calendar = vobject.readOne(data.decode())

    def value(entry, name, nothing=""):
        return entry.contents[name][0].value if name in entry.contents else nothing

    for entry in calendar.vevent_list:
        geo = value(entry, "geo", None)
        yield {
            "calendar": value(calendar, "name"),
            "title": value(entry, "summary"),
            "text": value(entry, "description"),
            "place": value(entry, "location"),
            "topics": value(entry, "categories", []),
            "class": value(entry, "class"),
            "geo": tuple(map(float, geo.split(";"))) if geo else None,
            "url": value(entry, "url"),
        }


PARSERS = [by_icalendar, by_ical, by_vobject]


def entry(client, path="/events/calendar.ics"):
    """The one entry of a feed, which all three read alike."""
    first, *others = [list(parser(fetched(client, path))) for parser in PARSERS]
    assert len(first) == 1 and all(other == first for other in others)
    return first[0]


def test_place_topics_class_position_picture_and_address(client, settings):
    host = make_organisation()
    picture = Picture.objects.create(
        organisation=host, alternative_text="Saal", author="A", licence="own", width=800, height=600
    )
    venue = make_venue('Haus "Fünf"; Hof', street="Weg 1", postal_code="89073", latitude="48.39645", longitude="-9.5")
    event = planned(
        venue=venue,
        room="Saal 1, links",
        attendance_mode="hybrid",
        platform=make_platform("Raum; online"),
        picture=picture,
        confidentiality="closed",
    )
    event.topics.set([make_topic("Daten, offen; und so"), make_topic("KI")])
    found = entry(client)
    assert found["place"] == 'Saal 1, links, Haus "Fünf"; Hof, Weg 1, 89073 Ulm / Raum; online'
    assert found["topics"] == ["Daten, offen; und so", "KI"] and found["class"] == "CONFIDENTIAL"
    assert found["geo"] == (48.39645, -9.5)
    assert found["url"] == f"{settings.BASE_URL}/events/{event.slug}/"
    text = fetched(client).decode().replace("\r\n ", "")
    assert f"IMAGE;FMTTYPE=image/jpeg;VALUE=URI:{settings.BASE_URL}{picture.jpeg_url}\r\n" in text


@pytest.mark.parametrize("name", ["Daten, offen; und", "back\\nslash\\", 'Amt "für" Dienste', "🏳️‍🌈 Ä\rX-EVIL:1"])
def test_the_name_of_a_calendar_is_read_as_it_is_written(client, name):
    series = make_series(name)
    planned(series=series)
    found = entry(client, f"/series/{series.slug}/calendar.ics")
    assert found["calendar"] == " ".join(name.split())
    for line in fetched(client, f"/series/{series.slug}/calendar.ics").decode().split("\r\n"):
        assert not line.startswith("X-EVIL")


def test_a_line_break_in_a_place_stays_on_the_line(client):
    planned(venue=make_venue("Haus", street="Weg 1\rX:2"), attendance_mode="in_person")
    assert entry(client)["place"] == "Haus, Weg 1 X:2, Ulm"


@pytest.mark.parametrize("mode", ["open", "chatham_house"])
def test_what_may_be_told_of_has_no_class(client, mode):
    planned(confidentiality=mode)
    assert entry(client)["class"] == ""


def test_an_open_end_is_said_because_the_given_end_is_a_guess(client):
    planned(open_end=True, summary="Kurz")
    assert "Ende offen" in entry(client)["text"]


def test_apps_that_ignore_the_status_read_it_in_the_title(client):
    event = planned("Treffen")
    steps = [
        (lambda event: postpone(event=event, by=None, now=NOW), "Verschoben: Treffen"),
        (lambda event: reinstate(event=event, by=None, now=NOW), "Treffen"),
        (lambda event: cancel(event=event, by=None, now=NOW, reason="Krank"), "Abgesagt: Treffen"),
        (lambda event: reinstate(event=event, by=None, now=NOW), "Treffen"),
        (lambda event: withdraw(event=event, by=None, now=NOW), ""),
    ]
    for step, title in steps:
        event = step(event)
        assert entry(client)["title"] == title
    assert "Treffen" not in fetched(client).decode()


def test_a_co_hosted_event_is_the_same_entry_in_both_calendars(client):
    event = planned()
    make_co_host(event, "Nachbaramt")
    paths = [f"/organisations/{slug}/calendar.ics" for slug in (event.organisation.slug, "nachbaramt")]
    uids = {icalendar.Calendar.from_ical(fetched(client, path)).walk("VEVENT")[0]["uid"] for path in paths}
    assert uids == {event.uid}


def test_an_unlisted_event_is_in_its_own_file_only(client):
    event = planned(visibility=Visibility.UNLISTED)
    assert list(by_icalendar(fetched(client))) == []
    text = fetched(client, f"/events/{event.slug}/event.ics").decode()
    assert f"UID:{event.uid}\r\n" in text


def test_several_days_over_a_change_of_the_clock_stay_whole_days(client):
    start = dt.datetime(2027, 3, 26, 23, tzinfo=dt.UTC)  # midnight in Berlin; the clocks change on the 28th
    planned(all_day=True, starts_at=start, ends_at=start + 3 * DAY - dt.timedelta(hours=1))
    text = fetched(client).decode()
    assert "DTSTART;VALUE=DATE:20270327\r\n" in text and "DTEND;VALUE=DATE:20270330\r\n" in text


@pytest.mark.parametrize("path", ["/events/calendar.ics", "/events/feed.atom"])
def test_scripts_of_other_sites_may_read_feeds(client, path):
    planned()
    answer = client.get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["Access-Control-Allow-Origin"]) == (304, "*")
