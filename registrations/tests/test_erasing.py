import datetime as dt
import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from civicevents.testing import (
    NOW,
    at,
    mails,
    make_member,
    make_published,
    make_ticket_type,
    register,
    set_up_sign_up,
)
from events.actions import postpone
from events.models import Availability, Event
from outbox.models import Message
from registrations.actions import cancel, erase_now, invite, send_links
from registrations.actions.erasing import erase_due, erase_sensitive, erase_stale, fingerprint, replay
from registrations.models import Answer, Erasure, InvitedGuest, Registration, RegistrationSettings
from registrations.own_data import own_data
from registrations.tallies import numbers

pytestmark = pytest.mark.django_db
DELETION_DAY = at("2026-12-12 00:00")  # thirty days after 12 November


def everything_stored():
    """The text of every row of every table, as a dump would have it."""
    with connection.cursor() as cursor:
        texts = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # noqa: S608
            texts += [row[0] for row in cursor.fetchall()]
    return "\n".join(texts)


@pytest.fixture
def anna():
    ticket_type = make_ticket_type(capacity=1)
    question = ticket_type.event.questions.create(text="Rolle?", kind="choice", options="Amt\nEhrenamt")
    free = ticket_type.event.questions.create(text="Anmerkung?")
    return register(ticket_type, "Annegret Zwirnsfaden", answers={question.pk: "Ehrenamt", free.pk: "Kennwort Zwirn"})


def test_on_the_deletion_day_the_person_is_gone_from_the_whole_database_and_numbers_stay(anna):
    event = anna.event
    LogEntry.objects.create(
        user=make_member(),
        content_type=ContentType.objects.get_for_model(Registration),
        object_id=str(anna.pk),
        object_repr=anna.name,
        action_flag=CHANGE,
        change_message="Zwirnsfaden",
    )
    invite(ticket_type=anna.ticket_type, guests=[("Zwirn", "zwirn@example.org")], by=make_member(), now=NOW)
    before = numbers(event)
    assert "Zwirn" in everything_stored()
    assert erase_due(now=DELETION_DAY - dt.timedelta(minutes=1)) == 0
    assert erase_due(now=DELETION_DAY) == 2
    assert erase_due(now=DELETION_DAY) == 0
    assert "zwirn" not in everything_stored().lower()
    assert numbers(event) == before
    assert before["day", "2026-11-02"] == before["source", "form"] == 1
    question = event.questions.get(text="Rolle?")
    assert before["state", "confirmed"] == before[f"question:{question.pk}", "Ehrenamt"] == 1


def test_the_deletion_day_can_be_set_and_follows_the_event(anna):
    set_up_sign_up(anna.event, deletion_days=3)
    event = Event.objects.get(pk=anna.event_id)
    assert RegistrationSettings.of(event).deletion_day == dt.date(2026, 11, 15)


def test_a_postponed_event_has_a_deletion_day_too(anna):
    event = postpone(event=anna.event, by=None, now=NOW)
    assert RegistrationSettings.of(event).deletion_day == dt.date(2027, 5, 1)
    assert erase_due(now=DELETION_DAY) == 0
    assert erase_due(now=at("2027-05-01 00:00")) == 1
    assert Availability.objects.get().free == 1


def test_delete_now_gives_the_seat_to_the_next_and_leaves_no_name(anna):
    ben = register(anna.ticket_type, "Ben")
    erase_now(registration=anna, now=NOW)
    erase_now(registration=anna, now=NOW)
    assert Registration.objects.get().is_confirmed
    assert mails(ben) == ["waitlisted", "moved_up"]
    assert "zwirn" not in everything_stored().lower()
    assert Message.objects.filter(recipient="").get().state == "dropped"


def test_addresses_that_nobody_confirmed_are_forgotten_after_48_hours():
    ticket_type = make_ticket_type(capacity=1)
    set_up_sign_up(ticket_type.event, confirm_address=True)
    register(ticket_type, "Anna")
    assert erase_stale(now=NOW + dt.timedelta(hours=47)) == 0
    assert erase_stale(now=NOW + dt.timedelta(hours=48)) == 1
    assert "anna" not in everything_stored().lower()
    assert Availability.objects.get().free == 1


def test_sensitive_answers_are_erased_on_a_day_of_their_own():
    ticket_type = make_ticket_type()
    question = ticket_type.event.questions.create(text="Was brauchen Sie?", sensitive=True, delete_after_days=2)
    register(ticket_type, "Anna", answers={question.pk: "Schriftdolmetschung"})
    assert erase_sensitive(now=at("2026-11-14 19:59")) == 0
    assert erase_sensitive(now=at("2026-11-14 20:00")) == 1
    assert not Answer.objects.exists()


def test_what_a_restored_backup_brings_back_is_erased_again_by_the_journal(anna):
    ben = register(anna.ticket_type, "Ben")
    erase_now(registration=anna, now=NOW)
    journal = list(Erasure.objects.values_list("fingerprint", flat=True))
    assert journal == [fingerprint(anna.pk, anna.created_at)]
    anna.save(force_insert=True)  # as the backup has it
    assert replay(fingerprints=journal, now=NOW) == 1
    assert list(Registration.objects.all()) == [ben]


def test_own_data_are_complete_and_fit_into_json(anna):
    data = own_data(anna, NOW)
    json.dumps(data)
    assert data["registration"]["email"] == anna.email
    assert [answer["answer"] for answer in data["answers"]] == ["Ehrenamt", "Kennwort Zwirn"]
    assert data["deleted_on"] == "2026-12-12"
    assert data["messages"] == [
        {"kind": "registrations.registered", "to": anna.email, "state": "queued", "sent_at": None}
    ]


def test_every_table_that_points_to_a_registration_is_in_the_own_data():
    """A new one has to be added to `own_data`, and then here."""
    relations = {relation.related_model.__name__ for relation in Registration._meta.related_objects}
    told = {"Answer", "Call", "InvitedGuest", "Voice", "FeedbackGiven", "NetworkingConsent", "GroupMembership"}
    assert relations == told


def test_cancelled_people_are_erased_as_well(anna):
    cancel(registration=anna, now=NOW)
    assert erase_due(now=DELETION_DAY) == 1
    assert numbers(anna.event)["state", "cancelled"] == 1


def test_guests_of_an_event_without_participants_are_erased_too():
    ticket_type = make_ticket_type(make_published())
    invite(ticket_type=ticket_type, guests=[("Zwirn", "zwirn@example.org")], by=make_member(), now=NOW)
    erase_due(now=DELETION_DAY)
    assert not InvitedGuest.objects.exists()
    assert "zwirn" not in everything_stored().lower()


def test_answers_of_each_kind_are_counted_by_their_value():
    ticket_type = make_ticket_type()
    several = ticket_type.event.questions.create(text="Themen?", kind="several", options="A\nB")
    food = ticket_type.event.questions.create(text="Essen?", kind="yes_no")
    register(ticket_type, "Anna", answers={several.pk: ["A", "B"], food.pk: True})
    register(ticket_type, "Ben", answers={several.pk: ["B"], food.pk: False})
    found = numbers(ticket_type.event)
    assert [found[f"question:{several.pk}", label] for label in "AB"] == [1, 2]
    assert [found[f"question:{food.pk}", label] for label in ("yes", "no")] == [1, 1]


def test_a_mail_with_all_links_is_forgotten_with_the_registration():
    anna = register(make_ticket_type(), "Anna")
    send_links(email=anna.email, now=NOW)
    erase_now(registration=anna, now=NOW)
    assert set(Message.objects.values_list("recipient", "state")) == {("", "dropped")}
