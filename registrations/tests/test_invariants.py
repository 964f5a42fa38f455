import datetime as dt
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from civicevents.testing import NOW, at, make_published, make_ticket_type, make_user, register
from events.models import Availability
from registrations.invariants import problems
from registrations.models import AccessDetails, Answer, Question, Registration, State

pytestmark = pytest.mark.django_db


def test_after_an_evening_of_sign_ups_all_is_well():
    ticket_type = make_ticket_type(capacity=1)
    register(ticket_type, "Anna")
    register(ticket_type, "Ben")
    assert list(problems(NOW)) == []


def test_each_broken_promise_is_named():
    ticket_type = make_ticket_type(capacity=1)
    register(ticket_type, "Anna")
    ben = register(ticket_type, "Ben")
    Registration.objects.filter(pk=ben.pk).update(state=State.CONFIRMED, queue_number=None, confirmed_at=NOW)
    over, untold = problems(NOW)
    assert "1 more people than seats" in over
    assert "is confirmed and is owed no mail" in untold
    Registration.objects.filter(name="Anna").delete()
    Registration.objects.filter(pk=ben.pk).update(state=State.WAITLISTED, queue_number=1, confirmed_at=None)
    (idle,) = problems(NOW)
    assert "waits while a seat is free" in idle
    Availability.objects.update(free=1)
    assert "not what a fresh count gives (free)" in list(problems(NOW))[1]


def plant(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount


def without_constraint(name):
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {name}")


def test_an_address_with_two_seats_is_found():
    ticket_type = make_ticket_type()
    register(ticket_type, "Anna")
    ben = register(ticket_type, "Ben")
    without_constraint("one_live_registration_per_event_and_address")
    plant("UPDATE registrations_registration SET address_key = 'anna@example.org' WHERE id = %s", ben.pk)
    assert list(problems(NOW)) == [f"Event {ben.event_id}: an address has 2 live registrations."]


def test_a_place_in_line_that_was_given_twice_is_found():
    ticket_type = make_ticket_type(capacity=0)
    people = [register(ticket_type, name) for name in ("Anna", "Ben")]
    without_constraint("a_place_in_line_is_given_once")
    plant("UPDATE registrations_registration SET queue_number = 1")
    assert list(problems(NOW)) == [f"Event {people[0].event_id}: a place in line was given twice."]


@pytest.mark.parametrize(("capacity", "state"), [(1, "confirmed"), (0, "waitlisted")])
def test_a_mail_that_got_lost_is_found(capacity, state):
    anna = register(make_ticket_type(capacity=capacity), "Anna")
    assert list(problems(NOW)) == []
    plant("DELETE FROM outbox_message")
    assert list(problems(NOW)) == [f"Registration {anna.pk}: is {state} and is owed no mail that says so."]
    assert list(problems(NOW + dt.timedelta(days=31))) == [], "by then mails are forgotten"


def test_a_mail_that_is_owed_twice_is_found():
    anna = register(make_ticket_type(), "Anna")
    plant(
        "INSERT INTO outbox_message (kind, recipient, language, parameters, about, state, message_id, not_before,"
        " created_at, tries, error) SELECT kind, recipient, language, parameters, about, state, message_id || '2',"
        " not_before, created_at, tries, error FROM outbox_message"
    )
    assert list(problems(NOW)) == [f"Registration {anna.pk}: is told 2 times that it is registered."]


LINK = "https://meet.example/raum-geheim-7"
LEAKS = {
    "outbox_message": "UPDATE outbox_message SET parameters = parameters || jsonb_build_object('link', %s)",
    "events_change": "INSERT INTO events_change (event_id, at, what, new) SELECT id, now(), 'room', to_jsonb(%s::text)"
    " FROM events_event",
    "events_entrytext": "INSERT INTO events_entrytext (event_id, kind, language, made_from, digest, text)"
    " SELECT id, 'feed', 'de', '', 0, overlay(%s placing E'\\r\\n ' from 9 for 0) FROM events_event",
    "events_section": "INSERT INTO events_section (event_id, heading, body, position, body_html, plain_heading,"
    " plain_body, plain_body_html) SELECT id, '', %s, 1, '', '', '', ''"
    " FROM events_event",
    "registrations_answer": "UPDATE registrations_answer SET value = to_jsonb(%s::text)",
    "registrations_export": "INSERT INTO registrations_export (event_id, at, format, rows, with_sensitive)"
    " SELECT id, now(), right(%s, 20), 1, false FROM events_event",
    "django_admin_log": "INSERT INTO django_admin_log (action_time, object_repr, action_flag, change_message, user_id)"
    " SELECT now(), '', 1, %s, id FROM accounts_user",
}


@pytest.mark.parametrize("table", LEAKS)
def test_access_details_where_they_do_not_belong_are_found(table):
    make_user()
    anna = register(make_ticket_type(), "Anna")
    question = Question.objects.create(event=anna.event, text="Warum?")
    Answer.objects.create(registration=anna, question=question, value="Darum")
    secret = LINK[-20:] if table == "registrations_export" else LINK
    AccessDetails.objects.create(event=anna.event, link=secret, passcode="1234")
    assert list(problems(NOW)) == []
    plant(LEAKS[table], LINK)
    assert list(problems(NOW)) == [f"Event {anna.event_id}: the link of its access details stands in {table}."]


def test_the_check_writes_nothing():
    register(make_ticket_type(capacity=1), "Anna")
    with CaptureQueriesContext(connection) as queries:
        list(problems(NOW))
    assert not [q["sql"] for q in queries if re.search(r"\b(INSERT|UPDATE|DELETE|FOR UPDATE)\b", q["sql"])]


def test_the_command_fails_when_something_is_wrong():
    call_command("check_invariants")
    make_ticket_type(make_published(starts_at=at("2099-11-12 18:00")), capacity=3)
    Availability.objects.update(free=2)
    with pytest.raises(SystemExit):
        call_command("check_invariants")
