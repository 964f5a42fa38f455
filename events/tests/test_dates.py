"""Dates in words: both languages, the event's own zone, no line break between day and month."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import translation

from civicevents.testing import at
from events import dates
from events.models import Event, Status


def event(start, end, zone="Europe/Berlin", **fields):
    tz = zoneinfo.ZoneInfo(zone)
    return Event(starts_at=at(start, tz), ends_at=at(end, tz), time_zone=zone, **fields)


def words(function, *args, language="de", **fields):
    with translation.override(language):
        return function(event(*args, **fields)).replace(dates.SPACE, "_")


EVENING = ("2026-12-10 19:00", "2026-12-10 21:00")
CASES = [
    (EVENING, {}, "Donnerstag, 10._Dezember_2026, 19:00 bis 21:00_Uhr", "Thursday, 10_December_2026, 19:00 to 21:00"),
    (
        EVENING,
        {"open_end": True},
        "Donnerstag, 10._Dezember_2026, ab 19:00_Uhr",
        "Thursday, 10_December_2026, from 19:00",
    ),
    (
        ("2026-12-10 21:00", "2026-12-11 02:00"),
        {},
        "Donnerstag, 10._Dezember_2026, 21:00 bis 02:00_Uhr",
        "Thursday, 10_December_2026, 21:00 to 02:00",
    ),
    (
        ("2026-12-10 00:00", "2026-12-11 00:00"),
        {"all_day": True},
        "Donnerstag, 10._Dezember_2026, ganztägig",
        "Thursday, 10_December_2026, all day",
    ),
    (
        ("2026-12-31 00:00", "2027-01-02 00:00"),
        {"all_day": True},
        "Donnerstag, 31._Dezember_2026 bis Freitag, 1._Januar_2027, ganztägig",
        "Thursday, 31_December_2026 to Friday, 1_January_2027, all day",
    ),
    (
        ("2026-12-10 18:00", "2026-12-12 14:00"),
        {},
        "Donnerstag, 10._Dezember bis Samstag, 12._Dezember_2026, Donnerstag, 18:00 bis Samstag, 14:00_Uhr",
        "Thursday, 10_December to Saturday, 12_December_2026, Thursday, 18:00 to Saturday, 14:00",
    ),
    (
        EVENING,
        {"zone": "America/Chicago"},
        "Donnerstag, 10._Dezember_2026, 19:00 bis 21:00_Uhr (Chicago, UTC−6)",
        "Thursday, 10_December_2026, 19:00 to 21:00 (Chicago, UTC−6)",
    ),
    (
        EVENING,
        {"status": Status.POSTPONED},
        "Verschoben, der neue Termin steht noch nicht fest",
        "Postponed, the new date is not known yet",
    ),
]


@pytest.mark.parametrize(("times", "fields", "german", "english"), CASES)
def test_when_an_event_is_on_one_line(times, fields, german, english):
    assert words(dates.when_line, *times, **fields) == german
    assert words(dates.when_line, *times, language="en", **fields) == english


def test_rows_have_short_times():
    assert words(dates.time_short, *EVENING) == "19:00–21:00"
    assert words(dates.time_short, *EVENING, open_end=True) == "ab 19:00"
    assert words(dates.time_short, "2026-12-10 00:00", "2026-12-11 00:00", all_day=True) == "ganztägig"
    assert words(dates.time_short, "2026-12-10 00:00", "2026-12-12 00:00", all_day=True) == "bis Fr, 11._Dez"
    assert words(dates.time_short, "2026-12-10 18:00", "2026-12-12 14:00", language="en") == "until Sat, 12_Dec"


def test_the_zone_is_named_with_its_summer_time():
    assert words(dates.zone_name, *EVENING) == "MEZ"
    assert words(dates.zone_name, "2026-07-10 19:00", "2026-07-10 21:00") == "MESZ"
    assert words(dates.zone_name, "2026-07-10 19:00", "2026-07-10 21:00", language="en") == "CEST"
    assert words(dates.zone_name, *EVENING, zone="Asia/Kolkata") == "Kolkata, UTC+5:30"


def test_an_all_day_event_elsewhere_needs_no_zone():
    assert words(dates.foreign_zone, "2026-12-10 00:00", "2026-12-11 00:00", zone="Asia/Tokyo", all_day=True) == ""


def test_durations_are_said_in_hours_and_minutes():
    start = at("2026-12-10 19:00")
    with translation.override("de"):
        assert dates.duration(start, start + dt.timedelta(minutes=20)).replace(dates.SPACE, " ") == "20 Min."
        assert dates.duration(start, start + dt.timedelta(minutes=90)).replace(dates.SPACE, " ") == "1 Std. 30 Min."
