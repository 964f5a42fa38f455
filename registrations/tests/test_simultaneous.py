"""Promise 1 with real threads and processes against a real PostgreSQL."""

import contextlib
import datetime as dt
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection, transaction

from civicevents.testing import NOW, mails, make_member, make_published, make_ticket_type, register
from events.actions import Refused
from events.actions import cancel as cancel_event
from events.models import Availability, Change, Event
from outbox.models import Message
from registrations.actions import Busy, Outcome, cancel, fanout, rounds, sign_up
from registrations.actions import seats as seats_module
from registrations.actions.erasing import erase_due
from registrations.actions.settling import sweep
from registrations.invariants import problems
from registrations.models import AccessDetails, Erasure, Registration, State

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 16


def at_once(function, arguments, threads=THREADS):
    """Call the function with each argument from many threads; results, or the exceptions, in order."""

    def call(argument):
        try:
            return function(argument)
        except Exception as error:
            return error

    closing = threading.Barrier(threads)

    def close(_):
        connection.close()
        closing.wait(timeout=10)

    with ThreadPoolExecutor(threads) as pool:
        results = list(pool.map(call, arguments))
        list(pool.map(close, range(threads)))
    return results


def come(ticket_type, number):
    email = f"person{number}@example.org"
    return sign_up(event=ticket_type.event, ticket_type=ticket_type, name=f"P{number}", email=email, now=NOW)


@pytest.fixture(autouse=True)
def afterwards(request, transactional_db):
    """What `manage.py check_invariants` looks at, after every test but the one that shows what a missing lock does;
    at the moment ``afterwards.now``.
    """
    moment = SimpleNamespace(now=NOW)
    yield moment
    if not request.node.get_closest_marker("oversells"):
        assert list(problems(moment.now)) == []


def line(ticket_type):
    return list(Registration.objects.waiting().filter(ticket_type=ticket_type).values_list("queue_number", flat=True))


@pytest.fixture
def hundred_seats():
    """100 seats after 500 people came at once."""
    ticket_type = make_ticket_type(capacity=100)
    results = at_once(lambda number: come(ticket_type, number), range(500))
    assert set(results) == {Outcome.SEAT, Outcome.WAITING}
    return ticket_type


def test_of_500_people_at_once_100_get_the_seats_and_400_wait_in_a_line_without_gaps(hundred_seats):
    assert Registration.objects.confirmed().count() == 100
    assert line(hundred_seats) == list(range(1, 401))
    assert mails().count("registered") == 100
    assert mails().count("waitlisted") == 400
    row = Availability.objects.get()
    assert (row.seats, row.free, row.waiting_list) == (100, 0, True)


def test_of_100_cancellations_at_once_exactly_the_first_100_in_line_profit(hundred_seats):
    leaving = list(Registration.objects.confirmed())
    first = list(Registration.objects.waiting().values_list("pk", flat=True)[:100])
    at_once(lambda registration: cancel(registration=registration, now=NOW), leaving)
    assert set(Registration.objects.confirmed().values_list("pk", flat=True)) == set(first)
    assert line(hundred_seats) == list(range(101, 401))
    assert mails().count("moved_up") == 100


def test_cancelling_and_signing_up_at_once_never_lets_new_people_pass_the_line():
    ticket_type = make_ticket_type(capacity=10)
    for number in range(20):
        come(ticket_type, number)
    first = list(Registration.objects.waiting())
    jobs = [(cancel, each) for each in Registration.objects.confirmed()] + [(come, number) for number in range(50, 60)]
    results = at_once(
        lambda job: job[0](registration=job[1], now=NOW) if job[0] is cancel else come(ticket_type, job[1]), jobs
    )
    assert results[10:] == [Outcome.WAITING] * 10
    assert {each.pk for each in Registration.objects.confirmed()} == {each.pk for each in first}


def test_twenty_identical_posts_at_once_make_one_registration_and_one_mail():
    ticket_type = make_ticket_type(capacity=5)
    assert at_once(lambda _: come(ticket_type, 1), range(20)) == [Outcome.SEAT] * 20
    assert Registration.objects.count() == 1
    assert mails() == ["registered"]


def _race_for_one_seat(monkeypatch, locked_row=seats_module.locked_row):
    """Eight people for one seat, each of whom waits for the others after counting; how many got it."""
    ticket_type = make_ticket_type(capacity=1)
    counted = threading.Barrier(8)
    count = seats_module.Seats.count

    def count_and_wait(self, newcomer=None, without=None):
        count(self, newcomer, without)
        with contextlib.suppress(threading.BrokenBarrierError):  # then the others wait for our lock
            counted.wait(timeout=0.5)

    monkeypatch.setattr(seats_module.Seats, "count", count_and_wait)
    monkeypatch.setattr(seats_module, "locked_row", locked_row)
    at_once(lambda number: come(ticket_type, number), range(8), threads=8)
    return Registration.objects.confirmed().count()


def test_the_lock_decides_a_race_for_one_seat(monkeypatch):
    assert _race_for_one_seat(monkeypatch) == 1


@pytest.mark.oversells
def test_without_the_lock_the_same_race_oversells(monkeypatch):
    """Should this fail one day, the test above proves nothing any more."""
    assert _race_for_one_seat(monkeypatch, lambda event_id: Availability.objects.get(pk=event_id)) > 1


