"""The calendar of one address's sign-ups: what is in it, who gets its address, and how it ends."""

import datetime as dt

import icalendar
import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts.capabilities import make_token
from civicevents.testing import (
    mails,
    make_appearance,
    make_item,
    make_published,
    make_ticket_type,
    make_topic,
    register,
)
from events.actions import withdraw
from outbox.mails import render
from registrations.actions import cancel, end_calendar, erase_now, renew_links, send_calendar
from registrations.models import AccessDetails, CalendarLink, Registration

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)


def ahead(title="Treffen", capacity=30, **fields):
    start = NOW + 10 * DAY
    event = make_published(title=title, starts_at=start, publish_at=NOW - 60 * DAY, **fields)
    return make_ticket_type(event, capacity=capacity)


def signed_up(ticket_type=None, name="Ada Lovelace"):
    return register(ticket_type or ahead(), name, now=NOW)


def link_of(registration):
    registration.refresh_from_db()
    return send_calendar(registration=registration, now=NOW)


def entries(client, link):
    answer = client.get(f"/calendars/{link.token}.ics")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"] and "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(entry.get("summary", "")): entry for entry in found}


def test_it_holds_all_sign_ups_of_the_address_with_state_and_own_link(client):
    ada, full = signed_up(ahead("Platz")), ahead("Warteliste", capacity=1)
    signed_up(full, "Ben Vorher")
    waiting, gone = signed_up(full), signed_up(ahead("Treffen"))
    cancel(registration=gone, reason="", now=NOW)
    found = entries(client, link_of(ada))
    assert {title: entry["status"] for title, entry in found.items()} == {
        "Platz": "CONFIRMED",
        "Warteliste": "TENTATIVE",
        "Abgesagt: Treffen": "CANCELLED",
    }
    assert found["Platz"]["url"].endswith(f"/registrations/{ada.token}/")
    assert found["Warteliste"]["description"].startswith("Ihre Anmeldung: auf der Warteliste")
    assert waiting.token in found["Warteliste"]["url"]


def test_access_details_and_other_people_are_not_in_it(client):
    ada = signed_up()
    AccessDetails.objects.create(event=ada.event, link="https://meet.example/geheim", passcode="4711")
    signed_up(ada.ticket_type, "Ben Fremd")
    text = client.get(f"/calendars/{link_of(ada).token}.ics").content.decode()
    assert not any(word in text for word in ("geheim", "4711", "Fremd", "ada-lovelace@", "ORGANIZER", "ATTENDEE"))


def test_signing_up_again_after_cancelling_is_one_entry_that_is_newer(client):
    ticket_type = ahead("Einmal")
    first = signed_up(ticket_type)
    before = entries(client, link_of(first))["Einmal"]
    cancel(registration=first, reason="", now=NOW)
    ended = entries(client, CalendarLink.objects.get())["Abgesagt: Einmal"]
    again = signed_up(ticket_type)
    now = entries(client, CalendarLink.objects.get())["Einmal"]
    assert before["uid"] == ended["uid"] == now["uid"] and now["status"] == "CONFIRMED"
    assert before["sequence"] < ended["sequence"] < now["sequence"]
    assert again.token in now["url"]


def test_of_a_withdrawn_event_the_title_is_not_told(client):
    ada = signed_up(ahead("Peinlich"))
    withdraw(event=ada.event, by=None, now=NOW)
    (entry,) = entries(client, link_of(ada)).values()
    assert entry["status"] == "CANCELLED" and "summary" not in entry


def test_the_number_of_queries_is_fixed(client, django_assert_num_queries):
    for rows in (1, 3):
        while Registration.objects.count() < rows:
            ada = signed_up(ahead())
            ada.event.topics.add(make_topic())
            make_item(ada.event, people=[make_appearance(ada.event)])
        link = link_of(ada)
        with django_assert_num_queries(6):
            client.get(f"/calendars/{link.token}.ics")


def test_its_address_comes_by_mail_only_and_once_an_hour(client):
    ada = signed_up()
    page = f"/registrations/{ada.token}/calendar/"
    assert 'calendar/"' in client.get(f"/registrations/{ada.token}/").content.decode()
    for _ in range(2):
        answer = client.post(page, {"send": "1"}, follow=True)
        assert answer.redirect_chain[0][1] == 303
    link = CalendarLink.objects.get()
    assert link.token not in answer.content.decode()
    (message,) = mails(kind="calendar_link")
    assert message.recipient == ada.email
    with override("de"):
        assert f"/calendars/{link.token}.ics" in render(message, now=NOW).text
    assert client.get(page).status_code == 200 and CalendarLink.objects.count() == 1
    assert client.post(page, {"send": "1"}, headers={"Origin": "https://elsewhere.example"}).status_code == 403


def test_getting_the_page_writes_nothing(client):
    ada = signed_up()
    client.get(f"/registrations/{ada.token}/calendar/")
    assert not CalendarLink.objects.exists() and mails() == ["registered"]


@pytest.mark.parametrize("way", ["end", "renew", "erase"])
def test_it_ends_when_ended_renewed_or_erased(client, way):
    ada = signed_up()
    link = link_of(ada)
    if way == "end":
        client.post(f"/registrations/{ada.token}/calendar/", {"end": "1"})
    elif way == "renew":
        renew_links(registration=ada, now=NOW)
    else:
        erase_now(registration=ada, now=NOW)
    assert client.get(f"/calendars/{link.token}.ics").status_code == 404
    assert not CalendarLink.objects.exists()


def test_it_stays_until_the_last_sign_up_of_the_address_is_erased(client):
    ada, other = signed_up(), signed_up(ahead("Zweites"))
    link = link_of(ada)
    erase_now(registration=ada, now=NOW)
    assert set(entries(client, link)) == {"Zweites"}
    erase_now(registration=other, now=NOW)
    assert not CalendarLink.objects.exists()


def test_a_new_calendar_has_another_address():
    ada = signed_up()
    old = link_of(ada).token
    end_calendar(registration=ada)
    assert link_of(ada).token != old


def test_keys_of_other_purposes_and_made_up_ones_open_nothing(client):
    ada = signed_up()
    link_of(ada)
    for token in (ada.token, make_token("calendar", 999), "x", "A" * 32, "ä" * 32):
        assert client.get(f"/calendars/{token}.ics").status_code == 404
    assert client.post(f"/calendars/{link_of(ada).token}.ics").status_code == 405
