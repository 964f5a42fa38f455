"""Three independent programs read our calendars alike: icalendar, ical (Home Assistant), vobject (DAV servers)."""

import datetime as dt
import zoneinfo
from html import unescape
from xml.etree import ElementTree

import icalendar
import pytest
import vobject
from django.utils.html import strip_tags
from hypothesis import HealthCheck, example, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from civicevents.testing import BERLIN, at, make_event, make_published
from events.actions import cancel, move, postpone, reinstate
from events.dates import clock
from events.feeds.files import AtomFeed
from events.feeds.selections import ListSelection
from events.ical import feed_file
from events.ical.texts import clean
from events.models import Event

pytestmark = pytest.mark.django_db
NOW = at("2026-11-02 12:00")
# Both changes of the clock in 2026 and 2027: the evening before, the day itself, an hour close to the change.
DAYS = "2026-03-28 2026-03-29 2026-10-24 2026-10-25 2027-03-27 2027-03-28 2027-10-30 2027-10-31"
STARTS = [f"{day} {time}" for day in DAYS.split() for time in ("01:30", "04:00", "18:00")]


def feed(events=None, language="de"):
    return feed_file(events or Event.objects.order_by("starts_at"), name="Alle", language=language)


def by_icalendar(data):
    for entry in icalendar.Calendar.from_ical(data).walk("VEVENT"):
        yield _read(
            entry["uid"], entry["dtstart"].dt, entry["dtend"].dt, entry["summary"], entry["status"], entry["sequence"]
        )


def by_ical(data):
    for entry in IcsCalendarStream.calendar_from_ics(data.decode()).events:
        yield _read(entry.uid, entry.dtstart, entry.dtend, entry.summary, entry.status.value, entry.sequence)


def by_vobject(data):
    for entry in vobject.readOne(data.decode()).vevent_list:
        yield _read(
            entry.uid.value,
            entry.dtstart.value,
            entry.dtend.value,
            entry.summary.value,
            entry.status.value,
            entry.sequence.value,
        )


PARSERS = [by_icalendar, by_ical, by_vobject]


def _read(uid, start, end, summary, status, sequence):
    if isinstance(start, dt.datetime):
        start, end = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
    return str(uid), start, end, str(summary), str(status), int(sequence)


@pytest.mark.parametrize("parser", PARSERS)
def test_wall_clocks_are_right_around_every_change_of_the_clock(parser):
    events = [make_published(title=start, starts_at=at(start)) for start in STARTS]
    assert len({event.uid for event in events}) == len(STARTS)
    found = {title: start for _uid, start, _end, title, _status, _sequence in parser(feed())}
    for start in STARTS:
        local = found[start].astimezone(BERLIN)
        assert f"{local:%Y-%m-%d %H:%M}" == start
        assert clock(local) == clock(Event.objects.get(title=start).local_start)  # as on the page and in mails


def test_three_parsers_read_all_kinds_of_events_alike():
    new_york = zoneinfo.ZoneInfo("America/New_York")
    make_published(title="Anderswo", time_zone="America/New_York", starts_at=at("2026-03-09 18:00", new_york))
    make_published(title="Ganztags", all_day=True, starts_at=at("2026-11-12"), ends_at=at("2026-11-14"))
    make_published(title="Über Nacht", starts_at=at("2026-10-24 20:00"), ends_at=at("2026-10-25 05:00"))
    make_published(title="Verschoben", status="postponed")
    make_published(title="Abgesagt", status="cancelled", status_reason="Krank; leider, \\n so")
    first, *others = [sorted(parser(feed())) for parser in PARSERS]
    assert len(first) == 5 and all(other == first for other in others)
    ends = {title: (start, end) for _uid, start, end, title, *_ in first}
    assert ends["Ganztags"] == (dt.date(2026, 11, 12), dt.date(2026, 11, 14))
    assert ends["Über Nacht"][1] - ends["Über Nacht"][0] == dt.timedelta(hours=10)  # the clock was put back


@pytest.mark.parametrize("parser", PARSERS)
def test_an_event_keeps_its_uid_and_raises_its_sequence_at_every_step(parser):
    event = make_published(starts_at=at("2026-11-12 18:00"))
    steps = [
        lambda event: move(event=event, starts_at=at("2026-11-19 18:00"), by=None, now=NOW),
        lambda event: postpone(event=event, by=None, now=NOW),
        lambda event: reinstate(event=event, by=None, now=NOW),
        lambda event: cancel(event=event, by=None, now=NOW, reason="Krank"),
        lambda event: reinstate(event=event, by=None, now=NOW),
    ]
    seen = [next(parser(feed()))]
    for step in steps:
        event = step(event)
        seen.append(next(parser(feed())))
    assert len({uid for uid, *_ in seen}) == 1
    assert [sequence for *_, sequence in seen] == [0, 1, 2, 3, 4, 5]
    expected = ["CONFIRMED", "CONFIRMED", "TENTATIVE", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [status for *_, status, _sequence in seen] == expected


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=200)


@given(title=TEXTS, summary=TEXTS)
@example(title="\rEND:VEVENT", summary='a\\nb;c,d:e"f\tg\r\nEND:VCALENDAR\rX:1\x85\u2028\ufeff')
@example(title="C:\\New\\neu", summary="\\N")
@example(title="🏳️‍🌈" * 30, summary="\\;\\,\\\\n" * 20)
@limits(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_text_of_all_kinds_comes_back_as_it_was_typed(db, client, title, summary):
    event = make_event(title=title[:200], summary=summary, status="published")
    try:
        data = feed([event])
        assert all(len(line) <= 75 for line in data.split(b"\r\n"))
        assert b"\r" not in data.replace(b"\r\n", b"") and b"\n" not in data.replace(b"\r\n", b"")
        (entry,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
        assert str(entry["summary"]) == clean(title) and clean(summary) in str(entry["description"])
        entry = vobject.readOne(data.decode()).vevent
        assert entry.summary.value == clean(title) and clean(summary) in entry.description.value
        root = ElementTree.fromstring(_atom())  # noqa: S314 - our own
        (found,) = root.iter("{http://www.w3.org/2005/Atom}entry")
        assert (found.findtext("{http://www.w3.org/2005/Atom}title") or "").split() == clean(title).split()
        told = strip_tags(found.findtext("{http://www.w3.org/2005/Atom}summary") or "")
        assert "".join(clean(summary).split()) in "".join(unescape(told).split())
        record = client.get(f"/api/v1/events/{event.pk}/").json()
        assert record["name"] == [{"lang": "de", "text": title[:200]}]
        assert record["description"] == [{"lang": "de", "text": summary}]
    finally:
        event.delete()


def _atom():
    address = "https://x.example/feed.atom"
    feed = AtomFeed(Event.objects.all(), language="de", selection=ListSelection({}), address=address)
    return b"".join(feed.parts())
