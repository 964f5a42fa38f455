"""What ``manage.py serve`` becomes when all is prepared: it starts the portal's processes and ends them together.

    python -m civicevents.supervisor [--worker]

It loads the portal once; web server and worker are forks of it and share what they do not touch: 199 MB instead of 265
(PSS, with two web processes, without PostgreSQL).
"""

import socket
import sys
import time
from importlib import import_module

from django.conf import settings
from django.core.management import call_command

from civicevents import web
from civicevents.processes import Processes, Stopped, stop_on_signals

PORTAL = "civicevents.warmed"
PATIENCE = 30  # seconds until the web server listens


def supervise(*, with_worker):
    """Run the processes until the web server ends or somebody asks us to; its exit code."""
    stop_on_signals()
    processes = Processes()
    try:
        import_module(PORTAL)
        server = processes.start("web", lambda: web.serve(PORTAL))
        if with_worker:
            processes.start("worker", lambda: call_command("work"))
        _wait_for(processes, server)
        print(f"{settings.SITE_NAME}: {settings.BASE_URL}/ · sign-in of members: {settings.BASE_URL}/admin/")
        print("Ctrl-C ends it.", flush=True)
        return processes.watch(server)
    except Stopped:
        print("\nStopping …", flush=True)
        return 0
    finally:
        processes.end()


def _wait_for(processes, server):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not _is_listening() and processes.is_running(server):
        time.sleep(0.05)


def _is_listening():
    try:
        socket.create_connection((settings.BIND, settings.PORT), timeout=1).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(supervise(with_worker="--worker" in sys.argv))
