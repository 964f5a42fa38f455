"""Promise 3: access details are nowhere but on own pages; not in what everybody, organisers' files or logs get."""

import datetime as dt
import io
import logging

import openpyxl
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from civicevents.testing import make_appearance, make_member, make_published, make_series, make_ticket_type, register
from civicevents.testing import set_up_sign_up as set_up
from events.preview import preview_address
from registrations import links
from registrations.actions import cancel, send_calendar
from registrations.actions.networking import agree, empty_round, place
from registrations.models import AccessDetails, CalendarLink, NetworkingSettings

pytestmark = pytest.mark.django_db
GROUP = ("gruppe-geheim-7", "tisch-geheim-7")  # of a networking group
WORDS = ("raum-geheim-7", "kennwort-geheim-7", "hinweis-geheim-7", "0800-geheim-7", "id-geheim-7", *GROUP)


@pytest.fixture
def anna():
    """Somebody with a seat, at a time when the details are shown."""
    cache.clear()
    now = timezone.now()
    event = make_published(
        starts_at=now + dt.timedelta(hours=3), publish_at=now - dt.timedelta(days=1), series=make_series()
    )
    make_appearance(event)
    room, passcode, notes, phone, number, *_group = WORDS
    link = f"https://meet.example/{room}"
    AccessDetails.objects.create(
        event=event, link=link, passcode=passcode, notes=notes, phone=phone, meeting_id=number, room=room
    )
    kind = make_ticket_type(event)
    set_up(event)
    anna = register(kind, "Anna Muster", now=now)
    put_into_a_group(anna, now)
    return anna


def put_into_a_group(registration, now):
    NetworkingSettings.objects.create(event=registration.event, is_on=True)
    agree(registration=registration, takes_part=True, shows_name=True, now=now)
    made = empty_round(event=registration.event, size=2, shown_from=now - dt.timedelta(hours=1))
    group = made.groups.get()
    details = {"link": f"https://meet.example/{GROUP[0]}", "place": GROUP[1]}
    place(made=made, places={registration.pk: group}, details={group: details}, now=now)


def said(answer):
    assert answer.status_code == 200
    return answer.getvalue().decode(errors="replace") + str(answer.headers)


def test_what_everybody_can_fetch_has_none(client, anna):
    event = anna.event
    for base in (event.get_absolute_url(), event.organisation.get_absolute_url(), event.series.get_absolute_url()):
        for prefix in ("", "/en"):
            assert not [word for word in WORDS if word in said(client.get(prefix + base))]
    files = ["/events/calendar.ics", "/events/feed.atom", f"{event.get_absolute_url()}event.ics", "/", "/events/"]
    files += [reverse("register", args=[event.slug]), "/sitemap.xml", f"{event.series.get_absolute_url()}feed.atom"]
    for url in files:
        assert not [word for word in WORDS if word in said(client.get(url))], url
    assert client.get(preview_address(event)).status_code == 302


def test_files_of_a_participant_and_the_door_have_none(client, anna):
    send_calendar(registration=anna, now=timezone.now())
    calendar = links.calendar(CalendarLink.objects.get())
    door = links.door_page(anna.event)
    for url in (reverse("registration_calendar", args=[anna.token]), calendar, door):
        assert not [word for word in WORDS if word in said(client.get(url))], url


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_have_none(client, anna, kind):
    client.force_login(make_member())
    url = reverse("admin:registrations_signup_export", args=[anna.event_id])
    content = client.post(url, {"format": kind, "states": ["confirmed"], "with_sensitive": "on"}).getvalue()
    if kind == "xlsx":
        rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
        content = repr(list(rows)).encode()
    assert b"Anna Muster" in content
    assert not [word for word in WORDS if word.encode() in content]


def test_own_pages_have_them_log_nothing_are_kept_nowhere_and_lose_them_after_cancelling(client, anna, caplog):
    caplog.set_level(logging.DEBUG)
    own = reverse("registration", args=[anna.token])
    answer = client.get(own)
    assert WORDS[1] in said(answer) and all(word in said(answer) for word in GROUP)
    assert {"private", "no-store"} <= {rule.strip() for rule in answer["Cache-Control"].split(",")}
    logged = "".join(each.getMessage() for each in caplog.records if not each.name.startswith("django.db"))
    assert not [word for word in WORDS if word in logged] and anna.token not in logged
    cancel(registration=anna, now=timezone.now())
    assert not [word for word in WORDS if word in said(client.get(own))]
