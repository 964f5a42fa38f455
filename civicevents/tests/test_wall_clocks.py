"""One event, four tellers: page, calendar entry, mails and API name the same wall clock and the same sequence."""

import datetime as dt
import re
import zoneinfo

import icalendar
import pytest
from django.utils.html import strip_tags

from civicevents.testing import NOW, at, mails, make_published, make_ticket_type, register
from events.models import Event
from outbox.mails import render
from registrations.actions.fanout import WAIT, fan_out
from registrations.tests import stories

pytestmark = pytest.mark.django_db
# Both changes of the clock of both years, in Europe and in the United States: the evening before and the day itself.
CHANGES = {
    "Europe/Berlin": "2026-03-29 2026-10-25 2027-03-28 2027-10-31",
    "America/New_York": "2026-03-08 2026-11-01 2027-03-14 2027-11-07",
}
CASES = [(zone, day) for zone, days in CHANGES.items() for day in days.split()]
STARTS = [(-1, "18:00"), (0, "01:30"), (0, "03:30"), (0, "18:00"), (1, "18:00")]  # days after it, time


def starts_around(day):
    """Wall-clock times around the change, as naive datetimes."""
    midnight = dt.datetime.fromisoformat(day)
    clocks = [(dt.time.fromisoformat(time), days) for days, time in STARTS]
    return [dt.datetime.combine(midnight + dt.timedelta(days), time) for time, days in clocks]


def by_page(client, event):
    """The times of the date slip: what machines read, and the begin in words."""
    page = client.get(event.get_absolute_url()).content.decode()
    slip = page[page.index('class="slip') :]
    machine = re.search(r'<time class="slip__date" datetime="([^"]+)"', slip)[1]
    words = strip_tags(re.search(r'<span class="slip__time">(.*?)</span>', slip)[1])
    moment = dt.datetime.fromisoformat(machine)
    assert words.startswith(f"{moment:%H:%M}") and f"{moment:%-d}." in slip, words
    return moment


def by_calendar(data):
    (entry,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return entry.decoded("dtstart")


def by_api(client, event):
    return dt.datetime.fromisoformat(client.get(f"/api/v1/events/{event.pk}/").json()["startDate"])


def by_mail(event):
    """The begin in the confirmation's calendar part; its text says the same day and time."""
    now = event.starts_at - dt.timedelta(days=20)
    message = mails(register(make_ticket_type(event), "Anna Muster", now=now), "registered")[-1]
    mail = render(message, now=now)
    start = by_calendar(mail.calendar.content).astimezone(event.zone)
    text = mail.text.replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(rf"{start:%-d}\. \w+ {start:%Y}, {start:%H:%M}", text), text
    return start


@pytest.mark.parametrize(("zone", "day"), CASES)
def test_page_feed_mail_and_api_name_the_same_wall_clock_at_every_change_of_the_clock(client, zone, day):
    here = zoneinfo.ZoneInfo(zone)
    for naive in starts_around(day):
        start = naive.replace(tzinfo=here)
        event = make_published(title=f"{naive}", time_zone=zone, starts_at=start, publish_at=at("2026-01-01"))
        told = {
            "page": by_page(client, event),
            "feed": by_calendar(client.get(f"{event.get_absolute_url()}event.ics").content),
            "api": by_api(client, event),
            "mail": by_mail(event),
        }
        for teller, moment in told.items():
            assert moment.astimezone(here).replace(tzinfo=None) == naive, teller
        # What is read as text, without any arithmetic, is the wall clock, too.
        assert {told[teller].replace(tzinfo=None) for teller in ("page", "api")} == {naive}


@pytest.mark.parametrize("second", [False, True])
def test_of_the_hour_that_comes_twice_everybody_names_the_same_one(client, second):
    start = at("2026-10-25 02:30").replace(fold=int(second))
    event = make_published(starts_at=start, publish_at=at("2026-01-01"))
    told = [
        by_page(client, event),
        by_calendar(client.get(f"{event.get_absolute_url()}event.ics").content),
        by_api(client, event),
        by_mail(event),
    ]
    if second:
        # RFC 5545 section 3.3.5: a local time that occurs twice means the first, so an entry cannot say the second.
        told = [told[0], told[2]]
    assert {moment.astimezone(dt.UTC) for moment in told} == {start.astimezone(dt.UTC)}


def identity_by_calendar(data):
    (entry,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return str(entry["uid"]), entry["sequence"], str(entry["status"])


STATUSES = {"EventScheduled": "CONFIRMED", "EventPostponed": "TENTATIVE", "EventCancelled": "CANCELLED"}


def identities(client, event, message, now):
    """UID, SEQUENCE and status by feed, API and mail."""
    record = client.get(f"/api/v1/events/{event.pk}/").json()
    return [
        identity_by_calendar(client.get(f"{event.get_absolute_url()}event.ics").content),
        (record["uid"], record["sequence"], STATUSES[record["eventStatus"]]),
        identity_by_calendar(render(message, now=now).calendar.content),
    ]


STEPS = [
    (stories.moved, "new_date", "CONFIRMED"),
    (stories.postponed, "postponed", "TENTATIVE"),
    (stories.reinstated, None, "CONFIRMED"),
    (stories.cancelled, "event_cancelled", "CANCELLED"),
    (stories.reinstated, None, "CONFIRMED"),
]


def test_a_moved_postponed_cancelled_reinstated_event_keeps_its_uid_and_raises_its_sequence_for_everybody(client):
    anna, now = stories.sign_up("de"), NOW
    seen = [identities(client, anna.event, mails(anna, "registered")[-1], now)]
    for verb, _kind, status in STEPS:
        verb(Event.objects.get(), now)
        now += WAIT
        fan_out(now=now)
        newest = mails(anna, mails(anna)[-1])[-1]
        seen.append(identities(client, anna.event, newest, now))
        assert {told[2] for told in seen[-1]} == {status}, verb
        page = client.get(Event.objects.get().get_absolute_url()).content.decode()
        assert (status == "CANCELLED") == ("EventCancelled" in page)
    assert {told[0] for step in seen for told in step} == {Event.objects.get().uid}
    assert [{told[1] for told in step} for step in seen] == [{0}, {1}, {2}, {3}, {4}, {5}]
