"""The door, as helpers use it."""

import datetime as dt
import threading

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.capabilities import make_token
from civicevents.testing import make_published, make_ticket_type, register
from events.models import Event, Status
from registrations import links
from registrations.actions import cancel, renew_door_link
from registrations.models import Answer, Question, Registration, Source, State

pytestmark = pytest.mark.django_db


def tonight(minutes=30, **fields):
    """An event that begins in half an hour."""
    start = timezone.now() + dt.timedelta(minutes=minutes)
    capacity = fields.pop("capacity", None)
    event = make_published(starts_at=start, publish_at=start - dt.timedelta(days=30), **fields)
    make_ticket_type(event, capacity=capacity)
    return event


def guest(event, name="Anna Muster", **fields):
    return register(event.ticket_types.first(), name, now=timezone.now(), **fields)


def door_of(event):
    return links.door_page(Event.objects.get(pk=event.pk)).removeprefix("http://testserver")


def text_of(answer):
    return answer.content.decode()


def is_here(registration):
    return Registration.objects.get(pk=registration.pk).checked_in_at is not None


def test_a_tap_checks_in_and_leads_back_to_the_same_search(client):
    anna = guest(tonight())
    door = door_of(anna.event)
    answer = client.post(door, {"check_in": anna.pk, "q": "ann"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{door}?q=ann&just={anna.pk}"
    assert is_here(anna)
    page = text_of(client.get(answer.headers["Location"]))
    assert "1 von 1 ist da" in page and "Anna Muster ist da." in page and 'value="ann"' in page


def test_a_second_tap_changes_nothing_and_a_check_in_can_be_taken_back(client):
    anna = guest(tonight())
    door = door_of(anna.event)
    client.post(door, {"check_in": anna.pk})
    first = Registration.objects.get(pk=anna.pk).checked_in_at
    client.post(door, {"check_in": anna.pk})
    assert Registration.objects.get(pk=anna.pk).checked_in_at == first
    client.post(door, {"undo": anna.pk})
    assert not is_here(anna)
    assert "0 von 1 sind da" in text_of(client.get(door))


def test_looking_changes_nothing(client):
    anna = guest(tonight())
    client.get(door_of(anna.event), {"check_in": anna.pk, "code": anna.door_code, "just": anna.pk})
    assert not is_here(anna)


def test_names_are_found_without_accents_and_in_any_order(client):
    event = tonight()
    for name in ("José Müller", "Anna Groß", "Ada Lovelace"):
        guest(event, name)
    for query, found in (("muller jose", "José Müller"), ("GROSS", "Anna Groß"), ("love", "Ada Lovelace")):
        page = text_of(client.get(door_of(event), {"q": query}))
        assert page.count('class="guest"') == 1 and found in page
    assert "Niemand mit diesem Namen" in text_of(client.get(door_of(event), {"q": "Zuse"}))


def test_helpers_see_names_and_nothing_else(client):
    event = tonight()
    question = Question.objects.create(event=event, text="Was brauchen Sie?", sensitive=True)
    plain = Question.objects.create(event=event, text="Woher kommen Sie?")
    anna = guest(event, email="secret@example.org")
    Registration.objects.filter(pk=anna.pk).update(phone="0731 555", internal_note="heikel")
    for each, value in ((question, "Rollstuhl"), (plain, "aus Ulm")):
        Answer.objects.create(registration=anna, question=each, value=value)
    pages = text_of(client.get(door_of(event)))
    pages += text_of(client.get(door_of(event), headers={"Accept": "application/json"}))
    pages += text_of(client.post(door_of(event), {"check_in": anna.pk}, headers={"Accept": "application/json"}))
    for hidden in ("secret@example.org", "0731 555", "heikel", "Rollstuhl", "aus Ulm", anna.door_code, anna.token):
        assert hidden not in pages
    assert "Anna Muster" in pages


def test_a_code_checks_in_as_typed_in_groups_or_scanned(client):
    event = tonight()
    code = guest(event).door_code
    shown = (code, f" {code[:5].upper()} {code[5:10]}-{code[10:]} ", f"https://portal.example/door/code/{code}/")
    for typed in shown:
        Registration.objects.update(checked_in_at=None)
        assert client.post(door_of(event), {"code": typed}).status_code == 303
        assert is_here(Registration.objects.get())


def test_a_code_or_person_of_another_event_is_unknown(client):
    event, other = tonight(), tonight(title="Anderswo")
    stranger = guest(other, "Berta Fremd")
    tries = ({"code": stranger.door_code}, {"check_in": stranger.pk}, {"undo": stranger.pk})
    for data in (*tries, {"code": ""}, {"check_in": "x"}, {"check_in": "9" * 40}, {"check_in": "²"}, {}):
        answer = client.post(door_of(event), data)
        assert answer.status_code == 422
        assert "Berta Fremd" not in text_of(answer)
    assert not is_here(stranger)
    assert "Berta Fremd" not in text_of(client.get(door_of(event), {"just": stranger.pk}))


def test_the_page_behind_a_code_tells_nothing(client):
    anna = guest(tonight())
    real, made_up = client.get(f"/door/code/{anna.door_code}/"), client.get(f"/door/code/{'0' * 15}/")
    assert text_of(real).replace(anna.door_code, "0" * 15) == text_of(made_up)
    assert "Anna" not in text_of(real) and anna.event.title not in text_of(real)
    client.post(f"/door/code/{anna.door_code}/")
    assert not is_here(anna)
    assert real.headers["Cache-Control"] == "private, no-store" and "noindex" in real.headers["X-Robots-Tag"]


def test_who_has_no_seat_is_not_checked_in(client):
    event = tonight(capacity=1)
    guest(event)
    berta = guest(event, "Berta")
    assert berta.state == State.WAITLISTED
    answer = client.post(door_of(event), {"check_in": berta.pk})
    assert answer.status_code == 422
    assert "Berta hat keinen Platz: auf der Warteliste." in text_of(answer)
    assert not is_here(berta)


def test_a_walk_in_is_added_and_here_at_once(client):
    event = tonight(capacity=1)
    answer = client.post(door_of(event), {"name": "Grace Hopper"})
    grace = Registration.objects.get()
    assert answer.status_code == 303 and grace.source == Source.DOOR
    assert grace.state == State.CONFIRMED and is_here(grace) and grace.email == ""
    assert "Grace Hopper ist da." in text_of(client.get(answer.headers["Location"]))


def test_a_double_tap_adds_a_walk_in_once(client):
    event = tonight(capacity=5)
    for _ in range(2):
        assert client.post(door_of(event), {"name": "Grace Hopper"}).status_code == 303
    assert Registration.objects.count() == 1


def test_a_namesake_is_asked_about_and_can_be_added(client):
    anna = guest(tonight(capacity=5))
    answer = client.post(door_of(anna.event), {"name": "anna  muster".replace("  ", " ")})
    assert answer.status_code == 422
    assert "Anna Muster steht schon auf der Liste" in text_of(answer) and 'name="another"' in text_of(answer)
    assert Registration.objects.count() == 1
    client.post(door_of(anna.event), {"name": "Anna Muster", "another": "1"})
    assert Registration.objects.count() == 2


@pytest.mark.parametrize("waiting_list", [True, False])
def test_a_walk_in_is_refused_when_all_seats_are_taken(client, waiting_list):
    event = tonight(capacity=1)
    event.ticket_types.update(has_waiting_list=waiting_list)
    guest(event)
    answer = client.post(door_of(event), {"name": "Grace Hopper"})
    assert answer.status_code == 422
    assert "Alle Plätze sind vergeben." in text_of(answer) and 'value="Grace Hopper"' in text_of(answer)
    assert Registration.objects.count() == 1


def test_a_walk_in_needs_a_name_and_one_of_the_ticket_types(client):
    event, other = tonight(), tonight()
    online = make_ticket_type(event, name="online", position=1)
    assert "Geben Sie den Namen ein." in text_of(client.post(door_of(event), {"name": " "}))
    foreign = other.ticket_types.get()
    for chosen in ("", "x", foreign.pk):
        assert client.post(door_of(event), {"name": "Grace", "ticket_type": chosen}).status_code == 422
    assert client.post(door_of(event), {"name": "Grace", "ticket_type": online.pk}).status_code == 303
    assert Registration.objects.get().ticket_type == online


def test_the_door_is_open_around_the_event_only(client):
    for minutes, is_open in ((4 * 60 + 5, False), (4 * 60 - 5, True), (-119, True), (-5 * 60 + 5, True), (-301, False)):
        event = tonight(minutes)
        row = Registration.objects.create(
            event=event, ticket_type=event.ticket_types.get(), name="Anna Muster", source=Source.DOOR,
            state=State.CONFIRMED, confirmed_at=event.starts_at, created_at=event.starts_at,
        )  # fmt: skip
        page = client.get(door_of(event))
        assert ("Anna Muster" in text_of(page)) is is_open
        assert page.status_code == 200
        assert client.post(door_of(event), {"check_in": row.pk}).status_code == (303 if is_open else 409)
        assert is_here(row) is is_open
        row.delete()


def test_the_door_stays_open_on_every_day_of_an_event(client):
    event = tonight(-26 * 60, ends_at=timezone.now() + dt.timedelta(hours=20))
    assert "sind da" in text_of(client.get(door_of(event)))


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED, Status.DRAFT, Status.WITHDRAWN])
def test_where_nothing_takes_place_there_are_no_names(client, status):
    anna = guest(tonight())
    Event.objects.update(status=status)
    page = client.get(door_of(anna.event))
    assert page.status_code == (410 if status == Status.WITHDRAWN else 200)
    assert "Anna Muster" not in text_of(page)
    assert client.post(door_of(anna.event), {"check_in": anna.pk}).status_code in (409, 410)
    assert not is_here(anna)


