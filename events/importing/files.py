"""A file of somebody else, read by a program of its own (``events/foreign/reading.py``)."""

import json
import os
import subprocess
import sys

from events.foreign.bounds import MOST_BYTES
from events.importing.words import Unusable

TIMEOUT = 40  # seconds of wall clock; the process itself may compute for half of that


def read_file(data, *, zone, now):
    """What the bytes of a calendar or schedule say (see ``events.foreign``). Raises Unusable."""
    if len(data) > MOST_BYTES:
        raise Unusable("too_large", MOST_BYTES // 1_000_000)
    try:
        process = subprocess.run(
            [sys.executable, "-P", "-m", "events.foreign.reading", zone, now.isoformat()],
            input=data,
            capture_output=True,
            timeout=TIMEOUT,
            # Each allocation arena counts against the limit of memory with its reserved 64 MB.
            env={"PATH": os.environ.get("PATH", ""), "MALLOC_ARENA_MAX": "1", "PYTHONPATH": ":".join(sys.path)},
        )
    except subprocess.TimeoutExpired:
        raise Unusable("too_heavy") from None
    if process.returncode != 0:
        # Nothing comes from a process that the system ended for its hunger.
        raise Unusable("too_heavy")
    reading = json.loads(process.stdout)
    if "refused" in reading:
        raise Unusable(reading["refused"], reading["given"])
    return reading
