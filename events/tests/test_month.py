"""The month at a glance."""

import datetime as dt

import pytest
from django.utils import timezone

from civicevents.testing import BERLIN, make_published

pytestmark = pytest.mark.django_db


def published(title, start, **fields):
    return make_published(title=title, starts_at=start, publish_at=timezone.now() - dt.timedelta(days=1), **fields)


def test_an_event_of_several_days_stands_on_each_day_of_the_month(client):
    start = dt.datetime(2027, 1, 30, 10, tzinfo=BERLIN)
    published("Lager", start, ends_at=start + dt.timedelta(days=3))
    published("Nacht", start, ends_at=start + dt.timedelta(hours=16))

    def days(path):
        return {day.day: [e.title for e in events] for day, events in client.get(path).context["days"] if events}

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
