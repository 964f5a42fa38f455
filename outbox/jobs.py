"""Timed jobs. Apps declare theirs in `<app>/jobs.py`, which is found by itself:

    @job("events.publish", every=timedelta(minutes=1))
    def publish(now):
        ...

The worker runs each when it is due (and, with ``wanted``, there is something to do), one worker at a time, under an
advisory lock that a transaction on a connection of its own holds: it ends with the worker, and a pooler of transactions
keeps it, too. A job is idempotent and short, since mails wait meanwhile: it does a bounded share of what is there and
is run again. One that fails or is killed is due again after five minutes at most, and stops no other.
"""

import logging
from contextlib import closing, contextmanager
from datetime import timedelta
from hashlib import blake2b
from typing import NamedTuple

from django.db import connection

from outbox.models import JobRun, Message

logger = logging.getLogger(__name__)

JOBS = {}
RETRY = timedelta(minutes=5)


class Job(NamedTuple):
    function: object
    every: timedelta
    wanted: object = None


def job(name, *, every, wanted=None):
    """Declare a timed job; the function takes `now`. ``wanted()`` is asked each second, so it has to be cheap."""

    def register(function):
        JOBS[name] = Job(function, every, wanted)
        return function

    return register


def run_due_jobs(*, now, stop=lambda: False):
    """Run what is due and not running. Returns the names of those that went well."""
    resting = {run.name for run in JobRun.objects.filter(due_at__gt=now) if _rests(run, now)}
    return [name for name in sorted(JOBS.keys() - resting) if not stop() and _is_wanted(name) and _run(name, now)]


def _rests(run, now):
    """Not due yet. One that is due later than it can be was noted by a clock that went ahead: it is due now."""
    latest = now + max(JOBS[run.name].every, RETRY) if run.name in JOBS else now
    return now < run.due_at <= latest


def _is_wanted(name):
    wanted = JOBS[name].wanted
    return wanted is None or wanted()


def _run(name, now):
    with _lock(name) as locked:
        if not locked or any(_rests(run, now) for run in JobRun.objects.filter(name=name)):
            return False
        function, every, _ = JOBS[name]
        again = now + min(every, RETRY)
        run, _ = JobRun.objects.update_or_create(name=name, defaults={"due_at": again, "started_at": now})
        try:
            function(now)
        except Exception as error:
            logger.exception("The timed job %s failed", name)
            run.error = f"{type(error).__name__}: {error}"[:1000]
        else:
            run.due_at, run.succeeded_at, run.error = now + every, now, ""
        run.save()
        return not run.error


@contextmanager
def _lock(name):
    """True if this worker got the lock of the job."""
    number = int.from_bytes(blake2b(f"job {name}".encode(), digest_size=8).digest(), "big", signed=True)
    with closing(connection.copy()) as own, own.cursor() as cursor:
        own.set_autocommit(False)
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        yield cursor.fetchone()[0]


@job("outbox.forget", every=timedelta(days=1))
def forget_recipients(now):
    """Who got a mail is forgotten a month after it was sent; the row stays, so that its occasion stays used up."""
    Message.objects.to_forget(now).update(recipient="", parameters={}, error="")
