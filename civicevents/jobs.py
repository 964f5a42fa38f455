"""Timed jobs that join apps."""

import datetime as dt

from accounts.models import Organisation
from civicevents.stored.triggers import compact
from events.models import Partner
from outbox.jobs import job
from pictures.storage import sweep_files, sweep_pictures

GRACE = dt.timedelta(days=1)  # a form may still be on somebody's screen with a file that it keeps


@job("files.sweep", every=dt.timedelta(days=1))
def sweep(now):
    """Remove the files of pictures and logos that were deleted, replaced or never saved."""
    before = now - GRACE
    logos = {name for model in (Organisation, Partner) for name in model.objects.values_list("logo", flat=True)}
    sweep_pictures(before)
    sweep_files("logos", logos, before)


@job("content.compact", every=dt.timedelta(hours=1))
def compact_changes(now):
    """What was changed often is noted once. Answers made of it are made again, once."""
    compact()
