"""CPU time and memory of running processes, from /proc."""

import os
import platform
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def family(pid):
    """A process and all that it has started, directly or not."""
    children = {}
    for folder in PROC.glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(") ")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found, left = [], [pid]
    while left:
        found.append(left.pop())
        left += children.get(found[-1], [])
    return found


def name(pid):
    """What the process calls itself: portal-web, portal-worker (civicevents/processes.py)."""
    with suppress(OSError):
        return (PROC / str(pid) / "comm").read_text().strip()
    return ""


def nanoseconds(pids):
    """CPU time so far of each thread of these processes. One that ended meanwhile is not counted."""
    spent = {}
    for pid in pids:
        for task in PROC.glob(f"{pid}/task/*/schedstat"):
            with suppress(OSError):
                spent[str(task)] = int(task.read_text().split()[0])
    return spent


def milliseconds(pids, before):
    return sum(now - before.get(task, 0) for task, now in nanoseconds(pids).items()) / 1e6


def megabytes(pid):
    """The proportional set size: what is shared counts for each process by its share."""
    with suppress(OSError):
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return 0.0


def processor():
    with suppress(OSError, StopIteration):
        lines = (PROC / "cpuinfo").read_text().splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return "unknown"


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    about = {
        "processor": processor(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory),
    }
    return about | {"load_at_the_beginning": load()}


def load():
    """Processes that wanted a core during the last minute."""
    return round(os.getloadavg()[0], 1)
