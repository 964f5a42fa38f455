"""From one release to the next while visitors come, with as many rows as a portal has after years."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings

from civicevents.tests.running import PATIENCE, Running, wait_until

pytestmark = pytest.mark.slow
ROWS = 50_000
# An archive of events whose participants have not been erased yet, and what they were told.
FILL = """
INSERT INTO registrations_registration (event_id, ticket_type_id, name, email, address_key, phone, language, state,
        source, consent_note, reserved_seat, extra_seat, with_assistant, condition_confirmed, notice_version,
        internal_note, door_code, generation, created_at, confirmed_at, cancel_reason, access_told)
    SELECT event_id, id, 'P', 'a' || n || '@a.example', 'a' || n || '@a.example', '', 'de', 'confirmed', 'form', '',
           false, false, false, '', '', '', 'c' || n, 1, now() - interval '90 days', now() - interval '90 days', '', 0
    FROM (SELECT id, event_id FROM registrations_tickettype ORDER BY id DESC LIMIT 1) AS t,
         generate_series(1, 50000) AS n;
INSERT INTO outbox_message (kind, recipient, language, parameters, about, state, message_id, not_before, tries, error,
        created_at)
    SELECT 'registrations.registered', '', 'de', '{}', '', 'sent', 'm' || n, now() - interval '90 days', 1, '',
           now() - interval '90 days' FROM generate_series(1, 50000) AS n;
ANALYZE;
"""
GIT, TAR = shutil.which("git"), shutil.which("tar")
LONGEST = "SELECT coalesce(max(extract(epoch FROM now() - waitstart)), 0) FROM pg_locks WHERE NOT granted"


def git(*arguments):
    if not GIT:
        return ""
    result = subprocess.run([GIT, "-C", settings.BASE_DIR, *arguments], capture_output=True, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else ""


@pytest.fixture(scope="module")
def former(tmp_path_factory):
    """The release before this one, else the state before the newest migration, as a folder."""
    commit = git("describe", "--tags", "--abbrev=0", "--match=v*", "HEAD^")
    if not commit:
        newest = git("log", "-1", "--format=%H", "--", "*/migrations/*.py")
        commit = git("rev-parse", "--verify", f"{newest}^") if newest else ""
    if not commit:
        pytest.skip("needs the history of the project, with the release before this one")
    folder = tmp_path_factory.mktemp("former")
    archive = subprocess.run([GIT, "-C", settings.BASE_DIR, "archive", commit], capture_output=True, check=True)
    subprocess.run([TAR, "-x", "-C", folder], input=archive.stdout, check=True)
    return folder


class Upgraded(Running):
    """One machine whose web server is started anew behind a socket that somebody else holds, as systemd does."""

    def __init__(self, folder, code):
        super().__init__(folder)
        self.code = code
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind(("127.0.0.1", self.port))
        self.listener.listen(512)

    def start_web(self, port):
        def hold():
            os.dup2(self.listener.fileno(), 3)
            os.set_inheritable(3, True)

        inner = f"export LISTEN_FDS=1 LISTEN_PID=$$; exec {sys.executable} manage.py serve --only web"
        environ = self.portal_environ | {"PORT": str(port)}
        log = (self.folder / "log.txt").open("a")
        process = subprocess.Popen(
            ["/bin/sh", "-c", inner],
            cwd=self.code,
            env=environ,
            stdout=log,
            stderr=log,
            preexec_fn=hold,
            close_fds=False,
        )
        self.processes.append(process)
        return process

    def __exit__(self, *exception):
        super().__exit__(*exception)
        self.listener.close()


@pytest.fixture
def portal(former, tmp_path):
    with Upgraded(tmp_path / "portal", former) as running:
        yield running


def test_nobody_gets_an_error_and_nobody_waits_long_while_a_new_version_is_brought_in(portal):
    slug = portal.new_event()
    portal.rows(FILL)
    over, answers, waits = threading.Event(), [], [0.0]

    def visit(visitor):
        number = 0
        while not over.is_set():
            number += 1
            data = {"name": "Ada L", "email": f"v{visitor}-{number}@{slug}.example"} if number % 3 == 0 else None
            path = [f"/events/{slug}/", "/events/", f"/events/{slug}/register/"][number % 3 - 1]
            try:
                answers.append((portal.ask(path, data, timeout=2 * PATIENCE)[0], path))
            except OSError as error:
                answers.append((repr(error), path))
            time.sleep(0.2)

    def watch():
        while not over.is_set():
            waits.append(float(portal.rows(LONGEST)[0][0]))
            time.sleep(0.1)

    visitors = [threading.Thread(target=visit, args=[number]) for number in range(3)] + [threading.Thread(target=watch)]
    for visitor in visitors:
        visitor.start()
    try:
        wait_until(lambda: len(answers) > 20)
        before = len(answers)
        portal.code = settings.BASE_DIR
        portal.run("serve", "--only", "prepare")
        old = portal.webs.pop()
        old.send_signal(signal.SIGTERM)
        old.wait(PATIENCE)
        portal.webs.append(portal.start_web(portal.port))
        portal.workers[0].terminate()
        portal.workers = [portal.start_worker()]
        wait_until(lambda: portal.health().get("version"))
        after = len(answers)
        wait_until(lambda: len(answers) > after + 20)
    finally:
        over.set()
        for visitor in visitors:
            visitor.join()
    assert after > before
    assert {status for status, _ in answers} == {200, 303}, [each for each in answers if each[0] not in (200, 303)]
    assert max(waits) < 2.5, "somebody waited for a table"
    assert portal.rows("SELECT count(*) FROM registrations_registration")[0][0] > ROWS
    wait_until(lambda: not portal.owed())
    assert portal.run("check_invariants", check=False).strip() == "All is well."
