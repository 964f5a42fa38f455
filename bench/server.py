"""The processes that are measured: the portal as `script/server` runs it, and the bare view beside it.

Both listen on loopback only and end with ``stop``.
"""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import own
import processes
from django.db import connection

BENCH = Path(__file__).resolve().parent
# Not counted: what only frames a transaction.
FRAME = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|PREPARE|DEALLOCATE)\b[^;]*\Z")
LOGGED = re.compile(r"^\d.*? \[(\d+)\] LOG:  statement: ", re.M)


class Server:
    """A process group of its own that answers at ``port``."""

    def __init__(self, port):
        self.port, self.process = port, None

    def run(self, command, path, **environment):
        """Start it; seconds until ``path`` is answered."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            command, cwd=own.HOME, env=os.environ | environment, stdout=sys.stderr, start_new_session=True
        )
        while self.process.poll() is None and time.monotonic() < began + 300:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.get(path)[0] == 200:
                    return time.monotonic() - began
            time.sleep(0.02)
        raise SystemExit(f"{command[0]} does not answer at {path}")

    def get(self, path, headers=None, timeout=120):
        """Status, headers and body of one request over a connection of its own."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)) as browser:
            browser.request("GET", path, headers={"Accept-Encoding": "gzip", **(headers or {})})
            answer = browser.getresponse()
            return answer.status, answer.headers, answer.read()

    def stop(self):
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGCONT)
            os.kill(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    @property
    def web(self):
        """The web server's processes."""
        return processes.family(self.process.pid)


class Portal(Server):
    def start(self, *arguments):
        """As `script/server` does it, behind one proxy whose header says where visitors come from."""
        return self.run(["script/server", *arguments], "/", PORT=str(self.port), PROXY_COUNT="1")

    @property
    def web(self):
        return self._called("portal-web")

    @property
    def worker(self):
        return self._called("portal-worker")[0]

    def _called(self, name):
        return [pid for pid in processes.family(self.process.pid) if processes.name(pid) == name]

    def rest(self):
        """Let the worker wait, so that what requests cost is not mixed up with mails."""
        os.kill(self.worker, signal.SIGSTOP)

    def go_on(self):
        os.kill(self.worker, signal.SIGCONT)

    def memory(self):
        """Megabytes of each process, by what it does."""
        groups = {"web": self.web, "worker": [self.worker], "PostgreSQL": database()}
        known = {pid for pids in groups.values() for pid in pids}
        groups["supervisor"] = [pid for pid in processes.family(self.process.pid) if pid not in known]
        return {name: [processes.megabytes(pid) for pid in pids] for name, pids in groups.items()}

    def statements(self, request, tries=3):
        """The SQL statements of one such request, without what frames transactions; the fewest of some tries."""
        found = [[sql for sql in self.logged(request) if not FRAME.match(sql)] for _ in range(tries)]
        return min(found, key=len)

    def logged(self, request):
        """All that the server's log holds of the SQL of others while this is done."""
        log = own.place() / "server.log"
        with connection.cursor() as cursor:
            _log(cursor, "SET log_statement = 'all'")
            start = log.stat().st_size
            request()
            time.sleep(0.1)
            text = log.read_bytes()[start:].decode(errors="replace")
            _log(cursor, "RESET log_statement")
        ours = str(connection.connection.info.backend_pid)
        parts = LOGGED.split(text)[1:]
        return [sql.strip() for pid, sql in zip(parts[::2], parts[1::2], strict=True) if pid != ours]


def _log(cursor, change):
    cursor.execute(f"ALTER SYSTEM {change}")
    cursor.execute("SELECT pg_reload_conf()")
    time.sleep(0.1)


class Bare(Server):
    """The ceiling: a Django view without middleware, through the same server with the same settings."""

    def start(self):
        from civicevents.management.commands.serve import web_server

        path = f"{own.HOME}:{BENCH}"
        return self.run([*web_server(), "bare"], "/bytes/10/", PORT=str(self.port), PYTHONPATH=path)


def database():
    """PostgreSQL's processes."""
    return processes.family(int((own.place() / "data" / "postmaster.pid").read_text().split()[0]))
