import pytest
from django.core.management import call_command

from civicevents.testing import NOW, at, make_published, make_ticket_type, register
from events.models import Availability
from registrations.invariants import problems
from registrations.models import Registration, State

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
    (over,) = problems(NOW)
    assert "1 more people than seats" in over
    Registration.objects.filter(name="Anna").delete()
    Registration.objects.filter(pk=ben.pk).update(state=State.WAITLISTED, queue_number=1, confirmed_at=None)
    (idle,) = problems(NOW)
    assert "waits while a seat is free" in idle
    Availability.objects.update(free=1)
    assert len(list(problems(NOW))) == 1


def test_the_command_fails_when_something_is_wrong():
    call_command("check_invariants")
    make_ticket_type(make_published(starts_at=at("2099-11-12 18:00")), capacity=3)
    Availability.objects.update(free=2)
    with pytest.raises(SystemExit):
        call_command("check_invariants")
