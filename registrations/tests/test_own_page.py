"""A participant's own page, as they use it."""

import datetime as dt
import json

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.capabilities import make_token
from civicevents.testing import (
    mails,
    make_item,
    make_member,
    make_published,
    make_ticket_type,
    make_venue,
    register,
    set_up_sign_up,
)
from events.actions import cancel as cancel_event
from events.actions import move, postpone, withdraw
from registrations.actions import add_by_hand, cancel, decline, renew_links
from registrations.models import AccessDetails, Question, Registration, Source, State

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
ELSEWHERE = {"Origin": "https://elsewhere.example"}


def coming(capacity=30, starts_in=21 * DAY, settings=None, ticket_type=None, **fields):
    """A ticket type of a public event that lies ahead, from the clock of the views."""
    start = timezone.now() + starts_in
    event = make_published(starts_at=start, publish_at=start - 60 * DAY, **fields)
    if settings:
        set_up_sign_up(event, **settings)
    return make_ticket_type(event, capacity=capacity, **(ticket_type or {}))


def signed_up(ticket_type, name="Ada Lovelace", **fields):
    return register(ticket_type, name, now=fields.pop("now", timezone.now()), **fields)


def give_access(event, **fields):
    fields = {"link": "https://meet.example/geheim", "passcode": "4711"} | fields
    return AccessDetails.objects.create(event=event, **fields)


def later(event, by):
    """Move the event without telling anybody, as time does."""
    type(event).objects.filter(pk=event.pk).update(starts_at=event.starts_at - by, ends_at=event.ends_at - by)


def address(registration, tail=""):
    registration.refresh_from_db()
    return f"/registrations/{registration.token}/{tail}"


def text(client, registration, tail="", prefix=""):
    answer = client.get(prefix + address(registration, tail))
    assert answer.status_code == 200
    return answer.content.decode()


# How things stand ----------------------------------------------------------------------------------------------------


def test_a_confirmed_participant_sees_everything_about_it(client):
    ticket_type = coming(title="Offene Daten")
    event = ticket_type.event
    make_item(event, "Begrüßung", starts_at=event.starts_at)
    question = Question.objects.create(event=event, text="Welches Labor?")
    ada = signed_up(ticket_type, answers={question.pk: "Stadtlabor"})
    page = text(client, ada)
    for words in ("Ihr Platz ist sicher", "ada-lovelace@example.org", "Offene Daten", "Begrüßung", "Stadtlabor"):
        assert words in page
    assert f'href="{address(ada, "cancel/")}"' in page
    assert "Your seat is reserved" in text(client, ada, prefix="/en")


def test_somebody_who_waits_sees_the_place_in_the_line(client):
    ticket_type = coming(capacity=1)
    signed_up(ticket_type, "Anna")
    ben, cem = signed_up(ticket_type, "Ben"), signed_up(ticket_type, "Cem")
    assert "Sie sind die nächste Person auf der Warteliste" in text(client, ben)
    assert "Sie stehen auf Platz 2 der Warteliste" in text(client, cem)
    later(ticket_type.event, 21 * DAY + HOUR)
    assert "Vor dieser Veranstaltung rückt niemand mehr nach" in text(client, cem)


def test_each_state_says_so_in_plain_words(client):
    pending = signed_up(coming(ticket_type={"needs_approval": True}))
    assert "Jetzt entscheiden die Veranstaltenden" in text(client, pending)
    decline(registration=pending, by=None, reason="Nur für Labore", now=timezone.now())
    page = text(client, pending)
    assert "keinen Platz" in page and "Nur für Labore" in page
    unconfirmed = signed_up(coming(settings={"confirm_address": True}))
    assert "Noch ein Schritt" in text(client, unconfirmed)
    gone = signed_up(coming())
    cancel(registration=gone, reason="Krank", now=timezone.now())
    page = text(client, gone)
    assert "Ihre Anmeldung ist abgesagt" in page and "Krank" in page and "Erneut anmelden" in page
    assert address(gone, "cancel/") not in page and "Angaben ändern" not in page


