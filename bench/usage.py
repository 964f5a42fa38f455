"""What requests to a server cost: CPU time of its processes and of PostgreSQL's."""

import time

import pace
import processes
import server


class Usage:
    """CPU milliseconds since ``with`` began, divided by ``per(number)`` of requests, and the machine's pace."""

    def __init__(self, portal):
        self._groups = {"web": portal.web, "database": server.database()}

    def __enter__(self):
        self._pace = pace.reading()
        self._before = {name: processes.nanoseconds(pids) for name, pids in self._groups.items()}
        self._began = time.perf_counter()
        return self

    def __exit__(self, *exception):
        self.seconds = time.perf_counter() - self._began
        self._spent = {
            name: processes.milliseconds(pids, self._before[name]) for name, pids in self._now(self._groups).items()
        }
        self._pace = (self._pace + pace.reading()) / 2

    def _now(self, groups):
        """PostgreSQL may have started processes meanwhile."""
        return groups | {"database": server.database()}

    def per(self, number):
        spent = {name: milliseconds / number for name, milliseconds in self._spent.items()}
        return spent | {"cpu": sum(spent.values()), "pace": self._pace}