def test_hostile_and_renewed_links_open_nothing(client):
    anna = guest(tonight())
    door = door_of(anna.event)
    tokens = (anna.token, make_token("stage", anna.event_id), "x" * 32, "0", "ä" * 32, make_token("door", 999_999))
    for token in tokens:
        answer = client.get(f"/door/{token}/")
        assert answer.status_code == 404 and "aktuellen Link" in text_of(answer)
        assert "noindex" in answer.headers["X-Robots-Tag"]
    renew_door_link(event=anna.event, by=None)
    assert client.get(door).status_code == client.post(door, {"check_in": anna.pk}).status_code == 404
    assert client.get(door_of(anna.event)).status_code == 200 and not is_here(anna)


def test_another_site_cannot_check_in(client):
    anna = guest(tonight())
    headers = {"Origin": "https://elsewhere.example"}
    assert client.post(door_of(anna.event), {"check_in": anna.pk}, headers=headers).status_code == 403
    assert not is_here(anna)


def test_nobody_keeps_the_page_and_only_it_may_use_the_camera(client):
    anna = guest(tonight())
    page = client.get(door_of(anna.event))
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert "microphone=()" in page.headers["Permissions-Policy"]
    assert "camera=()" in client.get("/events/").headers["Permissions-Policy"]
    assert not page.cookies


