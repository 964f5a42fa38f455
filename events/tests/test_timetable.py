"""The agenda as it stands on the page: order, days, nights, the end, what is on now."""

import datetime as dt
import zoneinfo

import pytest
from django.utils import translation

from civicevents.testing import at, make_item, make_published
from events.models import Status
from events.page.agenda import agenda_of

pytestmark = pytest.mark.django_db
BEFORE = at("2026-11-02 12:00")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def rows(event, now=BEFORE):
    return [(stop.clock, stop.title) for stop in agenda_of(event, now).stops]


def evening(**fields):
    return make_published(starts_at=at("2026-11-12 18:00"), ends_at=at("2026-11-12 20:00"), **fields)


def test_without_rows_there_is_no_agenda():
    assert not agenda_of(evening(), BEFORE)


def test_a_timed_agenda_without_an_end_gets_one():
    event = evening()
    make_item(event, "Welcome", starts_at=at("2026-11-12 18:00"))
    assert rows(event) == [("18:00", "Welcome"), ("20:00", "End")]


def test_an_end_of_the_organisers_own_stands():
    event = evening()
    make_item(event, "Welcome", starts_at=at("2026-11-12 18:00"), position=1)
    make_item(event, "Goodbye", starts_at=at("2026-11-12 19:50"), kind="end", position=2)
    assert rows(event) == [("18:00", "Welcome"), ("19:50", "Goodbye")]


def test_an_open_end_is_not_put_on_the_timetable():
    event = evening(open_end=True)
    make_item(event, "Welcome", starts_at=at("2026-11-12 18:00"))
    assert rows(event) == [("18:00", "Welcome")]


def test_an_agenda_without_any_clock_time_keeps_the_order_and_gets_no_end():
    event = evening()
    make_item(event, "Talk", position=2)
    make_item(event, "Welcome", position=1)
    agenda = agenda_of(event, BEFORE)
    assert [stop.title for stop in agenda.stops] == ["Welcome", "Talk"]
    assert not agenda.is_timed and not agenda.has_days


def test_a_row_without_a_time_follows_the_row_before_it():
    event = evening()
    make_item(event, "Late", starts_at=at("2026-11-12 19:00"), position=1)
    make_item(event, "After late", position=2)
    make_item(event, "Early", starts_at=at("2026-11-12 18:00"), position=3)
    assert [title for _, title in rows(event)] == ["Early", "Late", "After late", "End"]


def test_what_comes_after_midnight_belongs_to_the_evening():
    event = make_published(starts_at=at("2026-11-12 20:00"), ends_at=at("2026-11-13 01:00"))
    make_item(event, "Concert", starts_at=at("2026-11-12 23:30"), position=1)
    make_item(event, "Last round", starts_at=at("2026-11-13 00:30"), position=2)
    agenda = agenda_of(event, BEFORE)
    assert not agenda.has_days
    assert [stop.is_next_day for stop in agenda.stops] == [False, True, True]


def test_several_days_have_headings_and_the_night_stays_with_its_evening():
    event = make_published(starts_at=at("2026-11-12 10:00"), ends_at=at("2026-11-13 16:00"))
    for place, moment in enumerate(["2026-11-12 10:00", "2026-11-13 00:30", "2026-11-13 09:00"]):
        make_item(event, f"Row {place}", starts_at=at(moment), position=place)
    agenda = agenda_of(event, BEFORE)
    assert agenda.has_days
    assert [(day.date, len(day.stops)) for day in agenda.days] == [
        (dt.date(2026, 11, 12), 2),
        (dt.date(2026, 11, 13), 2),
    ]
    assert [stop.mark for stop in agenda.stops] == ["start", "last", "start", "end"]


def test_times_are_those_of_the_events_own_zone():
    event = make_published(time_zone="America/New_York", starts_at=at("2026-11-12 18:00"))
    make_item(event, "Hello", starts_at=at("2026-11-12 18:00"))
    assert rows(event)[0] == ("12:00", "Hello")


def test_the_hour_that_happens_twice_says_which_one_is_meant():
    start = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    event = make_published(starts_at=start, ends_at=start + dt.timedelta(hours=2))
    for hour in range(2):
        make_item(event, f"Hour {hour}", starts_at=start + dt.timedelta(hours=hour), position=hour)
    assert rows(event) == [("02:30\xa0summer time", "Hour 0"), ("02:30\xa0standard time", "Hour 1"), ("03:30", "End")]


def test_the_night_that_skips_an_hour_has_no_such_time():
    start = dt.datetime(2027, 3, 28, 0, 30, tzinfo=dt.UTC)
    event = make_published(starts_at=start, ends_at=start + dt.timedelta(hours=2))
    for hour in range(2):
        make_item(event, f"Hour {hour}", starts_at=start + dt.timedelta(hours=hour), position=hour)
    assert rows(event) == [("01:30", "Hour 0"), ("03:30", "Hour 1"), ("04:30", "End")]


def running(now, **fields):
    event = evening(**fields)
    make_item(event, "First", starts_at=at("2026-11-12 18:00"), position=1)
    make_item(event, "Left", starts_at=at("2026-11-12 18:30"), position=2, track="A")
    make_item(event, "Right", starts_at=at("2026-11-12 18:30"), ends_at=at("2026-11-12 18:40"), position=3, track="B")
    make_item(event, "Last", starts_at=at("2026-11-12 19:00"), position=4)
    agenda = agenda_of(event, at(f"2026-11-12 {now}"))
    return [stop.title for stop in agenda.now], [stop.title for stop in agenda.then]


@pytest.mark.parametrize(
    ("now", "on", "then"),
    [
        ("17:59", [], []),
        ("18:00", ["First"], ["Left", "Right"]),
        ("18:30", ["Left", "Right"], ["Last"]),
        ("18:40", ["Left"], ["Last"]),
        ("19:59", ["Last"], []),
        ("20:00", [], []),
    ],
)
def test_what_is_on_and_what_comes_next(now, on, then):
    assert running(now) == (on, then)


def test_nothing_is_on_at_a_cancelled_event():
    assert running("18:00", status=Status.CANCELLED) == ([], [])


def test_rows_know_how_long_they_take():
    event = evening(time_zone="Europe/Berlin")
    make_item(event, "Talk", starts_at=at("2026-11-12 18:00"), ends_at=at("2026-11-12 18:20"))
    stop = agenda_of(event, BEFORE).stops[0]
    assert stop.ends - stop.starts == dt.timedelta(minutes=20)
    assert stop.starts.tzinfo == zoneinfo.ZoneInfo("Europe/Berlin")
