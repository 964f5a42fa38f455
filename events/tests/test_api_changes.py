"""``updated_since`` with real transactions: nothing that is committed late is lost, and what goes is told."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Organisation
from civicevents.testing import (
    make_appearance,
    make_event,
    make_item,
    make_link,
    make_organisation,
    make_published,
    make_series,
    make_topic,
    make_venue,
)
from events.actions import cancel, move, reinstate, withdraw
from events.api import changes
from events.jobs import forget_departures, note_horizon
from events.models import Departure, Event, Horizon
from speakers.models import Speaker

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_slack(monkeypatch):
    """So that tests need not wait for ten seconds between steps."""
    monkeypatch.setattr(changes, "SLACK", dt.timedelta(0))


def planned(title="Treffen", **fields):
    return make_published(title=title, starts_at=timezone.now() + 10 * DAY, publish_at=timezone.now() - DAY, **fields)


def ask(client, address="/api/v1/events/"):
    answer = client.get(address.removeprefix("http://testserver"))
    assert answer.status_code == 200, answer.content
    return answer.json()


def titles(page):
    return {item["name"][0]["text"] for item in page["items"]}


def synchronised(client, address="/api/v1/events/"):
    """Where to ask for changes, after everything was read and the worker has looked at the clock."""
    note_horizon(timezone.now())
    return ask(client, address)["changes"]


def test_what_is_committed_late_is_not_stepped_over(client):
    """A transaction begins before the reader asks and is committed afterwards; its rows say an earlier time."""
    late, other = planned("Spät"), planned("Andere")
    written, asked = threading.Event(), threading.Event()

    def edit():
        try:
            with transaction.atomic():
                row = Event.objects.get(pk=late.pk)
                row.title = "Spät geändert"
                row.save()
                written.set()
                assert asked.wait(10)
        finally:
            connection.close()

    editor = threading.Thread(target=edit)
    editor.start()
    assert written.wait(10)
    since = synchronised(client)
    Event.objects.get(pk=other.pk).save()
    assert "Spät geändert" not in titles(ask(client, since))
    again = synchronised(client)
    asked.set()
    editor.join()
    row = Event.objects.get(pk=late.pk)
    assert row.updated_at < Horizon.objects.latest("at").at  # by the time in the row it would be lost
    for address in (since, again):
        assert "Spät geändert" in titles(ask(client, address))
    assert ask(client, synchronised(client))["items"] == []


def test_a_change_within_a_savepoint_is_told(client):
    event = planned()
    since = synchronised(client)
    with transaction.atomic():
        Speaker.objects.count()
        with transaction.atomic():
            Event.objects.filter(pk=event.pk).update(title="Neu")
    assert titles(ask(client, since)) == {"Neu"}


EDITS = {
    "its own row": lambda event: Event.objects.filter(pk=event.pk).update(room="5"),
    "a person": lambda event: Speaker.objects.update(name="Neu"),
    "a person off the agenda": lambda event: event.agenda_items.last().appearances.clear(),
    "an agenda item goes": lambda event: event.agenda_items.all().delete(),
    "a topic is taken off": lambda event: event.topics.clear(),
    "a topic is deleted": lambda event: event.topics.get().delete(),
    "a topic is renamed": lambda event: event.topics.update(name="Neu"),
    "the venue": lambda event: type(event.venue).objects.update(street="Neue Straße 1"),
    "the series": lambda event: type(event.series).objects.update(title="Neu"),
    "the host": lambda event: Organisation.objects.filter(pk=event.organisation_id).update(name="Neu"),
    "a link": lambda event: event.links.all().delete(),
}


def test_whatever_an_event_is_made_of_its_change_is_told_once_it_is_known(client):
    planned("Andere", organisation=make_organisation("Nachbaramt"))
    event = planned("Dieses", series=make_series(), venue=make_venue(), attendance_mode="hybrid")
    for edit, change in EDITS.items():
        event.topics.add(make_topic())
        make_item(event, people=[make_appearance(event, f"Person {edit}")])
        make_link(event)
        since = synchronised(client)
        assert ask(client, since)["items"] == []
        change(event)
        page = ask(client, since)
        assert (titles(page), page["gone"]) == ({"Dieses"}, []), edit


def test_a_publication_that_lay_ahead_is_told_when_its_hour_has_come(client):
    event = planned("Bald")
    Event.objects.update(publish_at=timezone.now() + dt.timedelta(hours=1))
    since = synchronised(client)
    assert ask(client, since)["items"] == []
    with connection.cursor() as cursor:  # the hour comes: nothing is written, so no trigger may know
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE events_event SET publish_at = %s", [timezone.now()])
        cursor.execute("SET session_replication_role = DEFAULT")
    assert titles(ask(client, since)) == {event.title}


def test_moved_cancelled_and_reinstated_events_are_told(client):
    event, now = planned(), timezone.now()
    for verb, status in [
        (lambda row: move(event=row, starts_at=row.starts_at + DAY, by=None, now=now), "EventScheduled"),
        (lambda row: cancel(event=row, by=None, now=now, reason="Krank"), "EventCancelled"),
        (lambda row: reinstate(event=row, by=None, now=now), "EventScheduled"),
    ]:
        since = synchronised(client)
        event = verb(event)
        (record,) = ask(client, since)["items"]
        assert (record["uid"], record["sequence"], record["eventStatus"]) == (event.uid, event.sequence, status)


DEPARTURES = {
    "withdrawn": lambda event: withdraw(event=event, by=None, now=timezone.now()),
    "hidden": lambda event: Event.objects.filter(pk=event.pk).update(visibility="unlisted"),
    "deleted": lambda event: event.delete(),
}


def test_an_event_that_leaves_is_told_as_gone_and_nothing_else_of_it(client):
    for departure, leave in DEPARTURES.items():
        event = planned("Peinlich")
        number = event.pk
        since, with_filter = synchronised(client), synchronised(client, "/api/v1/events/?topic=daten&q=peinlich")
        leave(event)
        for address in (since, with_filter):
            page = ask(client, address)
            assert (page["items"], page["gone"]) == ([], [{"id": number, "uid": event.uid}]), departure
        later = ask(client, synchronised(client))
        assert (later["items"], later["gone"]) == ([], [])
        assert client.get(f"/api/v1/events/{number}/").status_code == (410 if departure == "withdrawn" else 404)


def test_an_event_that_comes_back_is_no_longer_gone(client):
    event, now = planned("Zurück"), timezone.now()
    since = synchronised(client)
    reinstate(event=withdraw(event=event, by=None, now=now), by=None, now=now)
    page = ask(client, since)
    assert (titles(page), page["gone"]) == ({"Zurück"}, [])


def test_drafts_and_what_was_never_listed_leave_no_trace(client):
    note_horizon(timezone.now())
    since = ask(client)["changes"]
    make_event().delete()
    planned(visibility="unlisted").delete()
    Event.objects.filter(pk=planned().pk).update(publish_at=timezone.now() - DAY)
    make_published(publish_at=timezone.now() + DAY).delete()
    assert not Departure.objects.exists()
    assert ask(client, since)["gone"] == []


def test_what_leaves_a_filter_is_gone_from_it(client):
    topic, event, other = make_topic(), planned("Dieses"), planned("Andere")
    event.topics.add(topic)
    since = synchronised(client, f"/api/v1/events/?topic={topic.slug}")
    other.save()
    event.topics.clear()
    page = ask(client, since)
    assert page["items"] == []
    assert {each["id"] for each in page["gone"]} == {event.pk, other.pk}


def test_where_nobody_knows_what_changed_everything_is_told(client):
    planned("Alt")
    for moment in ("2026-11-01T00:00:00%2B01:00", "2026-11-01T00:00:00Z", "2199-01-01T00:00:00-12:00"):
        assert titles(ask(client, f"/api/v1/events/?updated_since={moment}")) == {"Alt"}
    since = synchronised(client)
    assert ask(client, since)["items"] == []
    Horizon.objects.update(cluster=1)  # a backup was restored into another server, which counts anew
    assert titles(ask(client, since)) == {"Alt"}
    since = synchronised(client)
    with connection.cursor() as cursor:  # as a migration does, see civicevents/stored/triggers.py
        cursor.execute("INSERT INTO events_contentchange VALUES ('all', 0, pg_current_xact_id()::text::bigint)")
    assert titles(ask(client, since)) == {"Alt"}


def test_pages_of_changes_are_complete_and_all_say_the_same_since(client):
    events = [planned(str(number)) for number in range(7)]
    since = synchronised(client)
    for event in events:
        event.save()
    withdraw(event=events[2], by=None, now=timezone.now())
    events[6].delete()
    address, found, gone, later = f"{since}&limit=2", [], [], set()
    while address:
        page = ask(client, address)
        assert len(page["items"]) + len(page["gone"]) <= 2
        found += [item["name"][0]["text"] for item in page["items"]]
        gone += [each["uid"] for each in page["gone"]]
        later.add(page["changes"])
        address = page["next"]
    assert found == ["0", "1", "3", "4", "5"] and gone == [events[2].uid, events[6].uid]
    assert len(later) == 1


def test_departures_and_horizons_are_forgotten_in_the_end():
    note_horizon(timezone.now())
    planned().delete()
    forget_departures(timezone.now() + 39 * DAY)
    assert Horizon.objects.exists() and Departure.objects.exists()
    forget_departures(timezone.now() + 91 * DAY)
    assert not Horizon.objects.exists() and not Departure.objects.exists()
