import hashlib
import os
import socket
import sys
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connections

from accounts.models import User
from civicevents import catalogue
from civicevents.processes import Stopped, stop_on_signals
from events.models import Event

OLD_FILES_KEPT = 30 * 24 * 3600  # seconds


class Command(BaseCommand):
    help = "Brings database, translations and static files up to date and serves the portal until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--no-demo", dest="demo", action="store_false", help="leave an empty database empty")
        parser.add_argument(
            "--only", choices=["prepare", "web"], help="one part of it, where an init system starts each (deploy/)"
        )

    def handle(self, *args, demo, only, **options):
        if only == "prepare":
            self._prepare(demo=False)
            return
        if only == "web" and os.environ.get("LISTEN_PID") == str(os.getpid()):
            # An init system listens for us, also while we are started again: the web server takes over what it holds.
            become(web_server())
        stop_on_signals()
        try:
            self._refuse_a_taken_port()
            if only is None:
                self._prepare(demo=demo)
        except Stopped:
            self.stdout.write("\nStopping …")
            return
        become([sys.executable, "-m", "civicevents.supervisor", *(["--worker"] if only is None else [])])

    def _refuse_a_taken_port(self):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.BIND, settings.PORT))
            except OSError as error:
                raise CommandError(f"Port {settings.PORT} cannot be used ({error.strerror}): set PORT.") from error

    def _prepare(self, *, demo):
        catalogue.compile_all()
        collect_static()
        try:
            call_command("migrate", verbosity=0, interactive=False)
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        call_command("createcachetable", verbosity=0)
        if demo and not settings.PRODUCTION and not Event.objects.exists() and not User.objects.exists():
            call_command("load_demo", stdout=self.stdout)
        connections.close_all()


def become(command):
    """Run that in our place, under our process id."""
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606


def web_server():
    """The command line of the web server."""
    return [sys.executable, "-m", "civicevents.web"]


def collect_static():
    """Collect, hash and compress the static files, unless they are the same as last time.

    Those of former versions stay for a month: while it is updated, pages ask for the ones that they were made with.
    """
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False)
        _forget_old_files(Path(settings.STATIC_ROOT))
        stamp.write_text(digest.hexdigest())


def _forget_old_files(root):
    wanted = set(staticfiles_storage.hashed_files.values())
    for path in root.rglob("*"):
        name = str(path.relative_to(root)).removesuffix(".gz").removesuffix(".br")
        if path.is_file() and name not in wanted and path.stat().st_mtime < time.time() - OLD_FILES_KEPT:
            path.unlink()
