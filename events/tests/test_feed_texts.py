"""Feeds are made of stored texts, and always of the right ones: whatever changes is in the next feed."""

import datetime as dt
import threading
from types import SimpleNamespace

import icalendar
import pytest
from django.db import connection, transaction
from django.utils import timezone

from civicevents import demo
from civicevents.testing import (
    make_appearance,
    make_item,
    make_organisation,
    make_published,
    make_series,
    make_topic,
    make_venue,
)
from events import jobs
from events.actions import cancel, move, withdraw
from events.feeds import making, texts
from events.models import Appearance, ContentChange, EntryText, Event, Platform, Series, Topic, Venue
from pictures.models import Licence, Picture
from speakers.models import Speaker

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now()
CALENDAR, ATOM = "/events/calendar.ics", "/events/feed.atom"
FEEDS = [CALENDAR, f"{CALENDAR}?lang=en", ATOM, f"{ATOM}?lang=en"]
KINDS = len(FEEDS)


def planned(title="Treffen", days=10, **fields):
    start = (NOW + days * dt.timedelta(days=1)).replace(second=0, microsecond=0)
    return make_published(**{"title": title, "starts_at": start, "publish_at": NOW - dt.timedelta(days=9)} | fields)


def full_event(title="Treffen", **fields):
    """An event with one of everything that an entry tells."""
    event = planned(
        title,
        **{"series": make_series(), "venue": make_venue(), "attendance_mode": "hybrid", "summary": "Kurz gesagt."}
        | {"platform": Platform.objects.create(name="Videoraum", organisation=make_organisation())}
        | {"picture": make_picture()}
        | fields,
    )
    event.topics.add(make_topic())
    make_item(event, "Begrüßung", starts_at=event.starts_at, people=[make_appearance(event)])
    return event


def make_picture():
    rights = {"alternative_text": "Ein Raum", "author": "Anna", "licence": Licence.OWN_WORK}
    return Picture.objects.create(organisation=make_organisation(), width=640, height=480, **rights)


@pytest.fixture(autouse=True)
def worker(monkeypatch):
    """A worker that has looked at nothing yet; ``work()`` is one round of its job."""
    monkeypatch.setattr(jobs.Seen, "before", None)

    def work():
        for _ in range(2):
            if jobs.anything_changed():
                jobs.make_texts(timezone.now())

    return SimpleNamespace(work=work)


