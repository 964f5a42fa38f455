"""What somebody must look after: said by /health/ to whoever has the key, and by an alarm to the administrators."""

import datetime as dt
import shutil
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext_lazy as _

from accounts.alarms import CAUSES, declare
from outbox.jobs import JOBS
from outbox.models import JobRun, Message

MAIL_IS_LATE = dt.timedelta(minutes=15)
JOB_IS_LATE = dt.timedelta(hours=1)  # no worker runs, or it is busy for that long
A_DAY = dt.timedelta(days=1)
MANY_FAILED = 10  # mails within a day; a mistyped address or two are nothing to be woken for
LITTLE_ROOM = 500 * 1024 * 1024  # bytes; a backup, some pictures, and PostgreSQL's log fit in

declare(
    "mail_settings",
    subject=_("settings for mail are missing"),
    text=_("%(names)s is not set: no mail is sent."),
    advice=_("Set it and start the portal again; what is owed is sent then."),
)
declare(
    "mail_waits",
    subject=_("mail is waiting"),
    text=_("A mail has been waiting since %(since)s UTC."),
    advice=_("Look whether the worker runs and the mail server answers; its log says why. Nothing is lost meanwhile."),
)
declare(
    "mail_failed",
    subject=_("many mails could not be delivered"),
    text=_("%(number)s mails have failed for good within a day."),
    advice=_("The list of messages says why. When the reason is gone, let them be tried again there."),
)
declare(
    "job_failed",
    subject=_("a timed job fails"),
    text=_("These timed jobs ended with an error: %(names)s."),
    advice=_("The log of the worker says why. Each is tried again every five minutes."),
)
declare(
    "jobs_wait",
    subject=_("timed jobs do not run"),
    text=_("These timed jobs should have run an hour ago: %(names)s."),
    advice=_("Look whether the worker runs."),
)
declare(
    "disk_full",
    subject=_("the disk is nearly full"),
    text=_("Only %(megabytes)s MB are free where the portal keeps its files."),
    advice=_("Make room: old backups and logs first. A full disk stops sign-ups and uploads."),
)


class Fault(NamedTuple):
    cause: str
    values: dict

    def __str__(self):
        return str(CAUSES[self.cause].text % self.values)


def find_faults(now):
    """The faults there are. Raises DatabaseError if the database does not answer."""
    if settings.MISSING_MAIL_SETTINGS:
        yield Fault("mail_settings", {"names": ", ".join(settings.MISSING_MAIL_SETTINGS)})
    free = shutil.disk_usage(settings.DATA_DIR).free if settings.DATA_DIR.exists() else LITTLE_ROOM
    if free < LITTLE_ROOM:
        yield Fault("disk_full", {"megabytes": free // 1024**2})
    oldest = oldest_waiting(now)
    if oldest and oldest <= now - MAIL_IS_LATE:
        yield Fault("mail_waits", {"since": f"{oldest.astimezone(dt.UTC):%Y-%m-%d %H:%M}"})
    if (failed := failed_lately(now)) >= MANY_FAILED:
        yield Fault("mail_failed", {"number": failed})
    runs = [run for run in JobRun.objects.order_by("name") if run.name in JOBS]
    if names := [run.name for run in runs if run.error]:
        yield Fault("job_failed", {"names": ", ".join(names)})
    if names := [run.name for run in runs if run.due_at < now - JOB_IS_LATE and JOBS[run.name].wanted is None]:
        yield Fault("jobs_wait", {"names": ", ".join(names)})


def oldest_waiting(now):
    """Since when the mail that waits longest could have been sent; None if none waits."""
    due = Message.objects.filter(state=Message.State.QUEUED, not_before__lte=now)
    return due.order_by("not_before").values_list("not_before", flat=True).first()


def failed_lately(now):
    """How many mails failed for good within a day (``not_before`` moves with each attempt)."""
    return Message.objects.filter(state=Message.State.FAILED, not_before__gt=now - A_DAY).count()


def details(now):
    """What /health/ tells whoever has the key, in figures."""
    try:
        oldest, runs = oldest_waiting(now), JobRun.objects.order_by("name")
        return {
            "database": "ok",
            "oldest_queued_mail": oldest and oldest.isoformat(),
            "failed_mails": failed_lately(now),
            "jobs": {
                run.name: {
                    "last_success": run.succeeded_at and run.succeeded_at.isoformat(),
                    "due": run.due_at.isoformat(),
                    "failed": bool(run.error),  # what exactly may name somebody: it is in the log
                }
                for run in runs
                if run.name in JOBS
            },
        }
    except DatabaseError:
        return {"database": "does not answer"}
