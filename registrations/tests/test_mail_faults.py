"""Sign-ups go on while no mail gets out: whatever the mail server does, every invariant holds."""

import datetime as dt

import pytest

from civicevents.testing import NOW, mails, make_ticket_type, register
from outbox.delivery import ServerDown, deliver_due
from outbox.models import Message
from outbox.tests.bad_servers import BEHAVIOURS, bad_server, refuses
from registrations.actions import cancel, erase_now
from registrations.invariants import problems
from registrations.models import Registration

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def nothing_is_wrong(now):
    assert list(problems(now)) == []


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_sign_ups_and_cancellations_keep_every_invariant(behaviour, settings, mailoutbox):
    ticket_type = make_ticket_type(capacity=1)
    with bad_server(behaviour, settings):
        anna, ben = register(ticket_type, "Anna"), register(ticket_type, "Ben")
        with pytest.raises(ServerDown):
            deliver_due(now=NOW)
        nothing_is_wrong(NOW)
        cancel(registration=anna, now=NOW + HOUR)
        with pytest.raises(ServerDown):
            deliver_due(now=NOW + HOUR)
        nothing_is_wrong(NOW + HOUR)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_due(now=NOW + 2 * HOUR)
    nothing_is_wrong(NOW + 2 * HOUR)
    assert mails(ben) == ["waitlisted", "moved_up"]
    assert len({mail.extra_headers["Message-ID"] for mail in mailoutbox}) == len(mailoutbox)
    assert not Message.objects.filter(state="queued").exists()


def test_a_server_that_is_down_for_two_days_breaks_no_invariant_in_any_hour(settings, mailoutbox):
    ticket_type = make_ticket_type(capacity=2)
    with bad_server(refuses, settings):
        for hours in range(48):
            now = NOW + hours * HOUR
            register(ticket_type, f"P{hours}", now=now)
            if hours % 7 == 3:
                cancel(registration=Registration.objects.confirmed().first(), now=now)
            if hours % 11 == 5:
                erase_now(registration=Registration.objects.waiting().first(), now=now)
            with pytest.raises(ServerDown):
                deliver_due(now=now)
            nothing_is_wrong(now)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_due(now=NOW + 48 * HOUR)
    nothing_is_wrong(NOW + 48 * HOUR)
    told = [mail.to[0] for mail in mailoutbox]
    assert {each.email for each in Registration.objects.confirmed()} <= set(told)
    assert not Message.objects.filter(state="queued").exists()
