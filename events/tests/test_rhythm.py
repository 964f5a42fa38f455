import datetime as dt

import pytest

from events.rhythm import next_days


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("dates", "following"),
    [
        (["2026-11-12"], ["2026-12-10", "2027-01-07"]),
        (["2026-10-29", "2026-11-12"], ["2026-11-26", "2026-12-10"]),
        (["2026-10-14", "2026-11-11"], ["2026-12-09", "2027-01-13"]),
        (["2026-05-27", "2026-08-26"], ["2026-11-25", "2027-02-24"]),
        (["2026-08-31", "2026-11-30"], ["2027-02-22", "2027-05-31"]),
        (["2025-11-12", "2026-11-11"], ["2027-11-10", "2028-11-08"]),
        (["2020-01-01", "2026-11-05", "2026-11-12"], ["2026-11-19", "2026-11-26"]),
    ],
    ids=["one date", "fortnightly", "second Wednesday", "quarterly", "fifth Monday", "yearly", "the last two count"],
)
def test_the_next_dates_follow_the_distance_of_the_last_two(dates, following):
    assert next_days([day(text) for text in dates], 2) == [day(text) for text in following]


def test_two_events_on_one_day_tell_nothing():
    assert next_days([day("2026-11-12"), day("2026-11-12")], 2) == []
