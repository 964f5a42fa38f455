"""The journal of erasures outside the database, so that what a restored backup brings back is erased again.

A file beside the media, one line per erasure: its day and its fingerprint (registrations/actions/erasing.py). It tells
nobody who was erased. A line outlives every backup that could hold the person.
"""

import datetime as dt
import os
import tempfile
from pathlib import Path

from django.conf import settings

from registrations.models import Erasure

KEPT = dt.timedelta(days=100)


def place():
    return Path(settings.DATA_DIR) / "erasures"


def read(path=None):
    """Days (ISO 8601) by fingerprint. A line that cannot be read is passed over."""
    path = path or place()
    lines = path.read_text().splitlines() if path.exists() else []
    parts = (line.split() for line in lines)
    return {words[1]: words[0] for words in parts if len(words) == 2}


def write_down(*, now, more=()):
    """Add what the database knows (and ``more``, as ``read`` gives it); drop what is older than any backup."""
    kept = read()
    oldest = (now - KEPT).date().isoformat()
    known = Erasure.objects.filter(at__gte=now - KEPT).values_list("fingerprint", "at")
    lines = dict(more) | kept | {fingerprint: at.date().isoformat() for fingerprint, at in known}
    lines = {fingerprint: day for fingerprint, day in lines.items() if day >= oldest}
    if lines == kept:
        return
    place().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=place().parent, prefix="erasures-", delete=False) as file:
        file.writelines(
            f"{day} {fingerprint}\n" for fingerprint, day in sorted(lines.items(), key=lambda line: line[1])
        )
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, place())
