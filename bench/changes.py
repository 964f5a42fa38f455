"""What happens after a change: that all see it at the next request, and what that request costs."""

import datetime as dt
import gzip
import itertools
import time

import addresses
import processes
import table
from django.utils import timezone
from usage import Usage

from civicevents.testing import make_published, make_ticket_type
from events.models import Event
from registrations.actions import sign_up

LOOKS = 12  # requests, so that every worker is asked
GROUP = "First time after a change"
_number = itertools.count(1)


def measure(found, portal, *, runs):
    """The meetup page, the list and what else is public, after one event was renamed."""
    event = addresses.typical()
    limits = {"meetup page": 25, "list": 40}
    for name, path in addresses.warm().items():
        values = first_answers(portal, path, event, runs)
        goals = {"cpu": ("<=", limits[name])} if name in limits else {}
        found.add(GROUP, name, values, **goals)


def feed(found, portal, *, name, runs, limit):
    """The whole calendar after one event was renamed, and how much memory that takes."""
    path = "/events/calendar.ics"
    event = addresses.typical()
    portal.get(path)
    before = sum(map(processes.megabytes, portal.web))
    values = first_answers(portal, path, event, runs)
    values |= {"bytes": len(portal.get(path)[2]), "growth": sum(map(processes.megabytes, portal.web)) - before}
    found.add(GROUP, name, values, cpu=("<=", limit))


def first_answers(portal, path, event, runs):
    """Medians of so many first answers; statements of one."""
    portal.get(path)
    measured = []
    for _ in range(runs):
        rename(event)
        with Usage(portal) as usage:
            portal.get(path)
        measured.append(usage.per(1) | {"p50": 1000 * usage.seconds})

    def changed():
        rename(event)
        portal.get(path)

    return table.median(measured) | {"statements": len(portal.statements(changed))}


def rename(event):
    event = Event.objects.get(pk=event.pk)
    event.title = f"{event.title.partition(' №')[0]} №{next(_number)}"
    event.save(update_fields=["title"])
    return event


def visible(found, portal, *, runs):
    """Counts answers after the commit that do not show it yet, over all workers."""
    event = addresses.typical()
    feeds = [f"/series/{event.series.slug}/calendar.ics"] if event.series else []
    paths = [event.get_absolute_url(), f"/api/v1/events/{event.pk}/", f"/events/{event.slug}/event.ics", *feeds]
    stale, slowest = 0, 0
    for _ in range(runs):
        title = rename(event).title.encode()
        for path in paths:
            for _ in range(LOOKS):
                began = time.perf_counter()
                stale += title not in _text(portal.get(path)).replace(b"\r\n ", b"")
                slowest = max(slowest, time.perf_counter() - began)
    values = {"number": runs, "stale": stale, "slowest": 1000 * slowest}
    found.add("Seen by all", "a new title", values, stale=("==", 0))
    _seats(found, portal, runs=runs)


def _seats(found, portal, *, runs):
    """The form after the last seats were taken, one by one: the words about seats differ at each step."""
    now = timezone.now()
    stale = 0
    for number in range(max(runs // 3, 1)):
        event = make_published(starts_at=now + dt.timedelta(days=9), publish_at=now, title=f"Letzte Plätze {number}")
        make_ticket_type(event, 3)
        path, before = event.get_absolute_url(), None
        for place in range(4):
            answers = [_text(portal.get(path)) for _ in range(LOOKS)]
            stale += sum(answer == before for answer in answers)
            before = answers[-1]
            sign_up(event=event, name="Ada", email=f"ada{number}.{place}@example.org", now=timezone.now())
    found.add("Seen by all", "each of the last seats", {"number": runs, "stale": stale}, stale=("==", 0))


def _text(answer):
    status, headers, body = answer
    if status != 200:
        raise SystemExit(f"a page answers {status}")
    return gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body
