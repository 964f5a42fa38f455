"""How much of a foreign file is taken, and how long reading it may last."""

import datetime as dt
import signal
from contextlib import contextmanager

MOST_BYTES = 5_000_000
MOST_COMPONENTS = 5_000
MOST_ENTRIES = 1_000
MOST_DATES = 60  # of one rule
MOST_PROBLEMS = 500
MOST_TEXT = 15_000  # characters of a description, before it becomes Markdown
MEMORY = 900 * 1024 * 1024
SECONDS = 20  # of computing, for a whole file
SECONDS_PER_RULE = 1.0
SECONDS_FOR_RULES = 6.0
AHEAD = dt.timedelta(days=400)
LONGEST = dt.timedelta(days=366)
YEARS = range(1950, 2200)


class Refused(Exception):
    """Nothing of this file can be taken; the arguments are the code of the reason, and what was found."""


class TooLong(BaseException):
    """Not an Exception, so that no library that is cut short takes it for one of its own."""


@contextmanager
def limited(seconds):
    """Interrupt what runs longer, by TooLong. For the main thread of the reading process only."""

    def interrupt(number, frame):
        raise TooLong

    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


class Problems(list):
    """What is told about the file, bounded: a thousand like sentences help nobody.

    ``missing`` holds identifiers of which the file may have more than could be read: what is missing of these has not
    vanished. ``complete`` is False where this may be true of anything.
    """

    def __init__(self):
        super().__init__()
        self.missing, self.complete = set(), True

    def add(self, code, *, entry="", given=""):
        if len(self) < MOST_PROBLEMS:
            self.append({"code": code, "entry": entry[:200], "given": str(given)[:120]})
        if code in ("too_many", "cut_off"):
            self.complete = False

    def unsure(self, uid):
        self.missing.add(uid[:200])
        self.complete = self.complete and bool(uid)
