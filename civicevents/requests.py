"""Around every request: its id for the log, and figures about all of them that the web processes of a machine share.

The figures lie in memory that is made before the web server forks. Each process writes into a row of its own,
so there is no lock that ``kill -9`` could leave behind, and the row of one that is gone goes on counting.
"""

import contextvars
import mmap
import os
import re
import struct
import threading
import time
import uuid

from django.conf import settings

GIVEN = re.compile(r"[0-9a-f]{32}", re.ASCII)  # nginx's $request_id
STATUS = ("1xx", "2xx", "3xx", "4xx", "5xx")
LIMITS = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds
WIDTH = len(STATUS) + len(LIMITS) + 2  # ... longer ones, and the sum in microseconds
ROWS = 64  # processes, until a number comes again

request_id = contextvars.ContextVar("request_id", default="")
_memory = mmap.mmap(-1, ROWS * WIDTH * 8)
_forks = 0
_lock = threading.Lock()


def _forked():
    global _lock
    _lock = threading.Lock()


def _next():
    global _forks
    _forks += 1


os.register_at_fork(before=_next, after_in_child=_forked)


def watched(application):
    """The WSGI application, with an id for each request, counted."""

    def around(environ, start_response):
        given = environ.get("HTTP_X_REQUEST_ID", "") if settings.PROXY_COUNT else ""
        token = request_id.set(given if GIVEN.fullmatch(given) else uuid.uuid4().hex)
        started, said = time.perf_counter(), []

        def noted(status, headers, exc_info=None):
            said[:] = [status]
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        try:
            return application(environ, noted)
        finally:
            count(said[0] if said else "500", time.perf_counter() - started)
            request_id.reset(token)

    return around


def count(status, seconds):
    slow = next((place for place, limit in enumerate(LIMITS) if seconds <= limit), len(LIMITS))
    row = (_forks % ROWS) * WIDTH
    with _lock:
        _add(row + int(status[0]) - 1, 1)
        _add(row + len(STATUS) + slow, 1)
        _add(row + WIDTH - 1, int(seconds * 1_000_000))


def _add(place, number):
    (before,) = struct.unpack_from("Q", _memory, place * 8)
    struct.pack_into("Q", _memory, place * 8, before + number)


def figures():
    """Requests by status, requests by duration (each limit, then longer), and all their seconds; of all processes."""
    rows = struct.iter_unpack(f"{WIDTH}Q", _memory[:])
    sums = [sum(column) for column in zip(*rows, strict=True)]
    by_status = dict(zip(STATUS, sums[: len(STATUS)], strict=True))
    return by_status, sums[len(STATUS) : -1], sums[-1] / 1_000_000