def test_what_happens_to_the_event_comes_first(client):
    now, ada = timezone.now(), signed_up(coming())
    postpone(event=ada.event, by=None, reason="Saal gesperrt", now=now)
    page = text(client, ada)
    assert "verschoben" in page and "Saal gesperrt" in page and "Ihr Platz bleibt Ihnen" in page
    cancel_event(event=ada.event, by=None, reason="Sturm", now=now)
    page = text(client, ada)
    assert "Diese Veranstaltung ist abgesagt" in page and "Sturm" in page
    withdraw(event=ada.event, by=None, now=now)
    page = text(client, ada)
    assert "nicht mehr öffentlich" in page and f'href="{ada.event.get_absolute_url()}"' not in page


def test_afterwards_the_page_says_that_it_is_over(client):
    ada = signed_up(coming())
    later(ada.event, 30 * DAY)
    page = text(client, ada)
    assert "Diese Veranstaltung ist vorbei" in page
    assert address(ada, "cancel/") not in page


def test_what_participants_typed_is_text(client):
    ada = signed_up(coming(), "<script>alert(1)</script>", email="x@example.org")
    assert "<script>alert" not in text(client, ada)


# Links that open nothing ---------------------------------------------------------------------------------------------

TAILS = "", "confirm/", "keep/", "join/", "event.ics", "data.json", "change/", "cancel/", "delete/", "renew/"


@pytest.mark.parametrize("token", ["x", "A" * 32, "ä" * 32, "../../admin", "%00" * 8, "=" * 32, "A" * 5000])
@pytest.mark.parametrize("tail", ["", "cancel/"])
def test_a_made_up_link_opens_nothing(client, token, tail):
    answer = client.get(f"/registrations/{token}/{tail}")
    assert answer.status_code == 404
    assert client.post(f"/registrations/{token}/{tail}").status_code == 404


def test_a_key_of_another_purpose_opens_nothing(client):
    ada = signed_up(coming())
    for purpose in ("invitation", "door", "stage", "preview"):
        assert client.get(f"/registrations/{make_token(purpose, ada.pk)}/").status_code == 404


@pytest.mark.parametrize("tail", TAILS)
def test_a_renewed_link_ends_the_former_one(client, tail):
    ada = signed_up(coming())
    former = address(ada, tail)
    renew_links(registration=ada, now=timezone.now())
    answer = client.get(former)
    assert answer.status_code == 404
    assert "Dieser Link führt nirgends hin" in answer.content.decode()
    before = everything()
    client.post(former, {"name": "Mallory"})
    assert everything() == before


# Headers, reading, writing -------------------------------------------------------------------------------------------


def everything():
    """All rows of all tables, as far as sign-up writes any."""
    models = [*apps.get_app_config("registrations").get_models(), *apps.get_app_config("outbox").get_models()]
    models += list(apps.get_app_config("events").get_models())
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_a_page_writes_nothing_and_nobody_keeps_it(client, method, django_assert_num_queries):
    start = 2 * HOUR
    rows = [
        signed_up(coming(starts_in=start)),
        signed_up(coming(starts_in=start, settings={"confirm_address": True})),
        signed_up(coming(starts_in=start, ticket_type={"needs_approval": True})),
    ]
    give_access(rows[0].event)
    before = everything()
    for row in rows:
        for tail in TAILS:
            answer = getattr(client, method)(address(row, tail))
            assert answer.status_code in (200, 302), tail
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
            assert answer.headers["Referrer-Policy"] == "strict-origin"
            assert not answer.cookies and "Cookie" not in answer.headers.get("Vary", "")
    assert everything() == before


def test_the_page_looks_at_no_session(client):
    client.force_login(make_member())
    ada = signed_up(coming())
    answer = client.get(address(ada))
    assert answer.status_code == 200 and not answer.cookies


