import datetime as dt

import pytest
from django.db import connection

from civicevents.testing import NOW, mails, make_published, make_ticket_type, make_user
from outbox.models import Message
from registrations import limits
from registrations.actions import Outcome, send_links, sign_up
from registrations.addresses import BadAddress, domain_key, parse
from registrations.models import Attempt, Registration, State

pytestmark = pytest.mark.django_db


def come(ticket_type, email, client="203.0.113.7", now=NOW):
    return sign_up(event=ticket_type.event, ticket_type=ticket_type, name="X", email=email, client=client, now=now)


def test_an_office_of_300_gets_through_and_whoever_is_above_confirms_first(monkeypatch):
    monkeypatch.setattr(limits, "PER_CLIENT", 3)
    ticket_type = make_ticket_type()
    answers = [come(ticket_type, f"p{number}@example.org") for number in range(5)]
    assert answers == [Outcome.SEAT] * 3 + [Outcome.CONFIRM] * 2
    assert come(ticket_type, "q@example.org", client="203.0.113.8") == Outcome.SEAT
    assert come(ticket_type, "r@example.org", now=NOW + dt.timedelta(minutes=10)) == Outcome.SEAT


def test_a_victim_signed_up_for_fifty_events_gets_a_dozen_mails_and_one_with_all_links():
    event = make_published()
    kinds = [make_ticket_type(make_published(organisation=event.organisation)) for _ in range(50)]
    for ticket_type in kinds:
        come(ticket_type, "opfer@example.org", client="")
    assert mails() == ["registered"] * limits.PER_ADDRESS + ["all_my_links"]
    assert Registration.objects.filter(state=State.UNCONFIRMED).count() == 50 - limits.PER_ADDRESS


def test_the_same_form_posted_again_and_again_counts_once_for_its_address():
    ticket_type = make_ticket_type()
    for _ in range(limits.PER_ADDRESS + 2):
        come(ticket_type, "anna@example.org")
    assert come(make_ticket_type(), "anna@example.org") == Outcome.SEAT


def test_the_overall_brake_tells_administrators_once_an_hour(monkeypatch):
    monkeypatch.setattr(limits, "OVER_ALL", 2)
    admin = make_user(is_superuser=True)
    ticket_type = make_ticket_type()
    answers = [come(ticket_type, f"p{number}@example.org", client=f"192.0.2.{number}") for number in range(5)]
    assert answers == [Outcome.SEAT] * 2 + [Outcome.CONFIRM] * 3
    assert [mail.recipient for mail in Message.objects.filter(kind="accounts.alarm")] == [admin.email]


def test_attempts_hold_no_address_and_are_forgotten_after_a_day():
    come(make_ticket_type(), "anna@example.org")
    attempt = Attempt.objects.get()
    assert "anna" not in attempt.address
    assert "203" not in attempt.client
    assert limits.forget_attempts(now=NOW + dt.timedelta(hours=25)) == 1


def test_all_links_are_sent_once_an_hour_and_only_if_there_are_any():
    send_links(email="niemand@example.org", now=NOW)
    assert mails() == []
    come(make_ticket_type(), "anna@example.org")
    for _ in range(3):
        send_links(email="Anna@example.org", now=NOW)
    assert mails() == ["registered", "all_my_links"]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (" Anna@Example.ORG ", "anna@example.org"),
        ("anna+treffen@example.org", "anna+treffen@example.org"),
        ("anna@BÜRO.example", "anna@xn--bro-hoa.example"),
        ("anna@bu\u0308ro.example", "anna@xn--bro-hoa.example"),
    ],
)
def test_addresses_are_compared_by_their_key(typed, key):
    assert parse(typed).key == key


@pytest.mark.parametrize(
    "typed", ["", "anna", "anna@", "änna@example.org", "a@b@c.example", "a@example.org\nBcc: x@y.example"]
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(BadAddress):
        parse(typed)


def test_look_alike_scripts_are_never_merged():
    assert parse("anna@ехаmple.org").key != parse("anna@example.org").key


def test_domains_of_an_allow_list_have_the_same_form():
    assert domain_key("@Büro.example") == "xn--bro-hoa.example"


@pytest.mark.django_db(transaction=True)
def test_the_commit_of_an_attempt_is_lax_and_that_of_a_sign_up_is_not():
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
        limits.note(client="", address="anna@example.org", now=NOW)
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
    assert connection.connection.notices == []
    assert Attempt.objects.count() == 1
