import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from civicevents.testing import at
from events.times import DoubledHour, SkippedHour, instant, midnight, shifted, validate_zone


def clock(text):
    """A naive wall-clock time, as somebody types it."""
    return dt.datetime.fromisoformat(text)


def test_an_ordinary_time_means_one_instant():
    assert instant(clock("2026-07-01 18:00"), "Europe/Berlin") == dt.datetime(2026, 7, 1, 16, tzinfo=dt.UTC)


def test_a_skipped_hour_is_refused():
    with pytest.raises(SkippedHour, match="02:30"):
        instant(clock("2027-03-28 02:30"), "Europe/Berlin")


def test_a_doubled_hour_is_asked_about_and_the_answer_decides():
    twice = clock("2026-10-25 02:30")

    with pytest.raises(DoubledHour):
        instant(twice, "Europe/Berlin")
    assert instant(twice, "Europe/Berlin", second=False) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
    assert instant(twice, "Europe/Berlin", second=True) == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


def test_the_event_s_own_zone_decides_not_the_current_one():
    assert instant(clock("2027-03-28 02:30"), "Europe/London") == dt.datetime(2027, 3, 28, 1, 30, tzinfo=dt.UTC)


def test_a_day_begins_at_its_first_existing_time():
    assert midnight(dt.date(2026, 11, 12), "Europe/Berlin") == at("2026-11-12 00:00")
    # On 5 September 2027 Chile's clocks go from 24:00 to 1:00.
    assert midnight(dt.date(2027, 9, 5), "America/Santiago") == dt.datetime(2027, 9, 5, 4, tzinfo=dt.UTC)


def test_nothing_is_shifted_by_no_move():
    second = at("2026-10-25 02:15").replace(fold=1)

    assert (
        shifted(second, start=at("2026-10-24 22:00"), new_start=at("2026-10-24 22:00"), zone="Europe/Berlin") == second
    )


@pytest.mark.parametrize("name", ["Berlin", "../etc/passwd", "", "Europe/Berlin\n"])
def test_an_unknown_zone_is_refused(name):
    with pytest.raises(ValidationError):
        validate_zone(name)
