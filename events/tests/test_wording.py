"""What lists say about an event: where, and how things stand."""

import datetime as dt

import pytest
from django.utils import translation

from civicevents.testing import NOW
from events.models import AttendanceMode, Availability, Event, Status, Venue
from events.wording import place_line, standing

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def event(starts_in=DAY, status=Status.PUBLISHED, **seats):
    start = NOW + starts_in
    made = Event(starts_at=start, ends_at=start + 2 * HOUR, status=status, time_zone="Europe/Berlin")
    if seats:
        made.availability = Availability(takes_registrations=True, **seats)
    return made


@pytest.mark.parametrize(
    ("made", "kind", "words"),
    [
        (event(seats=20, free=18), "free", "18 Plätze frei"),
        (event(seats=20, free=5), "few", "Noch 5 Plätze"),
        (event(seats=20, free=1), "few", "Noch 1 Platz"),
        (event(seats=20, free=0), "full", "Ausgebucht"),
        (event(seats=20, free=0, waiting_list=True), "waitlist", "Warteliste"),
        (event(opens_at=NOW + DAY), "later", "Anmeldung ab 3.\xa0Nov"),
        (event(closes_at=NOW), "closed", "Anmeldung geschlossen"),
        (event(seats=None), "free", "Plätze frei"),
        (event(seats=20, free=18, status=Status.CANCELLED), "cancelled", "Abgesagt"),
        (event(seats=20, free=18, status=Status.POSTPONED), "postponed", "Verschoben"),
        (event(-DAY, seats=20, free=18), "over", "Vorbei"),
        (event(-HOUR, seats=20, free=18), "running", "Läuft gerade"),
    ],
)
def test_state_comes_before_seats(made, kind, words):
    with translation.override("de"):
        assert standing(made, NOW, exact=True) == (kind, words)


@pytest.mark.parametrize(
    ("free", "kind", "words"),
    [
        (18, "free", "Plätze frei"),
        (6, "free", "Plätze frei"),
        (5, "few", "Wenige Plätze frei"),
        (0, "full", "Ausgebucht"),
    ],
)
def test_lists_say_so_without_numbers(free, kind, words):
    with translation.override("de"):
        assert standing(event(seats=20, free=free), NOW) == (kind, words)


def test_without_a_sign_up_nothing_is_said_about_seats():
    assert standing(event(), NOW) is None
    without = event(seats=None)
    without.availability.takes_registrations = False
    assert standing(without, NOW) is None


@pytest.mark.parametrize(
    ("mode", "city", "words"),
    [
        (AttendanceMode.ONLINE, "", "Online"),
        (AttendanceMode.IN_PERSON, "Ulm", "Ulm"),
        (AttendanceMode.IN_PERSON, "", "Ort folgt"),
        (AttendanceMode.HYBRID, "Ulm", "Ulm und online"),
        (AttendanceMode.HYBRID, "", "Vor Ort und online"),
    ],
)
def test_the_place_is_a_town_or_online(mode, city, words):
    with translation.override("de"):
        assert place_line(Event(attendance_mode=mode, venue=Venue(city=city) if city else None)) == words
