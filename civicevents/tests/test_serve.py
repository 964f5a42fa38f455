"""``manage.py serve``, the heart of script/server, for real."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from shutil import rmtree

import pytest
from django.conf import settings

from civicevents.embedded import Cluster
from civicevents.tests.running import children

PATIENCE = 300  # seconds, for machines that have much to do


@pytest.fixture
def portal(tmp_path):
    """Starts the server with an empty data folder; returns (start, address, cluster)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "DATA_DIR": str(tmp_path / "var"), "PORT": str(port)}
    environ |= {"WEB_PROCESSES": "1", "PYTHONUNBUFFERED": "1"}
    address, started = f"http://127.0.0.1:{port}", []
    cluster = Cluster(tmp_path / "var" / "postgres")

    def start():
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--no-demo"],
            cwd=settings.BASE_DIR,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(server)
        wait_until(lambda: answers(address) or server.poll() is not None)
        return server

    yield start, address, cluster
    for server in started:
        if server.poll() is None:
            server.terminate()
        server.communicate(timeout=PATIENCE)
    wait_until(lambda: not is_running(cluster))
    rmtree(cluster.home, ignore_errors=True)


def answers(address):
    try:
        with urllib.request.urlopen(f"{address}/health/") as response:  # noqa: S310 (our own address)
            return response.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False


def is_running(cluster):
    return (cluster.socket / ".s.PGSQL.5432").exists()


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.1)


def called(name, parent):
    """The process ids of the children of that name."""
    return [pid for pid in children(parent) if Path(f"/proc/{pid}/comm").read_text().strip() == name]


def test_it_serves_until_it_is_told_to_stop_starts_a_worker_that_was_killed_and_leaves_nothing_running(portal):
    start, address, cluster = portal
    server = start()
    assert answers(address)

    second = start()
    assert "set PORT" in second.communicate(timeout=PATIENCE)[0]
    assert second.returncode == 1

    for killed in called("portal-worker", server.pid):
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda killed=killed: called("portal-worker", server.pid) not in ([], [killed]))

    server.kill()
    wait_until(lambda: not answers(address) and not is_running(cluster))

    server = start()
    (worker,) = called("portal-worker", server.pid)
    os.kill(worker, signal.SIGSTOP)  # so that it cannot be the one who leaves in order
    server.kill()
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: not answers(address) and not is_running(cluster))

    server = start()
    assert answers(address)

    server.send_signal(signal.SIGINT)
    assert server.wait(PATIENCE) == 0
    assert not answers(address)
    assert not is_running(cluster)
