"""How fast the machine is at this moment.

A virtual machine shares its processors with others whom it does not see: the same work takes up to twice the CPU time
when they are busy. So a fixed piece of Python is timed on each core beside whatever is measured. It is of the standard
library, and no change of the portal changes it.
"""

import io
import os
import textwrap
import time
import tokenize
from pathlib import Path

TEXT = Path(textwrap.__file__).read_text()
_readings = []


def reading():
    """Milliseconds of CPU for the fixed piece: the mean of the cores that this process may use."""
    allowed = os.sched_getaffinity(0)
    spent = []
    try:
        for core in sorted(allowed):
            os.sched_setaffinity(0, {core})
            began = time.thread_time()
            for _token in tokenize.generate_tokens(io.StringIO(TEXT).readline):
                pass
            spent.append(1000 * (time.thread_time() - began))
    finally:
        os.sched_setaffinity(0, allowed)
    _readings.append(sum(spent) / len(spent))
    return _readings[-1]


def full():
    """The least of this run so far: the machine when nobody else wants it. None before the first reading."""
    return min(_readings, default=None)
