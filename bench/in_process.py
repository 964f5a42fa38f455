"""What requests cost that are made in this process, past any server: for profiles, and for what wants many runs."""

import time
from pathlib import Path

from django.db import connection


class Statements:
    """Counts what Django sends to the database while it is open."""

    def __enter__(self):
        self.number = 0
        self._wrapper = connection.execute_wrapper(self)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *exception):
        self._wrapper.__exit__(*exception)

    def __call__(self, execute, *statement):
        self.number += 1
        return execute(*statement)


def spent():
    """Milliseconds of CPU so far of Python, and of our connection's process (nothing where /proc does not tell)."""
    return 1000 * time.process_time(), 1000 * _database_seconds()


def _database_seconds():
    try:
        pid = connection.connection.info.backend_pid
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, AttributeError):
        return 0.0
