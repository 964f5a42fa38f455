"""The month at a glance."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civicevents.testing import BERLIN, make_published
from events.views.month import SHOWN

pytestmark = pytest.mark.django_db


def published(title, start, **fields):
    return make_published(title=title, starts_at=start, publish_at=timezone.now() - dt.timedelta(days=1), **fields)


def test_an_event_of_several_days_stands_on_each_day_of_the_month(client):
    start = dt.datetime(2027, 1, 30, 10, tzinfo=BERLIN)
    published("Lager", start, ends_at=start + dt.timedelta(days=3))
    published("Nacht", start, ends_at=start + dt.timedelta(hours=16))

    def days(path):
        return {day.date.day: [e.title for e in day.events] for day in client.get(path).context["days"] if day.events}

    assert days("/events/month/2027-01/") == {30: ["Lager", "Nacht"], 31: ["Lager"]}
    assert days("/en/events/month/2027-02/") == {1: ["Lager"], 2: ["Lager"]}
    assert b'rel="prev" href="/events/month/2027-01/"' in client.get("/events/month/2027-02/").content


@pytest.mark.parametrize("month", ["2026-13", "2026-00", "0001-01", "9999-12", "2026-1", "26-01", "x"])
def test_a_month_that_is_none_is_not_found(client, month):
    assert client.get(f"/events/month/{month}/").status_code == 404


def test_the_edges_of_the_calendar_answer(client):
    published("Treffen", timezone.now())
    assert client.get("/events/month/1970-01/").status_code == 200
    assert client.get("/events/month/2199-12/").status_code == 200


def test_a_crowded_day_shows_its_first_events_and_leads_to_all_of_them(client):
    start = dt.datetime(2027, 1, 30, 10, tzinfo=BERLIN)
    for number in range(SHOWN + 2):
        published(f"Runde {number}", start + dt.timedelta(minutes=number))
    response = client.get("/en/events/month/2027-01/")
    (day,) = [day for day in response.context["days"] if day.events]
    assert ([event.title for event in day.events], day.more) == ([f"Runde {number}" for number in range(SHOWN)], 2)
    link = (
        '<a href="/en/events/?from=2027-01-30&amp;to=2027-01-30">2 more<span class="visually-hidden"> on 30\xa0January'
    )
    assert link in response.content.decode()
    assert client.get("/en/events/?from=2027-01-30&to=2027-01-30").context["number"].number == SHOWN + 2


def test_of_a_single_one_more_nobody_has_to_turn_the_page(client):
    start = dt.datetime(2027, 1, 30, 10, tzinfo=BERLIN)
    for number in range(SHOWN + 1):
        published(f"Runde {number}", start)
    (day,) = [day for day in client.get("/events/month/2027-01/").context["days"] if day.events]
    assert (len(day.events), day.more) == (SHOWN + 1, 0)


def test_a_day_that_is_over_leads_to_the_past(client):
    start = dt.datetime(2025, 1, 30, 10, tzinfo=BERLIN)
    for number in range(SHOWN + 2):
        make_published(title=f"Runde {number}", starts_at=start, publish_at=start)
    (day,) = [day for day in client.get("/events/month/2025-01/").context["days"] if day.events]
    assert client.get(f"/events/{day.query}").context["number"].number == SHOWN + 2


def test_a_month_has_the_same_statements_however_crowded_it_is(client):
    start = dt.datetime(2027, 1, 30, 10, tzinfo=BERLIN)
    numbers = []
    for number in range(3 * SHOWN):
        published(f"Runde {number}", start + dt.timedelta(days=number % 2))
        if number in (0, 3 * SHOWN - 1):
            with CaptureQueriesContext(connection) as queries:
                client.get("/events/month/2027-01/")
            numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_a_month_with_more_events_than_anybody_reads_says_so(client, monkeypatch):
    monkeypatch.setattr("events.views.month.MOST_EVENTS", 2)
    for number in range(3):
        published(f"Runde {number}", dt.datetime(2027, 1, 1 + number, 10, tzinfo=BERLIN))
    html = client.get("/en/events/month/2027-01/").content.decode()
    assert "Only the first 2 events of this month" in html and "Runde 2" not in html
