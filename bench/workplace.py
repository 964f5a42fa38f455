"""The organisers' workplace with much in it: a long agenda, many participants, an export of all."""

import contextlib
import datetime as dt
import http.client
import re
import time
from urllib.parse import urlencode

import processes
import table
from copies import GROUND
from django.conf import settings
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from sign_ups import registrations_of
from usage import Usage

from accounts.models import User
from civicevents.testing import make_published, make_ticket_type
from events.models import AgendaItem, Appearance, Availability
from registrations.models import Registration
from speakers.models import Speaker

ITEMS, PARTICIPANTS = 40, 10_000
GROUP = "Workplace"


def measure(found, portal, *, runs):
    cookie = _cookie()
    long, full = _long_agenda(), _full_event()
    form = reverse("admin:events_event_change", args=[long.pk])
    listed = f"{reverse('admin:registrations_registration_changelist')}?event={full.pk}"
    for name, path, limit in (
        ("form of an event with 40 agenda items and their people", form, 600),
        ("list of 10,000 participants", listed, 300),
    ):
        _page(found, portal, cookie, runs, name, path, limit)
    _export(found, portal, cookie, full, runs)


def _cookie():
    client = Client()
    client.force_login(User.objects.filter(is_superuser=True).first())
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def _long_agenda():
    now = timezone.now()
    event = make_published(starts_at=now + dt.timedelta(days=40), publish_at=now, title="Lange Tagesordnung")
    speakers = Speaker.objects.filter(pk__gte=GROUND)[:ITEMS]
    people = Appearance.objects.bulk_create(
        Appearance(event=event, speaker=speaker, position=number) for number, speaker in enumerate(speakers)
    )
    items = AgendaItem.objects.bulk_create(
        AgendaItem(event=event, position=number, title=f"Punkt {number}", starts_at=event.starts_at)
        for number in range(ITEMS)
    )
    for item, person in zip(items, people, strict=True):
        item.appearances.add(person)
    return event


def _full_event():
    now = timezone.now()
    event = make_published(starts_at=now + dt.timedelta(days=41), publish_at=now, title="Zehntausend kommen")
    ticket_type = make_ticket_type(event, PARTICIPANTS + 1)
    Registration.objects.bulk_create(registrations_of(ticket_type, PARTICIPANTS, now), batch_size=1000)
    Availability.objects.filter(event=event).update(free=F("free") - PARTICIPANTS)
    return event


def _page(found, portal, cookie, runs, name, path, limit):
    measured = []
    for _ in range(runs + 1):
        with Usage(portal) as usage:
            status, _, body = portal.get(path, {"Cookie": cookie})
        if status != 200:
            raise SystemExit(f"{path} answers {status}")
        measured.append(usage.per(1) | {"p50": 1000 * usage.seconds, "bytes": len(body)})
    statements = len(portal.statements(lambda: portal.get(path, {"Cookie": cookie})))
    values = table.median(measured[1:]) | {"statements": statements}
    found.add(GROUP, name, values, p50=("<=", limit))


def _export(found, portal, cookie, event, runs):
    """Posted as the form of the page does it; the answer is read piece by piece."""
    path = reverse("admin:registrations_signup_export", args=[event.pk])
    page = portal.get(path, {"Cookie": cookie, "Accept-Encoding": "identity"})
    fields = {"format": "csv", "states": "confirmed", "csrfmiddlewaretoken": _token(page[2].decode())}
    cookies = f"{cookie}; {page[1]['Set-Cookie'].partition(';')[0]}" if page[1]["Set-Cookie"] else cookie
    measured = []
    before = sum(map(processes.megabytes, portal.web))
    for _ in range(runs):
        with Usage(portal) as usage:
            first, size, lines = _posted(portal, path, fields, cookies)
        if lines < PARTICIPANTS:
            raise SystemExit(f"the export has {lines} lines")
        measured.append(usage.per(1) | {"seconds": usage.seconds, "p50": 1000 * first, "bytes": size})
    growth = sum(map(processes.megabytes, portal.web)) - before
    values = table.median(measured) | {"growth": growth}
    found.add(GROUP, "export of 10,000 (p50: until its first byte)", values, seconds=("<=", 3))


def _token(page):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page).group(1)


def _posted(portal, path, fields, cookies):
    """Seconds until the first byte, bytes, lines."""
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", portal.port, timeout=120)) as browser:
        began = time.perf_counter()
        browser.request("POST", path, urlencode(fields), headers | {"Origin": settings.BASE_URL})
        answer = browser.getresponse()
        if answer.status != 200:
            raise SystemExit(f"{path} answers {answer.status}: {answer.read()[:300]}")
        parts = [answer.read1(65536)]
        first = time.perf_counter() - began
        while part := answer.read1(65536):
            parts.append(part)
    body = b"".join(parts)
    return first, len(body), body.count(b"\n")
