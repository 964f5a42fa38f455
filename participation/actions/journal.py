"""What was taken back is noted by keyed hashes, so that a restored backup does not bring it back."""

import datetime as dt

from registrations.limits import fingerprint
from registrations.models import Erasure


def print_of(row):
    """Of a voice or a question; the moment tells rows apart whose numbers were given again after a restore."""
    moment = getattr(row, "asked_at", None) or row.created_at
    return fingerprint("erasure", f"{row._meta.label_lower} {row.pk} {moment.astimezone(dt.UTC).isoformat()}")


def note(row, now):
    """Just before the row goes."""
    Erasure.objects.get_or_create(fingerprint=print_of(row), defaults={"at": now})
