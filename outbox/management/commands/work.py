import contextlib
import logging
import os
import signal
import threading
from datetime import timedelta
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone

from outbox.delivery import ServerDown, deliver_due
from outbox.jobs import run_due_jobs

logger = logging.getLogger(__name__)


def give_way():
    """In a rush visitors are answered first; their mails follow some seconds later."""
    os.nice(10)
    with contextlib.suppress(OSError):  # Linux shares the processor among sessions first, and this is one of its own
        Path("/proc/self/autogroup").write_text("10")


class Command(BaseCommand):
    help = "Sends the mails that are due and runs the timed jobs, until it is told to stop."
    idle, longest_pause = 1, 120  # seconds

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, *, once, **options):
        self.stop, self.mail_rests_until, self.pause = threading.Event(), None, self.idle
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGTERM, signal.SIGINT):  # what is being done is finished first
                signal.signal(number, lambda *_: self.stop.set())
            if not once:
                give_way()
        while not self.stop.is_set():
            wait = self.work()
            if once:
                break
            self.stop.wait(wait)

    def work(self):
        """Once through jobs and mails. Returns after how many seconds to look again."""
        try:
            run_due_jobs(now=timezone.now(), stop=self.stop.is_set)
            self.send()
        except (DatabaseError, InterfaceError):
            logger.exception("The database does not answer as it should")
            connections.close_all()
            return 5 * self.idle
        return self.idle

    def send(self):
        """While the mail server is down, one mail is tried after ever longer pauses."""
        now = timezone.now()
        if self.mail_rests_until and now < self.mail_rests_until:
            return
        try:
            deliver_due(now=now, stop=self.stop.is_set)
            self.mail_rests_until, self.pause = None, self.idle
        except ServerDown as error:
            self.pause = min(self.pause * 2, self.longest_pause)
            self.mail_rests_until = timezone.now() + timedelta(seconds=self.pause)
            logger.warning("No mail can be sent at the moment, next attempt in %s s: %s", self.pause, error)
