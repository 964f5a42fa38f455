"""Workers as processes of their own, a mail server on the loopback, and what may happen to either."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.db.models.functions import Now

from outbox.models import Message
from outbox.tests.cast import owe

PATIENCE = 60  # seconds; a busy machine starts a process slowly
pytestmark = pytest.mark.django_db(transaction=True)


class Sink:
    """A mail server that remembers what it took, and can kill whoever brings it."""

    def __init__(self):
        self.mails, self.victim, self.slow = [], None, 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos[0], envelope.content))
        if self.victim:
            os.kill(self.victim, signal.SIGKILL)
        time.sleep(self.slow)
        return "250 OK"

    def message_ids(self):
        return [line for _, mail in self.mails for line in mail.splitlines() if line.startswith(b"Message-ID:")]


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def mail_server(port):
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()


@pytest.fixture
def start_worker(port):
    """Starts `manage.py work` with these arguments; none outlives the test."""
    database = {key: str(connection.settings_dict[key]) for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    settings = {
        "database": database,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
    }
    workers = []

    def start(*arguments):
        command = [sys.executable, "-m", "outbox.tests.worker_process", json.dumps(settings), *arguments]
        workers.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()


def wait_until(condition, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "this did not happen in time"
        time.sleep(0.05)


def sent():
    return Message.objects.filter(state="sent").count()


def test_a_worker_killed_between_sending_and_marking_repeats_the_mail_with_its_message_id(port, start_worker):
    owe()
    with mail_server(port) as sink:
        worker = start_worker()
        sink.victim = worker.pid
        assert worker.wait(PATIENCE) == -signal.SIGKILL
        sink.victim = None
        assert Message.objects.get().state == "queued"
        assert start_worker("--once").wait(PATIENCE) == 0
        assert len(sink.mails) == 1, "the lease of the dead worker still holds"
        Message.objects.update(leased_until=Now() - timedelta(seconds=1))
        assert start_worker("--once").wait(PATIENCE) == 0
        first, second = sink.message_ids()
        assert first == second
        assert Message.objects.get().state == "sent"


def test_a_mail_server_that_is_down_loses_no_mail_and_costs_no_attempt(port, start_worker):
    for number in range(20):
        owe(f"p{number}@example.org")
    worker = start_worker()
    wait_until(lambda: Message.objects.exclude(error="").exists())
    assert not Message.objects.exclude(state="queued").exists()
    assert not Message.objects.filter(leased_until=None, tries__gt=0).exists()
    with mail_server(port) as sink:
        wait_until(lambda: sent() == 20)
        assert len(set(sink.message_ids())) == len(sink.mails) == 20
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0


def test_two_workers_send_each_mail_once(port, start_worker):
    for number in range(100):
        owe(f"p{number}@example.org")
    with mail_server(port) as sink:
        workers = [start_worker("--once") for _ in range(2)]
        assert [worker.wait(PATIENCE) for worker in workers] == [0, 0]
        assert sent() == len(sink.mails) == len(set(sink.message_ids())) == 100


def test_a_refused_recipient_stops_nobody_else(port, start_worker):
    refused = owe("nobody@example.org")
    owe("anna@example.org")
    with mail_server(port) as sink:
        start_worker("--once").wait(PATIENCE)
        assert [to for to, _ in sink.mails] == ["anna@example.org"]
    refused.refresh_from_db()
    assert refused.state == "queued" and refused.error == "recipient refused: 550 no such user"


def test_a_worker_survives_a_restart_of_the_database(port, start_worker):
    owe("a@example.org")
    with mail_server(port) as sink:
        worker = start_worker()
        wait_until(lambda: sent() == 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert cursor.rowcount > 0
        owe("b@example.org")
        wait_until(lambda: sent() == 2)
        assert len(sink.mails) == 2 and worker.poll() is None


def test_a_worker_that_is_told_to_stop_finishes_its_mail(port, start_worker):
    owe("a@example.org")
    owe("b@example.org")
    with mail_server(port) as sink:
        sink.slow = 1
        worker = start_worker()
        wait_until(lambda: sink.mails)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE) == 0
        assert len(sink.mails) == sent() == 1
    assert Message.objects.get(recipient="b@example.org").leased_until is None
