"""Mails to people on stage, to organisers and to administrators."""

import datetime as dt

import icalendar
import pytest

from civicevents.testing import NOW, at, make_appearance, make_item, make_speaker, register, set_up_sign_up
from events.actions import record_agenda
from events.actions.changes import agenda_lines
from events.models import Event
from outbox.actions import enqueue
from outbox.mails import Drop, render
from outbox.models import Message
from registrations.actions import settle
from registrations.actions.fanout import fan_out
from registrations.tests import stories as s

pytestmark = pytest.mark.django_db


def speaker_at(event):
    make_speaker("Adriana Groh", email="adriana@example.org")
    return make_appearance(event)


def owed(kind):
    return Message.objects.filter(kind=f"registrations.{kind}").latest("pk")


def stage_link(language):
    appearance = speaker_at(s.ticket_type().event)
    return enqueue(
        kind="registrations.stage_link",
        recipient="adriana@example.org",
        language=language,
        parameters={"appearance": appearance.pk},
        now=NOW,
    )


@pytest.mark.parametrize(
    ("language", "subject", "says", "page"),
    [
        ("de", "Ihre Seite zum Auftritt: Do 12.11., 18:00", "Guten Tag Adriana Groh,", "http://testserver/stage/"),
        ("en", "Your page for the event: Thu 12 Nov", "Hello Adriana Groh,", "http://testserver/en/stage/"),
    ],
)
def test_people_on_stage_get_their_own_page(language, subject, says, page):
    mail = render(stage_link(language), now=NOW)
    assert mail.subject.startswith(subject) and says in mail.text and page in mail.text
    assert s.SECRET not in mail.text + mail.html + mail.calendar.content.decode()
    (entry,) = icalendar.Calendar.from_ical(mail.calendar.content).walk("VEVENT")
    assert entry["ATTENDEE"] == "mailto:adriana@example.org" and entry["URL"].startswith(page)


@pytest.mark.parametrize(
    ("verb", "subject", "says", "method", "linked"),
    [
        (s.moved, "Geändert: Do 10.12., 19:00", "Wann\nbisher: Donnerstag, 12. November 2026", "REQUEST", True),
        (s.to_the_town_hall, "Geändert: Do 12.11.", "Raum\nbisher: keine Angabe\njetzt: Saal 2", "REQUEST", True),
        (s.postponed, "Verschoben: Offene", "schreiben dazu: Das Haus wird gestrichen.", "REQUEST", True),
        (s.cancelled, "Abgesagt: Do 12.11.", "schreiben dazu: Die Referentin ist krank.", "CANCEL", False),
        (s.withdrawn, "Abgesagt: Do 12.11.", "haben die Veranstaltung zurückgezogen", "CANCEL", False),
    ],
)
def test_people_on_stage_hear_of_every_change(verb, subject, says, method, linked):
    event = s.ticket_type().event
    speaker_at(event)
    verb(event, NOW)
    fan_out(now=s.LATER)
    mail = render(owed("stage_changed"), now=s.LATER)
    text = mail.text.replace("\N{NO-BREAK SPACE}", " ")
    assert mail.subject.startswith(subject) and says in text
    assert mail.calendar.method == method and ("/stage/" in text) == linked
    assert "Anmeldung" not in text


def test_a_change_that_was_taken_back_is_not_told_on_stage():
    event = s.ticket_type().event
    speaker_at(event)
    s.cancelled(event, NOW)
    fan_out(now=s.LATER)
    s.reinstated(event, s.LATER)
    assert isinstance(render(owed("stage_changed"), now=s.LATER), Drop)


def test_people_on_stage_hear_of_what_is_only_on_the_page_for_others():
    event = register(s.ticket_type(), "Anna").event
    appearance = speaker_at(event)
    before = agenda_lines(event)
    make_item(event, "Offene Daten", starts_at=at("2026-11-12 18:10"), people=[appearance])
    record_agenda(event=event, before=before, by=None, now=NOW)
    s.change(event, title="Offene Daten im Amt")
    fan_out(now=s.LATER)
    text = render(owed("stage_changed"), now=s.LATER).text
    assert "Ablauf\nbisher: keine Angabe\njetzt: 18:10 Offene Daten: Adriana Groh" in text
    assert "Titel\nbisher: Offene Daten im Alltag\njetzt: Offene Daten im Amt" in text
    assert not Message.objects.filter(kind="registrations.event_changed").exists()


def test_the_contact_hears_once_that_more_are_confirmed_than_there_are_seats():
    kind = s.ticket_type(capacity=3)
    for name in ("Anna", "Berta", "Cem"):
        register(kind, name)
    kind.capacity = 1
    kind.save()
    settle(event=kind.event, now=NOW)
    settle(event=kind.event, now=NOW + dt.timedelta(minutes=1))
    message = Message.objects.get(kind="registrations.over_capacity")
    assert message.recipient == "host@example.org"
    assert "2 Personen mehr" in render(message, now=NOW).text
    set_up_sign_up(Event.objects.get())
    kind.capacity = 3
    kind.save()
    assert isinstance(render(message, now=NOW), Drop)
