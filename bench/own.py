"""What every measurement begins and ends with: the portal's own Python, a folder and a PostgreSQL that are thrown away.

A script calls ``own.begin("pages", BASE_URL="https://localhost")`` before it imports Django and the portal, and ends
with ``sys.exit(own.ended_after(main))``.
"""

import os
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
PYTHON = HOME / ".venv" / "bin" / "python"


def begin(name, **environment):
    """Set Django up on a new DATA_DIR, in the virtual environment if there is one."""
    if PYTHON.exists() and Path(sys.prefix) != PYTHON.parent.parent:
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606
    sys.path.insert(0, str(HOME))
    for unwanted in ("DATABASE_URL", "DEBUG", "ENV_FILE"):
        os.environ.pop(unwanted, None)
    os.environ |= {"DATA_DIR": tempfile.mkdtemp(prefix=f"{name}-"), "DJANGO_SETTINGS_MODULE": "civicevents.settings"}
    os.environ |= {"ENV_FILE": os.devnull, **environment}
    import django

    from civicevents import catalogue

    catalogue.compile_all()
    django.setup()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def place():
    """The folder of the database's server, also where root's had to live elsewhere."""
    return Path(os.environ["DATA_DIR"], "postgres").resolve()


def ended_after(main):
    """Run it and clean up, whatever happens: Ctrl-C and `kill` included."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return main()
    except KeyboardInterrupt:
        return 130
    finally:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        _clean_up()


def _clean_up():
    from django.db import connection

    from civicevents.database.base import cluster

    connection.close()
    if place().exists():
        cluster().use()  # it may have outlived a process that was killed
        cluster().leave()
        shutil.rmtree(place(), ignore_errors=True)
    shutil.rmtree(os.environ["DATA_DIR"], ignore_errors=True)
