"""The embedded PostgreSQL, each test with a cluster of its own."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from civicevents.embedded import Cluster, EmbeddedError

USE = """
import sys, time
from civicevents.embedded import Cluster
cluster = Cluster(sys.argv[1], throwaway=True)
print(cluster.use(), flush=True)
sys.stdin.readline()
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A cluster made once; the tests below use it one after the other."""
    place = tmp_path_factory.mktemp("embedded") / "postgres"
    # The folders above belong to pytest and are closed: exactly what happens below a closed home.
    yield place
    shutil.rmtree(Cluster(place).home)  # which may be elsewhere


@pytest.fixture
def cluster(template):
    cluster = Cluster(template, throwaway=True)
    yield cluster
    cluster.leave()


def ask(cluster, question):
    connection = psycopg2.connect(host=cluster.use(), user="portal", dbname="portal")
    with connection.cursor() as cursor:
        cursor.execute(question)
        (answer,) = cursor.fetchone()
    connection.close()
    return answer


def postmaster(cluster):
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def is_running(cluster):
    return (cluster.socket / ".s.PGSQL.5432").exists()


def another_process(cluster, program=USE):
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(cluster.place)],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    process.stdout.readline()
    return process


def end(process):
    process.communicate("\n", timeout=60)


def test_it_starts_when_used_and_stops_after_the_last_user(cluster):
    assert ask(cluster, "SELECT 1") == 1
    other = another_process(cluster)

    cluster.leave()
    assert is_running(cluster)
    end(other)
    assert not is_running(cluster)


def test_it_stays_while_another_process_uses_it(cluster):
    cluster.use()
    end(another_process(cluster))

    assert ask(cluster, "SELECT 1") == 1


def test_two_processes_may_start_it_at_once(cluster):
    command = [sys.executable, "-c", USE, str(cluster.place)]
    both = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    sockets = [process.stdout.readline() for process in both]

    assert sockets[0] == sockets[1] == f"{cluster.socket}\n"
    for process in both:
        end(process)


def test_a_killed_user_holds_nobody_up(cluster):
    other = another_process(cluster)
    other.kill()
    other.communicate()

    cluster.use()
    cluster.leave()
    assert not is_running(cluster)


def test_an_idle_fork_of_a_killed_user_holds_nobody_up(cluster):
    other = another_process(cluster, USE.replace("sys.stdin", "import os; os.fork(); sys.stdin"))
    other.kill()
    cluster.use()
    cluster.leave()
    assert not is_running(cluster)
    other.communicate()


def test_it_comes_back_after_it_was_killed(cluster):
    cluster.use()
    killed = postmaster(cluster)
    os.kill(killed, signal.SIGKILL)
    time.sleep(0.1)

    cluster.restart_if_gone()

    assert ask(cluster, "SELECT 1") == 1
    assert postmaster(cluster) != killed


def test_a_number_that_belongs_to_another_program_by_now_is_no_server(cluster):
    cluster.use()
    cluster.leave()
    (cluster.data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{cluster.data}\n1\n5432\n{cluster.socket}\n\n1 1\nready\n"
    )

    assert ask(cluster, "SELECT 1") == 1


def test_only_its_owner_reaches_it(cluster):
    cluster.use()

    for folder in (cluster.home, cluster.data, cluster.socket):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert ask(cluster, "SHOW listen_addresses") == ""


def test_no_folder_above_is_opened(cluster):
    above = cluster.place.parent
    before = stat.S_IMODE(above.stat().st_mode)
    cluster.use()

    assert stat.S_IMODE(above.stat().st_mode) == before


def test_words_are_compared_the_same_everywhere_and_found_beside_quotation_marks(cluster):
    assert ask(cluster, "SELECT lower('ÄÖÜ') || upper('é')") == "äöüÉ"
    assert ask(cluster, "SELECT 'b' < 'ä'") is True
    assert ask(cluster, "SELECT to_tsvector('german', '„Ämter“ – Büro…') @@ to_tsquery('german', 'amt & büro')") is True


def test_a_path_too_long_for_a_socket_works(tmp_path):
    cluster = Cluster(tmp_path / ("long" * 30) / "postgres", throwaway=True)
    try:
        assert ask(cluster, "SELECT 1") == 1
        assert stat.S_IMODE(cluster.socket.stat().st_mode) == 0o700
    finally:
        cluster.leave()
        shutil.rmtree(cluster.socket)
        shutil.rmtree(cluster.home)


def test_data_of_another_version_are_refused_with_the_steps(cluster):
    cluster.use()
    cluster.leave()
    note = cluster.data / "PG_VERSION"
    ours = note.read_text()
    note.write_text("17\n")
    try:
        with pytest.raises(EmbeddedError, match=r"written by PostgreSQL 17; the installed version is \d+"):
            cluster.use()
    finally:
        note.write_text(ours)


def test_a_folder_of_somebody_else_is_refused_by_name(cluster, monkeypatch):
    cluster.use()
    cluster.leave()
    monkeypatch.setattr(os, "access", lambda *arguments: False)

    with pytest.raises(EmbeddedError, match="belongs to"):
        cluster.use()


def test_every_command_works_by_itself(tmp_path):
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "var"), "ENV_FILE": os.devnull}
    ask = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT 42'); print(k.fetchone()[0])"

    result = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", ask],
        cwd=settings.BASE_DIR,
        env=environ,
        capture_output=True,
        text=True,
    )

    assert result.stdout == "42\n", result.stderr
    cluster = Cluster(Path(environ["DATA_DIR"]) / "postgres")
    assert not is_running(cluster)
    shutil.rmtree(cluster.home)
