"""The worker through the nights in which the clock changes, and under a clock that is stepped: told once, in time."""

import datetime as dt
from collections import Counter

import icalendar
import pytest

from civicevents.testing import NOW, at, mails, make_published, make_ticket_type, register
from events.actions import Refused
from outbox.delivery import deliver_due
from outbox.jobs import run_due_jobs
from outbox.models import JobRun, Message
from registrations.actions import Outcome, cancel, sign_up
from registrations.invariants import problems
from registrations.models import AccessDetails, Registration

pytestmark = pytest.mark.django_db
HOUR, HALF = dt.timedelta(hours=1), dt.timedelta(minutes=30)
NIGHTS = {"2027-03-28": dt.timedelta(hours=23), "2027-10-31": dt.timedelta(hours=25)}
TIMED = ("access_details_ready", "reminder", "thank_you")


def work(now):
    """One round of the worker; how many mails of each kind it wrote to each address."""
    before = set(Message.objects.values_list("pk", flat=True))
    run_due_jobs(now=now)
    deliver_due(now=now)
    assert not JobRun.objects.exclude(error="").exists()
    written = Message.objects.exclude(pk__in=before).values_list("kind", "recipient")
    return Counter((kind.removeprefix("registrations."), recipient) for kind, recipient in written)


def meetup(day, time, number):
    """From ``time`` on for one hour and a half; sign-up ends an hour and a half before it; one seat, Ben waits."""
    starts = at(f"{day} {time}").astimezone(dt.UTC)
    event = make_published(title=f"Um {time}", starts_at=starts, ends_at=starts + 1.5 * HOUR)
    kind = make_ticket_type(event, capacity=1, closes_at=starts - 1.5 * HOUR)
    AccessDetails.objects.create(event=event, link=f"https://meet.example/raum-{number}-geheim")
    AccessDetails.objects.update(updated_at=NOW)
    register(kind, "Anna", f"anna{number}@example.org", now=starts - 240 * HOUR)
    register(kind, "Ben", f"ben{number}@example.org", now=starts - 240 * HOUR)
    return kind


def moments(kinds, change):
    """When something is due, and half an hour before, when it is not."""
    due = {change, change + HOUR}
    for kind in kinds:
        starts, ends = kind.event.starts_at, kind.event.ends_at
        due |= {starts - 24 * HOUR, starts - 2 * HOUR, kind.closes_at, starts - HOUR, starts, ends, ends + HOUR}
    return sorted(due | {moment - HALF for moment in due})


def begin_in_calendar(client, event):
    (entry,) = icalendar.Calendar.from_ical(client.get(f"{event.get_absolute_url()}event.ics").content).walk("VEVENT")
    return entry.decoded("dtstart").astimezone(dt.UTC)


@pytest.mark.parametrize("day", NIGHTS)
def test_reminders_access_deadlines_and_thanks_come_once_and_in_time_through_the_night(client, day, mailoutbox):
    midnight, next_midnight = (at(f"{day} 00:00") + dt.timedelta(days=number) for number in range(2))
    assert next_midnight.astimezone(dt.UTC) - midnight.astimezone(dt.UTC) == NIGHTS[day]
    kinds = [meetup(day, time, number) for number, time in enumerate(("01:30", "03:30", "18:00"))]
    leaving, told = Registration.objects.get(email="anna1@example.org"), {}
    change = dt.datetime.fromisoformat(f"{day}T01:00+00:00")  # when all of Europe changes the clock
    for now in moments(kinds, change):
        if now == kinds[1].event.starts_at - 2 * HOUR:
            cancel(registration=leaving, now=now)
            assert mails(kind="moved_up")[0].recipient == "ben1@example.org"
        for kind in kinds:
            newcomer = {"ticket_type": kind, "name": "Neu", "email": f"{now:%d%H%M}@example.org", "now": now}
            if now == kind.closes_at - HALF:
                assert sign_up(event=kind.event, **newcomer) == Outcome.WAITING
            if now == kind.closes_at:
                with pytest.raises(Refused):
                    sign_up(event=kind.event, **newcomer)
        for key, number in work(now).items():
            told.setdefault(key, []).extend([now] * number)
        if now in (change - HALF, change, change + HOUR):
            assert list(problems(now)) == []
    assert list(problems(now)) == []
    for number, kind in enumerate(kinds):
        starts, ends = kind.event.starts_at, kind.event.ends_at
        came = "ben" if number == 1 else "anna"
        assert told["reminder", f"anna{number}@example.org"][0] == starts - 24 * HOUR
        assert told["access_details_ready", f"anna{number}@example.org"] == [starts - 24 * HOUR]
        assert told["reminder", f"{came}{number}@example.org"][-1] == starts - HOUR
        assert told["thank_you", f"{came}{number}@example.org"] == [ends + HOUR]
        assert begin_in_calendar(client, kind.event) == starts
    assert {address for kind, address in told if kind in TIMED} == {
        "anna0@example.org", "anna1@example.org", "ben1@example.org", "anna2@example.org",
    }  # fmt: skip
    assert sum(len(moments) for (kind, _), moments in told.items() if kind == "reminder") == 6
    assert not Message.objects.filter(state__in=["queued", "failed"]).exists()


@pytest.mark.parametrize("step", [-HOUR, HOUR, dt.timedelta(days=-20), dt.timedelta(days=9)])
def test_a_clock_that_is_stepped_and_set_right_tells_nobody_twice_and_stops_no_job(step, mailoutbox):
    """Nine days ahead the meetup is near: people are reminded too early then, but not twice."""
    kind = make_ticket_type(capacity=1)
    anna, ben = register(kind, "Anna"), register(kind, "Ben")
    AccessDetails.objects.create(event=kind.event, link="https://meet.example/raum-7-geheim")
    AccessDetails.objects.update(updated_at=NOW)
    starts = kind.event.starts_at
    work(NOW)
    work(NOW + step)
    register(kind, "Cem", now=NOW + step)
    assert list(problems(NOW + step)) == []
    back = NOW + HALF
    cancel(registration=anna, now=back)
    days = [NOW + dt.timedelta(days=number) for number in (1, 8)]
    for now in (back, back + HOUR, *days, starts - 24 * HOUR, starts - HOUR, starts + 3 * HOUR, starts + 26 * HOUR):
        work(now)
        assert list(problems(now)) == []
        assert not JobRun.objects.filter(started_at__gt=now).exists(), "a job waits for what the clock said"
    assert not JobRun.objects.filter(succeeded_at__lt=now - 26 * HOUR).exists(), "a job stands still"
    told = Counter(mails(ben))
    assert told.pop("reminder") == 2
    assert told.keys() >= {"waitlisted", "moved_up", "access_details_ready", "thank_you"}
    assert set(told.values()) == {1}, told
    assert not Message.objects.filter(state__in=["queued", "failed"]).exists()
