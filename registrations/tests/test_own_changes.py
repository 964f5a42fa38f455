"""What participants and guests change by themselves, and lost links."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from civicevents.testing import mails, make_member, make_ticket_type
from events.actions import cancel as cancel_event
from outbox.models import Message
from registrations.actions import cancel, invite, seats
from registrations.models import InvitedGuest, Question, Registration, State
from registrations.tests.test_own_page import DAY, ELSEWHERE, address, coming, everything, later, signed_up, text

pytestmark = pytest.mark.django_db


def page_after(client, answer):
    assert answer.status_code == 303, answer.content.decode()
    return client.get(answer.headers["Location"]).content.decode()


# Answers -------------------------------------------------------------------------------------------------------------


def test_name_and_answers_can_be_changed_and_the_same_twice_makes_one_mail(client):
    ticket_type = coming()
    lab = Question.objects.create(event=ticket_type.event, text="Labor?")
    here = Question.objects.create(event=ticket_type.event, text="Vor Ort?", kind="yes_no")
    ada = signed_up(ticket_type, answers={lab.pk: "Ulm"})
    assert 'value="Ulm"' in text(client, ada, "change/")
    entered = {"name": " Ada  King ", f"question_{lab.pk}": "Kassel", f"question_{here.pk}": "no"}
    for _ in range(2):
        page = page_after(client, client.post(address(ada, "change/"), entered))
    assert "Ihre Angaben sind geändert" in page and "Ada King" in page and "Kassel" in page and "nein" in page
    assert dict(ada.answers.values_list("question", "value")) == {lab.pk: "Kassel", here.pk: False}
    assert mails(ada) == ["registered", "changed_by_me"]


def test_none_is_an_answer_that_was_asked_for(client):
    ticket_type = coming()
    children = Question.objects.create(event=ticket_type.event, text="Wie viele Kinder?", kind="number", required=True)
    ada = signed_up(ticket_type, answers={children.pk: 2})
    answer = client.post(address(ada, "change/"), {"name": "Ada Lovelace", f"question_{children.pk}": "0"})
    assert answer.status_code == 303
    assert ada.answers.get().value == 0


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client):
    ticket_type = coming()
    lab = Question.objects.create(event=ticket_type.event, text="Labor?", required=True)
    ada = signed_up(ticket_type, answers={lab.pk: "Ulm"})
    answer = client.post(address(ada, "change/"), {"name": "Ada King", f"question_{lab.pk}": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Fehler:" in page and "Bitte ausfüllen: Labor?" in page and 'value="Ada King"' in page
    ada.refresh_from_db()
    assert ada.name == "Ada Lovelace"


def test_only_questions_of_the_own_ticket_type_are_asked(client):
    ticket_type = coming()
    other = make_ticket_type(ticket_type.event, name="online")
    Question.objects.create(event=ticket_type.event, text="Mittagessen?", ticket_type=ticket_type)
    Question.objects.create(event=ticket_type.event, text="Kamera?", ticket_type=other)
    page = text(client, signed_up(ticket_type), "change/")
    assert "Mittagessen?" in page and "Kamera?" not in page


def test_a_sensitive_answer_is_changed_with_its_consent_only(client):
    ticket_type = coming()
    needs = Question.objects.create(event=ticket_type.event, text="Unterstützung?", sensitive=True)
    ada = signed_up(ticket_type)
    entered = {"name": "Ada", f"question_{needs.pk}": "Gebärdensprache"}
    assert client.post(address(ada, "change/"), entered).status_code == 422
    assert client.post(address(ada, "change/"), entered | {f"consent_{needs.pk}": "on"}).status_code == 303


def test_an_ended_sign_up_is_changed_no_more(client):
    ada = signed_up(coming())
    cancel(registration=ada, now=timezone.now())
    assert client.get(address(ada, "change/")).status_code == 409
    answer = client.post(address(ada, "change/"), {"name": "Mallory"})
    assert answer.status_code == 409 and "beendet" in answer.content.decode()
    for tail in ("keep/", "renew/"):
        assert client.post(address(ada, tail)).status_code == 409


# Switching -----------------------------------------------------------------------------------------------------------


def test_another_ticket_type_can_be_chosen_where_there_is_room(client):
    room = coming(capacity=1, ticket_type={"name": "vor Ort"})
    online = make_ticket_type(room.event, name="online")
    ada = signed_up(room)
    assert f'href="{address(ada, "switch/")}"' in text(client, ada)
    for _ in range(2):
        answer = client.post(address(ada, "switch/"), {"ticket_type": online.pk})
        if answer.status_code == 422:  # the second time there is only the other one to choose
            break
        assert "Sie haben zu „online“ gewechselt" in page_after(client, answer)
    ada.refresh_from_db()
    assert ada.ticket_type == online and mails(ada) == ["registered", "switched"]


def test_switching_is_refused_with_the_reason_and_everything_stays(client):
    room = coming(capacity=5, ticket_type={"name": "vor Ort"})
    full = make_ticket_type(room.event, 0, name="online", has_waiting_list=False)
    press = make_ticket_type(room.event, 5, name="Presse", condition="Ich arbeite für eine Redaktion.")
    ada = signed_up(room)
    answer = client.post(address(ada, "switch/"), {"ticket_type": full.pk})
    assert answer.status_code == 422 and "online" in answer.content.decode()
    answer = client.post(address(ada, "switch/"), {"ticket_type": press.pk})
    assert answer.status_code == 422 and "Redaktion" in answer.content.decode()
    for wrong in ("", "0", "x", str(make_ticket_type().pk)):
        assert client.post(address(ada, "switch/"), {"ticket_type": wrong}).status_code == 422
    ada.refresh_from_db()
    assert ada.ticket_type == room
    entered = {"ticket_type": press.pk, f"condition_{press.pk}": "on"}
    assert client.post(address(ada, "switch/"), entered).status_code == 303


def test_after_switching_the_questions_that_must_be_answered_come_next(client):
    room = coming(ticket_type={"name": "vor Ort"})
    online = make_ticket_type(room.event, name="online")
    Question.objects.create(event=room.event, text="Zeitzone?", ticket_type=online, required=True)
    ada = signed_up(room)
    answer = client.post(address(ada, "switch/"), {"ticket_type": online.pk})
    assert answer.headers["Location"] == address(ada, "change/")


def test_an_event_that_does_not_take_place_is_not_switched(client):
    room = coming(ticket_type={"name": "vor Ort"})
    online = make_ticket_type(room.event, name="online")
    ada = signed_up(room)
    cancel_event(event=room.event, by=None, reason="Sturm", now=timezone.now())
    assert client.get(address(ada, "switch/")).status_code == 409
    assert client.post(address(ada, "switch/"), {"ticket_type": online.pk}).status_code == 409


# Cancelling ----------------------------------------------------------------------------------------------------------


def test_one_button_cancels_and_the_first_in_line_moves_up(client):
    ticket_type = coming(capacity=1)
    ada, ben = signed_up(ticket_type, "Ada"), signed_up(ticket_type, "Ben")
    for _ in range(2):
        page = page_after(client, client.post(address(ada, "cancel/"), {"reason": "Krank"}))
    assert "Ihre Anmeldung ist abgesagt" in page
    ada.refresh_from_db()
    ben.refresh_from_db()
    assert (ada.state, ada.cancel_reason, ben.state) == (State.CANCELLED, "Krank", State.CONFIRMED)
    assert mails(ada) == ["registered", "cancelled_by_me"] and mails(ben) == ["waitlisted", "moved_up"]


def test_what_is_over_is_not_cancelled(client):
    ada = signed_up(coming())
    later(ada.event, 30 * DAY)
    answer = client.post(address(ada, "cancel/"))
    assert answer.status_code == 409 and "vorbei" in answer.content.decode()
    assert client.post(address(ada, "cancel/"), {"reason": "x" * 301}).status_code == 422


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tail", ["cancel/", "delete/", "confirm/"])
def test_a_rush_is_answered_with_a_request_to_wait(client, tail, monkeypatch):
    ada = signed_up(coming(settings={"confirm_address": True}))
    monkeypatch.setattr(seats, "LOCK_TIMEOUT", "50ms")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM events_availability WHERE event_id = %s FOR UPDATE", [ada.event_id])
            answer = client.post(address(ada, tail))
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert answer.status_code == 503 and answer.headers["Retry-After"] == "3"
    assert "Warten Sie einen Moment" in answer.content.decode()
    assert Registration.objects.get().is_live


# Deleting, renewing --------------------------------------------------------------------------------------------------


def test_data_are_deleted_at_once_and_the_seat_goes_on(client):
    ticket_type = coming(capacity=1)
    ada, ben = signed_up(ticket_type, "Ada"), signed_up(ticket_type, "Ben")
    there = address(ada, "delete/")
    for _ in range(2):
        page = page_after(client, client.post(there))
    assert "Ihre Daten sind gelöscht" in page
    ben.refresh_from_db()
    assert ben.is_confirmed and not Registration.objects.filter(pk=ada.pk).exists()
    assert client.get(there).status_code == 404


def test_a_renewed_link_comes_by_mail_only(client):
    ada = signed_up(coming())
    former = address(ada, "renew/")
    pages = [page_after(client, client.post(former)) for _ in range(2)]
    ada.refresh_from_db()
    assert ada.generation == 2
    assert not [page for page in pages if ada.token in page]
    assert mails(ada) == ["registered", "already_registered"]
    assert client.get(address(ada)).status_code == 200


# Lost links ----------------------------------------------------------------------------------------------------------


def test_lost_links_are_mailed_once_an_hour(client):
    ada = signed_up(coming())
    for typed in ("ada-lovelace@example.org", " Ada-Lovelace@Example.ORG "):
        page = page_after(client, client.post("/en/registrations/", {"email": typed}))
    assert "Look into your mail" in page
    (mail,) = mails(kind="all_my_links")
    assert mail.recipient == ada.email and mail.language == "en"
    assert ada.token not in page


def test_nothing_betrays_whether_an_address_has_sign_ups(client):
    signed_up(coming())

    def ask(email):
        with CaptureQueriesContext(connection) as queries:
            answer = client.post("/registrations/", {"email": email})
        shape = [query["sql"].split("(")[0].split("WHERE")[0].split(" '")[0][:60] for query in queries]
        return (
            answer.status_code,
            answer.headers,
            answer.content,
            [words for words in shape if "SAVEPOINT" not in words],
        )

    known, unknown, again = (ask(f"{name}@example.org") for name in ("ada-lovelace", "niemand-anders", "ada-lovelace"))
    assert known == unknown == again
    assert Message.objects.filter(kind="registrations.all_my_links").count() == 1


def test_what_is_no_address_is_asked_for_again(client):
    for typed in ("", "ada@", "a@example.org\nBcc: x@example.org"):
        answer = client.post("/registrations/", {"email": typed})
        assert answer.status_code == 422
        assert "<title>Fehler:" in answer.content.decode()
    assert client.post("/registrations/", {"email": "a@example.org"}, headers=ELSEWHERE).status_code == 403
    assert not mails()


def test_links_of_postponed_events_are_mailed_too(client):
    ada = signed_up(coming())
    type(ada.event).objects.update(status="postponed")
    later(ada.event, 60 * DAY)
    client.post("/registrations/", {"email": ada.email})
    assert mails(ada) == ["registered", "all_my_links"]


# Invitations ---------------------------------------------------------------------------------------------------------


def invited(ticket_type, name="Cem", **fields):
    pairs = [(name, "cem@example.org")]
    (guest,) = invite(ticket_type=ticket_type, guests=pairs, by=make_member(), now=timezone.now(), **fields)
    return guest


def invitation(guest, tail=""):
    return f"/registrations/invitations/{guest.token}/{tail}"


def test_a_guest_accepts_and_gets_a_kept_seat(client):
    ticket_type = coming(capacity=1, ticket_type={"reserved": 1})
    lab = Question.objects.create(event=ticket_type.event, text="Labor?", required=True)
    guest = invited(ticket_type)
    page = client.get(invitation(guest))
    assert page.status_code == 200 and 'value="Cem"' in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert client.post(invitation(guest), {"name": "Cem"}).status_code == 422
    for _ in range(2):
        page = page_after(client, client.post(invitation(guest), {"name": "Cem A.", f"question_{lab.pk}": "Ulm"}))
    assert "Ihr Platz ist sicher" in page
    registration = Registration.objects.get()
    assert registration.is_confirmed and registration.name == "Cem A." and registration.answers.get().value == "Ulm"
    assert registration.token not in page


def test_a_guest_declines_and_may_still_come(client):
    guest = invited(coming())
    for _ in range(2):
        page = page_after(client, client.post(invitation(guest, "decline/")))
    assert "Sie haben abgesagt" in page
    page_after(client, client.post(invitation(guest), {"name": "Cem"}))
    answer = client.post(invitation(guest, "decline/"))
    assert answer.status_code == 409 and "zugesagt" in answer.content.decode()
    assert Registration.objects.get().is_confirmed


def test_who_cancelled_after_accepting_may_accept_once_more(client):
    guest = invited(coming())
    client.post(invitation(guest), {"name": "Cem"})
    cancel(registration=Registration.objects.get(), now=timezone.now())
    assert "noch einmal an" in client.get(invitation(guest)).content.decode()
    client.post(invitation(guest), {"name": "Cem"})
    assert Registration.objects.live().count() == 1


def test_an_invitation_to_what_does_not_take_place_says_so(client):
    guest = invited(coming())
    cancel_event(event=guest.event, by=None, reason="Sturm", now=timezone.now())
    page = client.get(invitation(guest)).content.decode()
    assert "abgesagt" in page and "<form" not in page[page.index("<main") : page.index("</main>")]
    assert client.post(invitation(guest), {"name": "Cem"}).status_code == 409
    assert not Registration.objects.exists()


def test_a_full_house_is_said_to_a_guest(client):
    ticket_type = coming(capacity=1, ticket_type={"has_waiting_list": False})
    signed_up(ticket_type)
    guest = invited(ticket_type)
    answer = client.post(invitation(guest), {"name": "Cem"})
    assert answer.status_code == 409 and "Alle Plätze sind vergeben" in answer.content.decode()


def test_looking_at_an_invitation_writes_nothing_and_a_revoked_one_opens_nothing(client):
    guest = invited(coming())
    before = everything()
    client.get(invitation(guest))
    client.get(invitation(guest, "decline/"))
    assert client.post(invitation(guest, "decline/"), headers=ELSEWHERE).status_code == 403
    assert everything() == before
    former = invitation(guest)
    InvitedGuest.objects.update(generation=2)
    assert client.get(former).status_code == client.post(former, {"name": "X"}).status_code == 404
    assert client.get("/registrations/invitations/x/").status_code == 404
