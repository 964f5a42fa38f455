"""What happens when two members press a button at the same moment."""

import threading

import pytest
from django.db import connection

from civicevents.testing import NOW, at, make_item, make_published
from events.actions import Refused, cancel, move
from events.models import Event, Status

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """What each call returned or how it was refused; all begin at the same moment, each in its own connection."""
    start, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place, call):
        start.wait()
        try:
            outcomes[place] = call()
        except Refused as refusal:
            outcomes[place] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_two_cancellations_one_is_refused_and_its_reason_is_not_shown():
    event = make_published()

    outcomes = at_once(
        lambda: cancel(event=event, by=None, now=NOW, reason="Sturm"),
        lambda: cancel(event=event, by=None, now=NOW, reason="Krankheit"),
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    accepted = [outcome for outcome in outcomes if isinstance(outcome, Event)]
    event.refresh_from_db()
    assert (len(refused), len(accepted)) == (1, 1)
    assert (event.status, event.status_reason, event.sequence) == (
        Status.CANCELLED,
        accepted[0].status_reason,
        1,
    )
    assert event.changes.count() == 1


def test_two_moves_leave_event_and_agenda_on_the_same_day():
    event = make_published()
    make_item(event, starts_at=at("2026-11-12 18:10"))

    at_once(
        lambda: move(event=event, starts_at=at("2026-11-19 18:00"), by=None, now=NOW),
        lambda: move(event=event, starts_at=at("2026-11-26 17:00"), by=None, now=NOW),
    )

    event.refresh_from_db()
    assert event.sequence == 2
    assert event.agenda_items.get().starts_at - event.starts_at == at("2026-11-12 18:10") - at("2026-11-12 18:00")