def test_neither_the_key_nor_another_address_of_the_page_stands_in_its_head(client):
    ada = signed_up(coming())
    page = text(client, ada)
    assert 'rel="canonical"' not in page and 'rel="alternate"' not in page
    assert ada.token not in page[: page.index("</head>")]


@pytest.mark.parametrize("tail", [tail for tail in TAILS if "." not in tail])
def test_another_site_cannot_send_its_forms(client, tail):
    ada = signed_up(coming())
    before = everything()
    assert client.post(address(ada, tail), {"name": "Mallory"}, headers=ELSEWHERE).status_code == 403
    assert client.post(address(ada, tail), {"name": "Mallory"}, headers={"Origin": "null"}).status_code == 403
    assert everything() == before


def test_other_methods_are_refused(client):
    assert client.delete(address(signed_up(coming()))).status_code == 405


# Confirming the address ----------------------------------------------------------------------------------------------


def test_the_button_confirms_the_address_and_a_link_does_not(client):
    ada = signed_up(coming(settings={"confirm_address": True}))
    client.get(address(ada, "confirm/"), follow=True)
    ada.refresh_from_db()
    assert ada.state == State.UNCONFIRMED
    for _ in range(2):
        answer = client.post(address(ada, "confirm/"), headers={"Origin": "http://testserver"})
        assert answer.status_code == 303
    ada.refresh_from_db()
    assert ada.state == State.CONFIRMED
    assert mails(ada) == ["confirm_address", "registered"]
    assert "Ihre Adresse ist bestätigt" in client.get(answer.headers["Location"]).content.decode()


def test_too_late_to_confirm_is_said_and_is_no_error(client):
    ticket_type = coming(capacity=1, settings={"confirm_address": True}, ticket_type={"has_waiting_list": False})
    ada = signed_up(ticket_type)
    Registration.objects.update(hold_until=timezone.now() - HOUR)
    event = ticket_type.event
    add_by_hand(event=event, name="Ben", source=Source.MAIL, by=make_member(), now=timezone.now())
    answer = client.post(address(ada, "confirm/"))
    assert answer.status_code == 409
    assert "Alle Plätze sind vergeben" in answer.content.decode()


# Access details ------------------------------------------------------------------------------------------------------


def test_access_details_are_there_from_the_chosen_hour_to_the_end(client):
    ada = signed_up(coming(starts_in=3 * DAY))
    give_access(ada.event)
    page = text(client, ada) + text(client, ada, "join/")
    assert "meet.example" not in page and "4711" not in page
    assert "Die Zugangsdaten stehen ab" in page
    later(ada.event, 2 * DAY + HOUR)
    page = text(client, ada)
    assert "https://meet.example/geheim" in page and "4711" in page
    later(ada.event, 3 * DAY)
    later(Registration.objects.get().event, 10 * DAY)
    page = text(client, ada) + text(client, ada, "join/")
    assert "meet.example" not in page and "4711" not in page


def test_who_has_no_seat_sees_no_access_details(client):
    now = timezone.now()
    ticket_type = coming(capacity=1, starts_in=5 * HOUR)
    give_access(ticket_type.event)
    ada, ben = signed_up(ticket_type, "Ada"), signed_up(ticket_type, "Ben")
    approval = make_ticket_type(ticket_type.event, name="Presse", needs_approval=True)
    cem = signed_up(approval, "Cem")
    cancel(registration=ada, now=now)
    cancel(registration=ben, now=now)
    for row in (ada, ben, cem):
        for tail in ("", "join/", "data.json", "event.ics"):
            assert "meet.example" not in text(client, row, tail), tail
        assert client.post(address(row, "join/")).status_code == 409
    assert not Registration.objects.exclude(joined_at=None).exists()