def test_the_script_learns_who_is_here_from_every_answer(client):
    event = tonight()
    anna, berta = guest(event), guest(event, "Berta")
    client.post(door_of(event), {"check_in": berta.pk})
    news = client.post(door_of(event), {"code": anna.door_code}, headers={"Accept": "application/json"}).json()
    assert news["message"] == "Anna Muster ist da." and not news["refused"]
    assert news["count"] == "2 von 2 sind da" and set(news["present"]) == {str(anna.pk), str(berta.pk)}
    refused = client.post(door_of(event), {"code": "nope"}, headers={"Accept": "application/json"})
    assert refused.status_code == 422 and refused.json()["refused"]


def test_cancelled_people_are_not_on_the_list(client):
    anna = guest(tonight(200))
    cancel(registration=anna, now=timezone.now())
    assert "Anna Muster" not in text_of(client.get(door_of(anna.event)))
    answer = client.post(door_of(anna.event), {"code": anna.door_code})
    assert answer.status_code == 422 and not is_here(anna)


@pytest.mark.parametrize("guests", [1, 3])
def test_the_list_takes_the_same_queries_for_any_number(client, django_assert_num_queries, guests):
    event = tonight()
    for number in range(guests):
        guest(event, f"Gast {number}")
    door = door_of(event)
    with django_assert_num_queries(3):  # the event with its settings, ticket types, registrations
        client.get(door)


@pytest.mark.django_db(transaction=True)
def test_two_phones_at_once_check_in_once_and_add_once():
    event = tonight(capacity=5)
    anna, door = guest(event), door_of(event)
    answers = []

    def tap(data):
        answers.append(Client().post(door, data).status_code)
        connection.close()

    taps = [{"check_in": anna.pk}, {"code": anna.door_code}, {"name": "Grace Hopper"}, {"name": "Grace Hopper"}]
    threads = [threading.Thread(target=tap, args=[data]) for data in taps * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * 8
    assert is_here(anna) and Registration.objects.count() == 2
