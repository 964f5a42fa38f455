"""The calendar parts of mails: what a calendar app reads from them."""

import datetime as dt

import icalendar
import pytest
import vobject
from ical.calendar_stream import IcsCalendarStream

from accounts.models import Organisation
from civicevents.testing import NOW, at, register
from events.ical import as_file
from events.models import Event
from outbox.mails import render
from registrations.actions import cancel
from registrations.itip import own_entry
from registrations.models import Registration
from registrations.tests import stories as s

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sender(settings):
    settings.DEFAULT_FROM_EMAIL = "Kurzer Dienstweg <portal@portal.example>"


def part(story, language="de"):
    """The calendar object and its entry in the mail of a story."""
    message, now = story(language)
    calendar = icalendar.Calendar.from_ical(render(message, now=now).calendar.content)
    (entry,) = calendar.walk("VEVENT")
    return calendar, entry


def test_a_confirmation_carries_an_invitation_that_asks_for_no_answer():
    calendar, entry = part(s.registered)
    event, anna = Event.objects.get(), Registration.objects.get()
    assert calendar["METHOD"] == "REQUEST" and entry["STATUS"] == "CONFIRMED"
    assert entry["ORGANIZER"] == "mailto:portal@portal.example"
    assert entry["ORGANIZER"].params["CN"] == "Amt für Dienstwege"
    assert entry["ATTENDEE"] == f"mailto:{anna.email}"  # one, not a list
    assert entry["ATTENDEE"].params["RSVP"] == "FALSE" and entry["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert entry["UID"] == event.uid and entry["SEQUENCE"] == event.sequence
    assert entry["URL"] == f"http://testserver/registrations/{anna.token}/"
    assert entry.decoded("DTSTART") == at("2026-11-12 18:00") and entry.decoded("DTEND") == at("2026-11-12 20:00")
    assert entry["DTSTART"].params["TZID"] == "Europe/Berlin" and len(calendar.walk("VTIMEZONE")) == 1
    assert entry.decoded("DTSTAMP") == NOW


def test_a_host_with_quotes_and_commas_is_named_alike_in_every_app():
    message, now = s.registered("de")
    Organisation.objects.update(name='Amt "für"; Dienste: A, B^n\rX-EVIL:1')
    data = render(message, now=now).calendar.content
    names = {
        icalendar.Calendar.from_ical(data).walk("VEVENT")[0]["ORGANIZER"].params["CN"],
        IcsCalendarStream.calendar_from_ics(data.decode()).events[0].organizer.common_name,
        vobject.readOne(data.decode()).vevent.organizer.params["CN"][0],
    }
    assert names == {"Amt 'für'; Dienste: A, Bn X-EVIL:1"}


def test_a_cancellation_leaves_the_title_to_the_app_which_says_so_itself():
    _, entry = part(s.after("event_cancelled", s.cancelled))
    assert entry["SUMMARY"] == "Offene Daten im Alltag"


def test_the_entry_speaks_the_mails_language():
    _, entry = part(s.registered, "en")
    assert entry["SUMMARY"] == "Everyday open data" and "/en/registrations/" in entry["URL"]


@pytest.mark.parametrize("story", [s.cancelled_by_me, s.cancelled_by_organiser])
def test_an_end_of_a_seat_crosses_the_entry_out(story):
    calendar, entry = part(story)
    assert (calendar["METHOD"], entry["STATUS"]) == ("CANCEL", "CANCELLED")
    assert entry["SEQUENCE"] == Event.objects.get().sequence + 1


def test_a_cancelled_event_crosses_the_entry_out():
    calendar, entry = part(s.after("event_cancelled", s.cancelled))
    assert (calendar["METHOD"], entry["STATUS"], entry["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)


def test_a_postponed_event_is_tentative_and_a_new_date_settles_it():
    calendar, entry = part(s.after("postponed", s.postponed))
    assert (calendar["METHOD"], entry["STATUS"], entry["SEQUENCE"]) == ("REQUEST", "TENTATIVE", 1)


def test_a_new_date_updates_the_entry():
    calendar, entry = part(s.after("new_date", s.postponed, s.moved))
    assert (calendar["METHOD"], entry["STATUS"], entry["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 2)
    assert entry.decoded("DTSTART") == at("2026-12-10 19:00")


def test_the_sequence_rises_with_every_coming_and_going_of_a_person():
    kind, numbers = s.ticket_type(), []
    for _ in range(3):
        anna = register(kind, "Anna Muster")
        numbers.append(own_entry(anna)["SEQUENCE"])
        anna = cancel(registration=anna, now=NOW)
        numbers.append(own_entry(anna)["SEQUENCE"])
    assert numbers == [0, 1, 2, 3, 4, 5]
    other = register(kind, s.OTHER)
    assert own_entry(other)["SEQUENCE"] == 0


@pytest.mark.parametrize(
    ("make", "status"), [(s.sign_up, "CONFIRMED"), (s.in_line, "TENTATIVE"), (s.applied, "TENTATIVE")]
)
def test_ones_own_file_says_how_things_stand_and_invites_nobody(make, status):
    calendar = icalendar.Calendar.from_ical(as_file([own_entry(make("de"))]))
    (entry,) = calendar.walk("VEVENT")
    assert entry["STATUS"] == status
    assert not {"ORGANIZER", "ATTENDEE"} & entry.keys() and "METHOD" not in calendar


def test_times_are_right_on_both_sides_of_the_clock_change():
    kind = s.ticket_type()
    for day, offset in (("2027-03-27", 1), ("2027-03-28", 2)):
        Event.objects.update(starts_at=at(f"{day} 18:00"), ends_at=at(f"{day} 20:00"))
        person = register(kind, f"Anna {offset}")
        entry = own_entry(Registration.objects.get(pk=person.pk))
        calendar = icalendar.Calendar.from_ical(as_file([entry]))
        start = calendar.walk("VEVENT")[0].decoded("DTSTART")
        assert start.hour == 18 and start.utcoffset() == dt.timedelta(hours=offset)
