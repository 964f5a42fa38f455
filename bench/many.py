"""Whether pages take longer with a hundred thousand events than with a thousand."""

import time
from collections import defaultdict

import addresses
from django.db import connection
from load import percentile
from usage import Usage

WARMING = 4  # addresses of a kind are asked for before any is measured: one for each of the web server's threads
LARGE = 10_000  # rows: a table below that is read as a whole with good reason
FLUSHED = 11  # seconds until PostgreSQL's idle processes have told what they read
SCANS = "SELECT relname, seq_tup_read FROM pg_stat_user_tables WHERE n_live_tup > %s"


def measure(found, portal, number, former=None):
    """A row for each kind of page, from addresses that nobody has asked for yet. ``former``: p95 by kind, with fewer
    events, in units of the machine's pace at that time; what is given back is the same of now.
    """
    group = f"Asked for the first time, {number:,} events"
    slowest = {}
    for kinds, is_search in ((addresses.varied(), False), (addresses.searches(), True)):
        for kind, paths in kinds.items():
            values = _asked(portal, paths, scans=number > LARGE)
            slowest[kind] = values["p95"] / values["pace"]
            goals = {}
            if former:
                values["times"] = slowest[kind] / former[kind]
                goals = {"p95": ("<=", 300)} if is_search else {"times": ("<=", 1.5)}
            found.add(group, kind, values, **goals)
    return slowest


def _asked(portal, paths, *, scans):
    warming, paths, unasked = paths[:WARMING], paths[WARMING:-1], paths[-1]
    for path in warming:
        portal.get(path)
    before = _scanned() if scans else {}
    times = []
    with Usage(portal) as usage:
        for path in paths:
            began = time.perf_counter()
            status = portal.get(path)[0]
            times.append(1000 * (time.perf_counter() - began))
            if status != 200:
                raise SystemExit(f"{path} answers {status}")
    values = {f"p{percent}": percentile(times, percent) for percent in (50, 95)} | usage.per(len(paths))
    values["statements"] = len(portal.statements(lambda: portal.get(unasked), tries=1))
    if scans:
        time.sleep(FLUSHED)
        values["scanned"] = sum(now - before[table] for table, now in _scanned().items()) / (len(paths) + 1)
    return values


def _scanned():
    """Rows that were read one after the other, by large table."""
    read = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(SCANS, [LARGE])
        read.update(cursor.fetchall())
    return read
