"""Timed jobs that join apps."""

import datetime as dt

from accounts.alarms import alarm
from accounts.models import Organisation
from civicevents.stored.triggers import compact
from civicevents.watching import find_faults
from events.models import Partner
from events.share.files import FOLDER
from outbox.jobs import job
from pictures.storage import sweep_files, sweep_pictures

SHARE_PICTURES_KEPT = dt.timedelta(days=30)  # then one is drawn anew, should anybody still ask for it
GRACE = dt.timedelta(days=1)  # a form may still be on somebody's screen with a file that it keeps


@job("files.sweep", every=dt.timedelta(days=1))
def sweep(now):
    """Remove files of pictures and logos that were deleted, replaced or never saved, and drawn ones that are old."""
    before = now - GRACE
    logos = {name for model in (Organisation, Partner) for name in model.objects.values_list("logo", flat=True)}
    sweep_pictures(before)
    sweep_files("logos", logos, before)
    sweep_files(FOLDER, set(), now - SHARE_PICTURES_KEPT)


@job("content.compact", every=dt.timedelta(hours=1))
def compact_changes(now):
    """What was changed often is noted once. Answers made of it are made again, once."""
    compact()


@job("watch", every=dt.timedelta(minutes=5))
def watch(now):
    """Tell the administrators what needs a person."""
    for fault in find_faults(now):
        alarm(fault.cause, now=now, **fault.values)
