"""Mail servers that refuse, are slow, break off or are gone for hours: mail waits, nothing is lost or counted."""

import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from outbox.delivery import ServerDown, deliver_due
from outbox.models import Message
from outbox.tests.bad_servers import BEHAVIOURS, bad_server
from outbox.tests.cast import NOW, owe

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_server_that_misbehaves_delays_all_mail_and_costs_none_an_attempt(behaviour, settings):
    first = owe("anna@example.org")
    owe("ben@example.org")
    with bad_server(behaviour, settings), pytest.raises(ServerDown):
        deliver_due(now=NOW)
    assert set(Message.objects.values_list("state", "tries", "leased_until")) == {("queued", 0, None)}
    first.refresh_from_db()
    assert first.error


class Sink:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope.rcpt_tos[0])
        return "250 OK"


def test_after_two_days_without_a_server_everything_goes_out_once_but_what_nobody_needs_any_more(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    with socket.create_server(("127.0.0.1", 0)) as probe:
        settings.EMAIL_PORT = probe.getsockname()[1]
    for number in range(5):
        owe(f"p{number}@example.org")
    owe("reminder@example.org", expires_at=NOW + 10 * HOUR)
    for hours in range(48):
        with pytest.raises(ServerDown):
            deliver_due(now=NOW + hours * HOUR)
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    try:
        deliver_due(now=NOW + 48 * HOUR)
    finally:
        controller.stop()
    assert sorted(sink.mails) == [f"p{number}@example.org" for number in range(5)]
    assert Message.objects.get(recipient="reminder@example.org").state == "dropped"
    assert not Message.objects.filter(state="queued").exists()