def test_who_waits_too_long_for_the_lock_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(seats_module, "LOCK_TIMEOUT", "100ms")
    ticket_type = make_ticket_type(capacity=1)
    with transaction.atomic():
        seats_module.lock(ticket_type.event, NOW)
        (result,) = at_once(lambda number: come(ticket_type, number), [1], threads=1)
    assert isinstance(result, Busy)
    assert not Registration.objects.exists()


def test_a_sign_up_that_waits_for_the_event_itself_is_told_to_come_back_too(monkeypatch):
    """Whoever changes an event's address locks its row against new registrations."""
    monkeypatch.setattr(seats_module, "LOCK_TIMEOUT", "100ms")
    ticket_type = make_ticket_type(capacity=1)
    with transaction.atomic():
        Event.objects.filter(pk=ticket_type.event_id).update(slug="anders")
        (result,) = at_once(lambda number: come(ticket_type, number), [1], threads=1)
    assert isinstance(result, Busy)
    assert not Message.objects.exists()


def test_the_first_sign_ups_of_an_event_without_availability_meet_at_one_row():
    ticket_type = make_ticket_type(capacity=3)
    Availability.objects.all().delete()
    at_once(lambda number: come(ticket_type, number), range(8), threads=8)
    assert Registration.objects.confirmed().count() == 3
    assert Availability.objects.get().free == 0


def test_a_process_killed_in_the_middle_leaves_nothing_half_done():
    ticket_type = make_ticket_type(capacity=1)
    connection.close()
    context = multiprocessing.get_context("fork")
    reached = context.Event()

    def sign_up_and_hang():
        with transaction.atomic():
            come(ticket_type, 1)
            reached.set()
            signal.pause()

    process = context.Process(target=sign_up_and_hang)
    process.start()
    assert reached.wait(10)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert come(ticket_type, 2) == Outcome.SEAT
    assert [each.email for each in Registration.objects.all()] == ["person2@example.org"]
    assert mails() == ["registered"]


def test_a_sign_up_that_is_rolled_back_owes_no_mail():
    ticket_type = make_ticket_type(capacity=1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        come(ticket_type, 1)
        raise ZeroDivisionError
    assert not Message.objects.exists()
    assert Availability.objects.get().free == 1


def test_two_members_who_cancel_one_registration_at_once_promote_one_person():
    ticket_type = make_ticket_type(capacity=1)
    anna = register(ticket_type, "Anna")
    register(ticket_type, "Ben")
    register(ticket_type, "Cem")
    member = make_member()
    read = [Registration.objects.get(pk=anna.pk) for _ in range(2)]  # each member has the page as it was
    at_once(lambda each: cancel(registration=each, by=member, now=NOW), read, threads=2)
    assert Registration.objects.confirmed().get().name == "Ben"
    assert mails(anna) == ["registered", "cancelled_by_organiser"]


def test_two_members_who_cancel_one_event_at_once_tell_everybody_once():
    event = make_published()
    anna = register(make_ticket_type(event), "Anna")
    read = [Event.objects.get(pk=event.pk) for _ in range(2)]  # each member has the page as it was
    results = at_once(lambda each: cancel_event(event=each, by=None, now=NOW, reason="Krank"), read, threads=2)
    assert sum(isinstance(result, Refused) for result in results) == 1
    later = NOW + fanout.WAIT
    at_once(lambda _: fanout.fan_out(now=later), range(4), threads=4)
    assert mails(anna) == ["registered", "event_cancelled"]
    assert Change.objects.filter(handled=None).count() == 0


def test_workers_at_the_same_job_tell_everybody_once(afterwards):
    """They never meet there (outbox/tests/test_jobs.py: a lock); should they once, each job keeps them apart itself."""
    event = make_published()
    kind = make_ticket_type(event, capacity=5)
    people = [register(kind, f"P{number}") for number in range(8)]
    AccessDetails.objects.create(event=event, link="https://meet.example/raum-7-geheim")
    day_before = event.starts_at - dt.timedelta(hours=24)
    jobs = [rounds.remind, rounds.tell_access, fanout.fan_out, sweep]
    for now in (day_before, event.ends_at + dt.timedelta(hours=1)):
        results = at_once(lambda job, now=now: job(now=now), 4 * [*jobs, rounds.thank])
        assert not [result for result in results if isinstance(result, Exception)]
        assert list(problems(now)) == []
    assert sorted(mails(people[0])) == ["access_details_ready", "registered", "reminder", "thank_you"]
    assert mails().count("reminder") == mails().count("thank_you") == mails().count("access_details_ready") == 5
    afterwards.now = event.ends_at + dt.timedelta(days=40)
    at_once(lambda _: erase_due(now=afterwards.now), range(4), threads=4)
    assert not Registration.objects.exists()
    assert Erasure.objects.count() == 8


def test_the_line_has_no_gaps_for_those_who_wait_after_others_left_it():
    ticket_type = make_ticket_type(capacity=1)
    people = [register(ticket_type, f"P{number}") for number in range(4)]
    cancel(registration=people[1], now=NOW)
    assert people[3].state == State.WAITLISTED
    assert line(ticket_type) == [2, 3]
    assert register(ticket_type, "Neu").queue_number == 4