@pytest.mark.parametrize("verb", [cancel_event, postpone])
def test_nobody_sees_access_details_of_an_event_that_does_not_take_place(client, verb):
    ada = signed_up(coming(starts_in=5 * HOUR))
    give_access(ada.event)
    verb(event=ada.event, by=None, reason="Sturm", now=timezone.now())
    for tail in ("", "join/", "data.json"):
        assert "meet.example" not in text(client, ada, tail)


def test_from_an_hour_before_the_start_the_way_in_marks_attendance(client):
    ada = signed_up(coming(starts_in=5 * HOUR))
    give_access(ada.event)
    assert client.post(address(ada, "join/")).status_code == 303
    ada.refresh_from_db()
    assert ada.joined_at is None
    assert "meet.example" in text(client, ada, "join/")
    later(ada.event, 4 * HOUR + HOUR / 2)
    assert "meet.example" not in text(client, ada) + text(client, ada, "join/")
    for _ in range(2):
        answer = client.post(address(ada, "join/"))
        assert answer.status_code == 303 and answer.headers["Location"] == address(ada, "join/")
    ada.refresh_from_db()
    assert ada.joined_at is not None
    assert 'href="https://meet.example/geheim"' in text(client, ada, "join/")


def test_each_ticket_type_has_its_own_way_in(client):
    ticket_type = coming(starts_in=5 * HOUR)
    online = make_ticket_type(ticket_type.event, name="online")
    give_access(ticket_type.event, link="https://meet.example/alle")
    give_access(ticket_type.event, link="https://meet.example/online", ticket_type=online)
    assert "meet.example/alle" in text(client, signed_up(ticket_type, "Ada"))
    page = text(client, signed_up(online, "Ben"))
    assert "meet.example/online" in page and "meet.example/alle" not in page


# Files ---------------------------------------------------------------------------------------------------------------


def test_the_calendar_file_has_the_event_and_no_access_details(client):
    ada = signed_up(coming(starts_in=5 * HOUR, title="Offene Daten"))
    give_access(ada.event)
    answer = client.get(address(ada, "event.ics"))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    body = answer.content.decode()
    assert "Offene Daten" in body and ada.event.uid in body
    assert ada.token in body.replace("\r\n ", "") and "meet.example" not in body


def test_own_data_come_as_a_file(client):
    ada = signed_up(coming())
    answer = client.get(address(ada, "data.json"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    stored = json.loads(answer.content)
    assert stored["registration"]["name"] == "Ada Lovelace"
    assert ada.token not in answer.content.decode()


def test_the_code_for_the_door_is_no_key_to_this_page(client):
    ada = signed_up(coming(attendance_mode="in_person", venue=make_venue()))
    page = text(client, ada)
    assert "QR-Code" in page and ada.door_code[:5] in page and 'class="qr"' in page
    assert "style=" not in page
    assert "QR-Code" not in text(client, signed_up(coming(attendance_mode="online"), "Ben"))
    cancel(registration=ada, now=timezone.now())
    assert "QR-Code" not in text(client, ada)


# A new date ----------------------------------------------------------------------------------------------------------


def test_a_new_date_asks_to_keep_or_give_back_and_silence_keeps(client):
    now = timezone.now()
    ada = signed_up(coming(starts_in=10 * DAY), now=now - DAY)
    postpone(event=ada.event, by=None, now=now)
    assert "neuen Termin" not in text(client, ada)
    move(event=ada.event, starts_at=now + 40 * DAY, by=None, now=now)
    page = text(client, ada)
    assert "neuen Termin" in page and f'action="{address(ada, "keep/")}"' in page
    before = everything()
    answer = client.post(address(ada, "keep/"))
    assert answer.status_code == 303 and everything() == before
    assert "Ihr Platz bleibt Ihnen" in client.get(answer.headers["Location"]).content.decode()
    late = signed_up(ada.event.ticket_types.get(), "Ben", now=timezone.now())
    assert "neuen Termin" not in text(client, late)
