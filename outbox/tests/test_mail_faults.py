"""Mail servers that refuse, are slow, break off or are gone for hours: mail waits, nothing is lost or counted."""

import socket
import threading
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from outbox.delivery import ServerDown, deliver_due
from outbox.models import Message
from outbox.tests.cast import NOW, owe

pytestmark = pytest.mark.django_db
GREETING = b"220 mail.example.org\r\n"
HOUR = timedelta(hours=1)


def refuses(talk):
    talk.say(b"554 no service here\r\n")


def asks_to_come_later(talk):
    talk.say(b"421 too busy\r\n")


def hangs_up(talk):
    pass


def says_nothing(talk):
    talk.wait()


def is_no_mail_server(talk):
    talk.say(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 50)


def breaks_tls(talk):
    talk.say(GREETING)
    talk.hear()
    talk.say(b"250-mail.example.org\r\n250 STARTTLS\r\n")
    talk.hear()
    talk.say(b"220 go on\r\n")
    talk.hear()
    talk.say(b"this is no TLS at all\r\n" * 20)


def offers_no_tls(talk):
    talk.say(GREETING)
    talk.hear()
    talk.say(b"250 mail.example.org\r\n")
    talk.hear()


def never_says_that_it_took_the_mail(talk):
    talk.say(GREETING)
    for answer in (b"250 mail\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"):
        talk.hear()
        talk.say(answer)
    talk.wait()


def hangs_up_in_the_middle(talk):
    talk.say(GREETING)
    for answer in (b"250 mail\r\n", b"250 ok\r\n"):
        talk.hear()
        talk.say(answer)


class Talk:
    """One connection of somebody to a server that misbehaves."""

    def __init__(self, connection, over):
        self._connection, self._over = connection, over

    def say(self, words):
        self._connection.sendall(words)

    def hear(self):
        return self._connection.recv(10_000)

    def wait(self):
        self._over.wait(20)


@pytest.fixture
def server(settings):
    """``server(behaviour)`` listens where mail goes to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    listener, over = socket.create_server(("127.0.0.1", 0)), threading.Event()
    settings.EMAIL_PORT = listener.getsockname()[1]

    def serve(behaviour):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    behaviour(Talk(connection, over))
                except OSError:
                    continue

    yield lambda behaviour: threading.Thread(target=serve, args=[behaviour], daemon=True).start()
    over.set()
    listener.close()


@pytest.mark.parametrize(
    "behaviour",
    [
        refuses,
        asks_to_come_later,
        hangs_up,
        says_nothing,
        is_no_mail_server,
        breaks_tls,
        offers_no_tls,
        never_says_that_it_took_the_mail,
        hangs_up_in_the_middle,
    ],
)
def test_a_server_that_misbehaves_delays_all_mail_and_costs_none_an_attempt(behaviour, server, settings):
    settings.EMAIL_USE_TLS = behaviour in (breaks_tls, offers_no_tls)
    server(behaviour)
    first = owe("anna@example.org")
    owe("ben@example.org")
    with pytest.raises(ServerDown):
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