def content(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def fresh(client, path):
    """The feed as it is without any stored text."""
    stored = list(EntryText.objects.all())
    EntryText.objects.all().delete()
    try:
        return content(client, path)
    finally:
        EntryText.objects.bulk_create(stored)


def out_of_date():
    held = EntryText.objects.select_related("event")
    present = making.marks(sorted({text.event_id for text in held}))
    return {text.event.title for text in held if text.made_from != present[text.event_id]}


# Stored and fresh -----------------------------------------------------------------------------------------------------


def test_stored_texts_are_those_that_are_made_afresh_for_every_event_of_the_demo(client, worker):
    demo.load(NOW, "ein langes Passwort 1")
    before = {path: content(client, path) for path in FEEDS}
    assert not EntryText.objects.exists()  # reading has written nothing
    worker.work()
    held = Event.objects.in_calendars(NOW)
    assert held.count() > 5 and EntryText.objects.filter(event__in=held).count() == KINDS * held.count()
    for text in EntryText.objects.all():
        (event,) = making.rows_for(text.kind, [text.event_id])
        assert making.made(event, text.kind, text.language) == text.text
    assert {path: content(client, path) for path in FEEDS} == before


HOSTILE = "Titel\r\nATTENDEE:mailto:x@example.org\rX-EVIL:1\x01\x85\u2028 🦙 ß; , \\ %s %(x)s </entry><x> END:VCALENDAR"


def test_hostile_texts_come_out_of_the_store_as_they_would_afresh(client, worker):
    event = full_event(HOSTILE[:200], summary=HOSTILE[:500], status_reason=HOSTILE)
    Speaker.objects.update(name=HOSTILE[:150])
    worker.work()
    for path in FEEDS:
        assert content(client, path) == fresh(client, path)
    (entry,) = icalendar.Calendar.from_ical(content(client, CALENDAR)).walk("VEVENT")
    assert "ATTENDEE" not in entry and "X-EVIL" not in entry and entry["uid"] == event.uid


# Whatever changes is in the next feed ---------------------------------------------------------------------------------

CHANGES = {
    "person": (lambda event: Speaker.objects.update(name="Neuer Name"), "Neuer Name"),
    "role": (lambda event: Appearance.objects.update(role="moderator"), "Moderation: Adriana Groh"),
    "venue": (lambda event: Venue.objects.update(name="Neues Haus"), "Neues Haus"),
    "platform": (lambda event: Platform.objects.update(name="Neuer Raum"), "Neuer Raum"),
    "topic": (lambda event: Topic.objects.update(name="Neues Thema"), "Neues Thema"),
    "new topic": (lambda event: event.topics.add(make_topic("Noch eins")), "Noch eins"),
    "agenda": (lambda event: event.agenda_items.update(title="Neuer Punkt"), "Neuer Punkt"),
    "picture": (lambda event: Picture.objects.filter(events=event).update(key="neuer-schluessel"), "neuer-schluessel"),
    "title": (lambda event: Event.objects.update(title="Neuer Titel"), "Neuer Titel"),
    "withdrawn": (lambda event: withdraw(event=event, by=None, now=NOW), "STATUS:CANCELLED"),
    "cancelled": (lambda event: cancel(event=event, by=None, now=NOW, reason="Krank"), "STATUS:CANCELLED"),
    "address": (lambda event: Event.objects.filter(pk=event.pk).update(slug="neue-adresse"), "/events/neue-adresse/"),
}
IN_ATOM = {
    "host": (lambda event: event.organisation.__class__.objects.update(name="Neues Amt"), "<name>Neues Amt</name>"),
    "topic": (lambda event: Topic.objects.update(name="Neues Thema"), "Neues Thema"),
    "cancelled": (lambda event: cancel(event=event, by=None, now=NOW, reason="Krank"), "Krank"),
    "town": (lambda event: Venue.objects.update(city="Neustadt"), "Neustadt"),
}


@pytest.mark.parametrize(
    ("path", "change"), [(CALENDAR, change) for change in CHANGES] + [(ATOM, change) for change in IN_ATOM]
)
def test_a_change_is_in_the_next_feed_before_and_after_the_worker_saw_it(client, worker, path, change):
    step, words = (CHANGES if path == CALENDAR else IN_ATOM)[change]
    event = full_event()
    full_event("Ein anderes")
    worker.work()
    before = client.get(path)
    assert words not in unfolded(before.content)
    step(event)
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and words in unfolded(after.content)
    worker.work()
    assert not out_of_date()
    assert client.get(path).content == after.content == fresh(client, path)


def unfolded(data):
    return data.decode().replace("\r\n ", "")


def test_the_title_of_a_series_is_in_its_next_feed(client, worker):
    path = f"/series/{full_event().series.slug}/calendar.ics"
    worker.work()
    before = client.get(path)
    Series.objects.update(title="Neue Reihe")
    after = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200 and "X-WR-CALNAME:Neue Reihe" in after.content.decode()


def test_only_the_events_concerned_are_made_again(worker):
    here, there = make_venue("Rathaus"), make_venue("Bibliothek")
    for title in ("Eins", "Zwei"):
        planned(title, venue=here, attendance_mode="in_person")
    planned("Drei", venue=there, attendance_mode="in_person")
    make_appearance(Event.objects.get(title="Drei"), "Adriana Groh")
    worker.work()
    assert EntryText.objects.count() == 3 * KINDS and not out_of_date()
    here.name = "Neues Rathaus"
    here.save()
    assert out_of_date() == {"Eins", "Zwei"}
    worker.work()
    assert not out_of_date() and not jobs.anything_changed()
    Speaker.objects.update(bio="Neu")
    assert out_of_date() == {"Drei"}


def test_a_change_that_ends_after_a_later_one_is_not_missed(client, worker):
    """The highest transaction number says nothing about which of them have ended."""
    event = planned("Alt")
    worker.work()
    slow, seen = threading.Event(), threading.Event()

    def change_slowly():
        with transaction.atomic():
            Event.objects.filter(pk=event.pk).update(title="Langsam geändert")
            seen.set()
            slow.wait(30)
        connection.close()

    thread = threading.Thread(target=change_slowly)
    thread.start()
    seen.wait(30)
    make_item(event, "Schneller")
    worker.work()
    assert "Schneller" in content(client, CALENDAR).decode() and not out_of_date()
    slow.set()
    thread.join()
    assert "Langsam geändert" in content(client, CALENDAR).decode()
    assert out_of_date() == {"Langsam geändert"}
    worker.work()
    assert not out_of_date()


def test_a_text_whose_rows_change_while_it_is_made_does_not_hold(client, worker, monkeypatch):
    planned("Alt")
    made = making.made

    def made_slowly(event, kind, language):
        text = made(event, kind, language)
        Event.objects.update(title="Inzwischen neu")
        return text

    monkeypatch.setattr(making, "made", made_slowly)
    making.remake(Event.objects.all())
    assert EntryText.objects.filter(text__contains="Alt").exists()
    assert "Inzwischen neu" in content(client, CALENDAR).decode()


def test_no_stored_text_holds_for_another_address_of_the_portal(client, worker, settings):
    planned()
    worker.work()
    settings.BASE_URL = "https://neu.example"
    assert "URL:https://neu.example/events/" in unfolded(content(client, CALENDAR))


def test_moving_an_event_changes_its_text_and_its_place_in_the_feed(client, worker):
    first, _ = planned("Erst", days=1), planned("Dann", days=2)
    worker.work()
    move(event=first, starts_at=NOW + dt.timedelta(days=3), by=None, now=NOW)
    order = [str(entry["summary"]) for entry in icalendar.Calendar.from_ical(content(client, CALENDAR)).walk("VEVENT")]
    assert order == ["Dann", "Erst"]


# What it costs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 300])
def test_the_number_of_statements_is_fixed(client, worker, django_assert_num_queries, number):
    for place in range(number):
        planned(f"Treffen {place}")
    worker.work()
    for path, whole in ((CALENDAR, 2), (ATOM, 3)):
        with django_assert_num_queries(whole):
            assert content(client, path).count(b"Treffen") >= min(number, 50)
        known = client.head(path).headers["ETag"]
        with django_assert_num_queries(whole - 1):
            assert client.get(path, headers={"If-None-Match": known}).status_code == 304


def test_a_long_feed_is_sent_in_shares(client, worker, monkeypatch, django_assert_num_queries):
    for place in range(5):
        full_event(f"Treffen {place}")
    worker.work()
    whole = content(client, CALENDAR)
    monkeypatch.setattr("events.feeds.files.SHARE", 2)
    monkeypatch.setattr(texts, "SHARE", 2)
    Event.objects.filter(title="Treffen 3").update(title="Treffen drei")
    with django_assert_num_queries(1 + 3 + 4):
        answer = client.get(CALENDAR)
        parts = list(answer.streaming_content)
    assert len(parts) == 1 + 3 + 1
    assert b"".join(parts) == fresh(client, CALENDAR) != whole


# What goes wrong ------------------------------------------------------------------------------------------------------


def test_one_bad_record_is_left_out_of_every_feed_and_logged_once(client, worker, caplog):
    bad = planned("Kaputt", days=3)
    planned("Gut")
    Event.objects.filter(pk=bad.pk).update(time_zone="Nirgends/Wo")
    worker.work()
    assert f"Event {bad.pk}" in caplog.text
    caplog.clear()
    for path in FEEDS:
        text = content(client, path).decode()
        assert "Gut" in text and "Kaputt" not in text
    assert not caplog.records
    Event.objects.filter(pk=bad.pk).update(time_zone="Europe/Berlin")
    assert "Kaputt" in content(client, CALENDAR).decode()


def test_what_calendars_hold_no_longer_is_forgotten(worker):
    planned("Bald")
    past = planned("Längst vorbei", days=-300)
    worker.work()
    assert EntryText.objects.filter(event=past).count() == KINDS
    jobs.forget_texts(NOW + dt.timedelta(days=100))
    assert set(EntryText.objects.values_list("event__title", flat=True)) == {"Bald"}


def test_an_event_is_deleted_with_its_texts(worker):
    event = planned()
    worker.work()
    event.delete()
    assert not EntryText.objects.exists()


def test_compacted_changes_let_texts_be_made_again_and_change_no_feed(client, worker):
    event = planned()
    event.save()
    worker.work()
    before = client.get(CALENDAR).headers["ETag"]
    ContentChange.objects.filter(scope="event").delete()  # as compaction does, and more
    assert content(client, CALENDAR)
    jobs.Seen.before = None
    worker.work()
    assert client.get(CALENDAR).headers["ETag"] == before
