"""Results go public once, with one mail to everybody who had a seat."""

import datetime as dt
import email
import re
from email import policy

import pytest

from civicevents.testing import (
    NOW,
    at,
    mails,
    make_event,
    make_member,
    make_past,
    make_results,
    make_ticket_type,
    register,
)
from civicevents.testing_hostile import HARMLESS, Page, fill_everything
from events.actions.refusal import Refused
from events.history import history
from events.models import Change, Confidentiality, Event, Status
from outbox.envelope import envelope
from outbox.mails import Drop, render
from outbox.models import Message
from participation.actions.results import publish, recount, take_back
from participation.models import Results
from registrations.actions import cancel
from registrations.actions.erasing import erase_due
from registrations.models import Registration
from registrations.tallies import numbers

pytestmark = pytest.mark.django_db
BEFORE = at("2026-10-20 12:00")
KIND = "participation.results_published"


@pytest.fixture
def event():
    """Over since yesterday, with a draft of its results; Anna was there, Ben was not, Cem cancelled."""
    event = make_past()
    kind = make_ticket_type(event, capacity=2)
    anna, _ben, cem = (register(kind, name, now=BEFORE) for name in ("Anna", "Ben", "Cem"))
    cancel(registration=cem, now=BEFORE)
    Registration.objects.filter(pk=anna.pk).update(checked_in_at=event.starts_at)
    make_results(event, published=False)
    Message.objects.all().delete()
    return event


def told():
    return sorted(Message.objects.filter(kind=KIND).values_list("recipient", flat=True))


def test_everybody_who_had_a_seat_gets_one_mail(event):
    assert publish(event=event, by=make_member(), now=NOW) == 2
    assert told() == ["anna@example.org", "ben@example.org"]
    results = Results.objects.get()
    assert (results.published_at, results.counted, results.present) == (NOW, 1, 1)


def test_published_again_nobody_gets_a_second_mail(event):
    publish(event=event, by=None, now=NOW)
    take_back(event=event, by=None, now=NOW)
    assert publish(event=event, by=None, now=NOW) == 0
    assert len(told()) == 2


def test_the_history_says_who_published_and_who_took_back(event):
    edda = make_member(name="Edda")
    publish(event=event, by=edda, now=NOW)
    take_back(event=event, by=edda, now=NOW + dt.timedelta(hours=1))
    rows = event.changes.filter(what=Change.What.RESULTS).values_list("old", "new", "by")
    assert list(rows) == [(None, "public", edda.pk), ("public", None, edda.pk)]
    assert [entry.who for entry in history(event)] == ["Edda", "Edda"]


def test_the_mail_says_what_came_of_it_and_where_to_read_it(event):
    Results.objects.update(summary="Zwei Menschen pflegen jetzt.", access="public")
    publish(event=event, by=None, now=NOW)
    mail = render(Message.objects.filter(kind=KIND).first(), now=NOW)
    assert "Zwei Menschen pflegen jetzt." in mail.text and "Ohne Pflege veraltet alles." in mail.text
    assert event.get_absolute_url() in mail.text and "/registrations/" in mail.text
    assert "<script" not in mail.html


def test_the_mail_about_results_for_participants_leads_to_the_own_page_only(event):
    Results.objects.update(access="participants")
    publish(event=event, by=None, now=NOW)
    mail = render(Message.objects.filter(kind=KIND).first(), now=NOW)
    assert "Ihre Seite gibt es bis Dienstag, 1.\xa0Dezember\xa02026" in mail.text
    assert event.get_absolute_url() not in mail.text


@pytest.mark.parametrize("access", ["public", "participants"])
def test_what_somebody_typed_is_text_in_the_mail(event, access):
    Results.objects.update(access=access, summary="Wort")
    publish(event=event, by=None, now=NOW)
    message = Message.objects.filter(kind=KIND).first()
    fill_everything(payloads=HARMLESS)
    before = Page(render(message, now=NOW).html)
    fill_everything()
    mail = render(message, now=NOW)
    page = Page(mail.html).check("results")
    assert not {tag for tag in page.skeleton if page.skeleton[tag] > before.skeleton.get(tag, 0)}
    sent = email.message_from_bytes(envelope(message, mail).message().as_bytes(), policy=policy.default)
    assert sent["Bcc"] is None and not re.search(r"[\x00-\x1f\u2028]", sent["Subject"])
    assert "://evil" not in mail.text + mail.html


@pytest.mark.parametrize("case", ["taken back", "erased", "cancelled", "withdrawn"])
def test_a_mail_that_is_no_longer_true_is_dropped(event, case):
    publish(event=event, by=None, now=NOW)
    message = Message.objects.filter(kind=KIND).first()
    if case == "taken back":
        take_back(event=event, by=None, now=NOW)
    if case == "erased":
        Registration.objects.all().delete()
    if case == "cancelled":
        Registration.objects.update(state="cancelled", cancelled_at=NOW)
    if case == "withdrawn":
        Event.objects.update(status=Status.WITHDRAWN)
    assert isinstance(render(message, now=NOW), Drop)


def test_how_many_came_stays_when_the_people_are_erased(event):
    publish(event=event, by=None, now=NOW)
    erase_due(now=at("2026-12-05 12:00"))
    assert not Registration.objects.exists() and numbers(event)["present", "yes"] == 1
    recount(event=event)
    assert Results.objects.get().present == 1
    assert not Message.objects.exclude(recipient="").exists()


def test_a_typed_number_wins(event):
    Results.objects.update(attendance=64)
    publish(event=event, by=None, now=NOW)
    assert Results.objects.get().present == 64


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": at("2026-11-02 11:00"), "ends_at": at("2026-11-02 13:00")},
        {"status": Status.CANCELLED},
        {"status": Status.POSTPONED},
        {"status": Status.WITHDRAWN},
        {"confidentiality": Confidentiality.CLOSED},
    ],
)
def test_refused_where_there_is_nothing_to_publish(event, change):
    Event.objects.update(**change)
    with pytest.raises(Refused):
        publish(event=event, by=None, now=NOW)
    assert not Results.objects.get().is_published and not told()


def test_refused_while_nothing_is_written(event):
    Results.objects.update(takeaways=" ")
    with pytest.raises(Refused):
        publish(event=event, by=None, now=NOW)
    Results.objects.all().delete()
    with pytest.raises(Refused):
        publish(event=event, by=None, now=NOW)
    with pytest.raises(Refused):
        take_back(event=event, by=None, now=NOW)


def test_refused_a_second_time(event):
    publish(event=event, by=None, now=NOW)
    with pytest.raises(Refused):
        publish(event=event, by=None, now=NOW)
    assert mails() == [KIND, KIND]


def test_refused_of_a_draft():
    event = make_event(starts_at=at("2026-11-01 18:00"))
    make_results(event, published=False)
    with pytest.raises(Refused):
        publish(event=event, by=None, now=NOW)
