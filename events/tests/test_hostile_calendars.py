"""Calendars that nobody would write: whatever they say, reading ends in entries or a reason that can be stored."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicevents.testing import NOW, make_member, make_organisation
from events.foreign import reading
from events.foreign.bounds import Refused
from events.importing.comparing import compare
from events.importing.sources import store
from events.importing.taking import take_over
from events.models import Event, Source
from events.tests.test_foreign_calendars import SCHEDULE, calendar

WHOLE = (Path(__file__).parent / "data" / "calendars" / "node-ical__Office-2012-owa.ics").read_bytes()
VALUES = st.sampled_from(
    [
        "20261203T180000", "20261203", "20261203T180000Z", "99991231T235959Z", "00000000", "20261025T023000", "-P1D",
        "P99999999999D", "PT1H", "FREQ=DAILY;COUNT=3", "FREQ=YEARLY;BYMONTHDAY=99", "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=MONTHLY;BYSETPOS=400;BYDAY=1MO", "FREQ=DAILY;UNTIL=x", "\x00", "a\x00b\ud7ff\u202e", "\\n\\,\\;\\",
        "<b>x</b>", "<" * 500, "https://a.example/\x00", "'; DROP TABLE", "x" * 3000, "PRIVATE", "CANCELLED", "1;2;3",
        "mailto:x", ":", "%s%(given)s{0}", "20261203T180000/PT1H,20261204", "Europe/Berlin",
    ]
)  # fmt: skip
NAMES = st.sampled_from(
    [
        "UID", "SUMMARY", "DTSTART", "DTSTART;VALUE=DATE", "DTSTART;TZID=Europe/Berlin", "DTSTART;TZID=\x00",
        'DTSTART;TZID="', "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "DESCRIPTION",
        "RECURRENCE-ID;RANGE=THISANDFUTURE", "LOCATION", "URL", "CATEGORIES", "STATUS", "CLASS", "BEGIN", "END", "X",
        "DTSTART;TZID=../../etc/passwd",
    ]
)  # fmt: skip
LINES = st.lists(st.tuples(NAMES, VALUES).map(":".join), max_size=9)
QUICK = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def read(data):
    """What reading ends in, once it has been through JSON, as in the database; None where it is refused."""
    try:
        found = reading.read(data, zone="Europe/Berlin", now=NOW)
    except Refused:
        return None
    text = json.dumps(found, ensure_ascii=False)
    text.encode()  # no half of a character is left
    assert "\\u0000" not in text
    for entry in found["entries"]:
        starts, ends = (dt.datetime.fromisoformat(entry[name]) for name in ("starts", "ends"))
        assert starts < ends
        assert len(entry["key"]) <= 200
        assert len(entry["title"]) <= 200
    assert len({entry["key"] for entry in found["entries"]}) == len(found["entries"])
    return json.loads(text)


@QUICK
@given(st.lists(LINES.map("\n".join), max_size=4))
def test_any_properties_end_in_entries_or_in_reasons(events):
    read(calendar(*events).encode("utf-8", "surrogatepass"))


@QUICK
@given(st.integers(0, len(WHOLE)), st.integers(0, len(WHOLE)), st.binary(max_size=20))
def test_any_damage_to_a_file_ends_in_entries_or_in_reasons(begin, end, put):
    read(WHOLE[: min(begin, end)] + put + WHOLE[max(begin, end) :])


@QUICK
@given(st.integers(0, len(SCHEDULE)), st.text(max_size=20))
def test_any_damage_to_a_schedule_ends_in_entries_or_in_reasons(at, put):
    read((SCHEDULE[:at] + put + SCHEDULE[at:]).encode("utf-8", "surrogatepass"))


TALK = ["guid", "id", "date", "start", "duration", "title", "persons", "url", "track", "language"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.just("2026-12-03T10:00:00+01:00"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["title", "date", "persons"]), inner),
)


@QUICK
@given(st.dictionaries(st.sampled_from(TALK), JSON))
def test_any_talk_ends_in_an_entry_or_in_a_reason(talk):
    talk = {"date": "2026-12-03T10:00:00+01:00"} | talk
    whole = {"schedule": {"conference": {"days": [{"date": "2026-12-03", "rooms": {"\x00": [talk]}}]}}}
    read(json.dumps(whole).encode())


@pytest.mark.django_db
def test_what_harms_is_stored_shown_and_taken_over_as_text(client):
    """Every property of an event holds what could harm; the page shows it, taking it over works."""
    client.force_login(make_member())
    harm = "x\x00\x0b\u202e<script>alert(1)</script>%(given)s' OR 1=1 "
    names = ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "STATUS", "CLASS", "URL")
    event = "\n".join([*(f"{name}:{harm}" for name in names), "DTSTART:20991203T180000"])
    zone = f"SUMMARY:{harm}\nDTSTART;TZID={harm.replace(':', '')}:20991203T180000"
    broken = f"SUMMARY:{harm}\nDTSTART:{harm}"
    rule = f"SUMMARY:{harm}\nDTSTART:20991203T180000\nRRULE:{harm}"
    found = read(calendar(event, zone, broken, rule, head=f"X-WR-CALNAME:{harm}\nX-WR-TIMEZONE:{harm}\n").encode())
    source = store(source=Source(organisation=make_organisation(), name=found["name"]), reading=found, now=NOW)
    page = client.get(reverse("admin:events_source_preview", args=[source.pk])).content.decode()
    assert "<script>alert" not in page
    report = take_over(source=source, marks=[item.mark for item in compare(source, now=NOW).items], by=None, now=NOW)
    assert (report.created, report.refused) == (len(found["entries"]), [])
    assert report.created >= 2
    for event in Event.objects.all():
        assert "<script" not in "".join(section.body_html for section in event.sections.all())
        assert "\x00" not in event.title
