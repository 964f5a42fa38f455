"""An event as a calendar entry: right times on both sides of a clock change, nothing typed becomes a property."""

import datetime as dt
import zoneinfo

import icalendar
import pytest
from dateutil import tz

from civicevents.testing import at, make_event, make_published, make_venue
from events.actions import cancel, move, postpone
from events.ical import as_file, vevent, vtimezone
from events.models import AgendaItem, Event

pytestmark = pytest.mark.django_db
NOW = at("2026-11-02 12:00")


def entry_of(event, **more):
    """The VEVENT as another program reads it, and the file as text."""
    data = as_file([vevent(event, language="de", **more)])
    return icalendar.Calendar.from_ical(data).walk("VEVENT")[0], data.decode()


@pytest.mark.parametrize(
    "start", ["2026-03-28 18:00", "2026-03-29 18:00", "2026-10-24 18:00", "2026-10-25 18:00", "2027-03-28 03:30"]
)
def test_times_are_right_on_both_sides_of_a_clock_change(start, tmp_path):
    event = make_published(starts_at=at(start), title="Uhr")
    entry, text = entry_of(event)
    file = tmp_path / "zone.ics"
    file.write_text(text)
    berlin = tz.tzical(str(file)).get("Europe/Berlin")  # an independent reading of our VTIMEZONE
    assert "DTSTART;TZID=Europe/Berlin:" in text
    wall = entry["dtstart"].dt.replace(tzinfo=None)
    assert wall.replace(tzinfo=berlin).astimezone(dt.UTC) == event.starts_at.astimezone(dt.UTC)


def test_the_zone_has_yearly_rules_and_no_list_of_dates():
    text = vtimezone("Europe/Berlin").to_ical().decode()
    assert text.count("RRULE") == 2 and "RDATE" not in text
    assert "TZOFFSETTO:+0200" in text and "DTSTART:19960331T020000" in text and "DTSTART:19961027T030000" in text


def test_a_zone_with_other_rules_is_given_in_utc():
    assert vtimezone("America/New_York") is None
    event = make_published(
        time_zone="America/New_York", starts_at=at("2026-11-12 18:00", zoneinfo.ZoneInfo("America/New_York"))
    )
    assert "DTSTART:20261112T230000Z" in entry_of(event)[1]


def test_an_all_day_event_ends_on_the_day_after_its_last():
    event = make_published(all_day=True, starts_at=at("2026-11-12 00:00"), ends_at=at("2026-11-14 00:00"))
    entry, _ = entry_of(event)
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (dt.date(2026, 11, 12), dt.date(2026, 11, 14))


def test_uid_stays_and_sequence_rises_when_moved_postponed_cancelled():
    event = make_published()
    seen = [(event.uid, event.sequence)]
    event = move(event=event, starts_at=at("2026-11-19 18:00"), by=None, now=NOW)
    seen.append((event.uid, event.sequence))
    event = postpone(event=event, by=None, now=NOW)
    seen.append((event.uid, event.sequence))
    assert entry_of(event)[0]["status"] == "TENTATIVE"
    event = cancel(event=event, by=None, now=NOW, reason="Krank")
    seen.append((event.uid, event.sequence))
    assert entry_of(event)[0]["status"] == "CANCELLED"
    assert len({uid for uid, _ in seen}) == 1
    assert [sequence for _, sequence in seen] == [0, 1, 2, 3]


def test_no_way_of_writing_changes_a_uid_or_lets_a_sequence_fall():
    event = make_published()
    stale, uid = Event.objects.get(), event.uid
    move(event=event, starts_at=at("2026-11-19 18:00"), by=None, now=NOW)
    stale.uid = "another@example.org"
    stale.save()
    assert (Event.objects.get().uid, Event.objects.get().sequence) == (uid, 1)
    Event.objects.update(uid=None, sequence=0)
    assert (Event.objects.get().uid, Event.objects.get().sequence) == (uid, 1)


HOSTILE = "Titel\r\nATTENDEE:mailto:x@example.org\rX-EVIL:1\x01 🦙 ß; , \\ end"


def test_what_somebody_typed_is_text_and_never_a_property():
    event = make_published(title=HOSTILE[:200], summary=HOSTILE)
    AgendaItem.objects.create(event=event, title=HOSTILE)
    entry, text = entry_of(event)
    assert "ATTENDEE" not in entry and "X-EVIL" not in entry
    assert "\nATTENDEE:" not in text and "\nX-EVIL" not in text
    assert "🦙 ß; , \\ end" in str(entry["summary"])


def test_lines_are_at_most_75_octets_and_cut_no_character():
    event = make_published(title="Ä🦙" * 90)
    data = as_file([vevent(event, language="de")])
    assert all(len(line) <= 75 and line.decode() is not None for line in data.split(b"\r\n"))


def test_a_place_has_room_address_and_position():
    venue = make_venue(street="Weinhof 1", postal_code="89073", latitude="48.39645", longitude="9.99042")
    event = make_event(venue=venue, room="Saal 2", attendance_mode="in_person", status="published")
    entry, _ = entry_of(event)
    assert str(entry["location"]) == "Saal 2, Rathaus, Weinhof 1, 89073 Ulm"
    assert entry["geo"].latitude == pytest.approx(48.39645)
