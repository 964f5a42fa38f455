"""The portal as it runs in production, for tests that break parts of it: web server, worker, PostgreSQL, mail server.

``Running`` is one machine. With ``pooled`` it is what deploy/several-machines.md describes: two web servers behind
nginx, two workers, all of them behind PgBouncer in transaction mode with passwords (SCRAM), and a standby on demand.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import urllib.parse
from pathlib import Path

import psycopg2
from aiosmtpd.controller import Controller
from django.conf import settings

from civicevents.embedded import NAME, Cluster
from civicevents.tests.crowd import Crowd, Sink
from civicevents.tests.surroundings import PATIENCE, SECRET, Surroundings, free_port, wait_until

HOST = "events.localhost"
NEW_EVENTS = """
import datetime as dt
from django.utils import timezone
from civicevents.testing import make_published, make_ticket_type
now = timezone.now()
for number in range(8):
    event = make_published(
        starts_at=now + dt.timedelta(days=30), publish_at=now - dt.timedelta(days=1), title=f"Treffen {number}"
    )
    make_ticket_type(event, 10)
    print(event.slug)
from registrations.actions import settle
from events.models import Event
for event in Event.objects.all():
    settle(event=event, now=timezone.now())
"""


class Running(Surroundings, Crowd):
    def __init__(self, folder, *, pooled=False, base_url=f"http://{HOST}"):
        self.base_url = base_url
        self.folder, self.pooled = Path(folder), pooled
        self.cluster = Cluster(self.folder / "postgres")  # durable: it will be killed
        self.clusters = [self.cluster]
        self.sink, self.processes = Sink(), []
        self.code = settings.BASE_DIR  # the version that web and workers run
        self.web_ports = [free_port() for _ in range(2 if pooled else 1)]
        self.port = free_port() if pooled else self.web_ports[0]

    # Starting and ending ---

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.cluster.use()
        if self.pooled:
            self.ask_for_passwords()
        self.start_mail_server(free_port())
        self.environ = {
            "PATH": os.environ["PATH"],
            "ENV_FILE": os.devnull,
            "DATA_DIR": str(self.folder / "data"),
            "DATABASE_URL": self.database_url(),
            "BASE_URL": self.base_url,
            "SECRET_KEY": SECRET,
            "CAPABILITY_KEY": SECRET[::-1],
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.mail_server.port),
            "EMAIL_USE_TLS": "0",
            "DEFAULT_FROM_EMAIL": "portal@example.org",
            "HEALTH_KEY": "key",
            "PROXY_COUNT": "1",
        }
        self.run("serve", "--only", "prepare")
        self.events = self.run("shell", "-v0", "-c", NEW_EVENTS).split()
        if self.pooled:
            self.start_pooler()
        self.webs = [self.start_web(port) for port in self.web_ports]
        self.workers = [self.start_worker() for _ in self.web_ports]
        if self.pooled:
            self.start_proxy()
        wait_until(lambda: all(self.answers(port) for port in {self.port, *self.web_ports}))
        return self

    def __exit__(self, *exception):
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for process in self.processes:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.mail_server.stop()
        for cluster in {self.cluster, *self.clusters}:
            cluster.leave()
            shutil.rmtree(cluster.home, ignore_errors=True)

    def database_url(self, pooler_port=None):
        if pooler_port:
            return f"postgresql://{NAME}:{SECRET}@127.0.0.1:{pooler_port}/{NAME}"
        return f"postgresql://{NAME}:{SECRET}@/{NAME}?" + urllib.parse.urlencode({"host": str(self.cluster.socket)})

    @property
    def portal_environ(self):
        """Of web and workers: through the pooler where there is one."""
        environ = self.environ
        if self.pooled:
            environ |= {"DATABASE_URL": self.database_url(self.pooler_port), "DATABASE_POOLED": "1"}
        return environ

    def spawn(self, command, **options):
        log = (self.folder / "log.txt").open("a")
        process = subprocess.Popen([str(part) for part in command], cwd=self.code, stdout=log, stderr=log, **options)
        self.processes.append(process)
        return process

    def start_web(self, port, command=("manage.py", "serve", "--only", "web")):
        environ = self.portal_environ | {"PORT": str(port), "WEB_PROCESSES": "2"}
        return self.spawn([sys.executable, *command], env=environ)

    def start_worker(self):
        return self.spawn([sys.executable, "manage.py", "work"], env=self.portal_environ)

    def run(self, *arguments, check=True):
        """One of the portal's commands, past the pooler; what it printed."""
        result = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=self.code,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=480,
        )
        assert not check or result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def start_mail_server(self, port):
        self.mail_server = Controller(self.sink, hostname="127.0.0.1", port=port)
        self.mail_server.start()

    # Asking and looking ---

    def ask(self, path, data=None, port=None, timeout=40):
        """(status, headers, body) of one request on a connection of its own."""
        body = urllib.parse.urlencode(data) if data is not None else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if data is not None else {}
        host = urllib.parse.urlsplit(self.base_url).hostname
        return self.ask_as({"Host": host, **kind}, path, body, port, timeout)

    def ask_as(self, headers, path, body=None, port=None, timeout=40):
        """The same, with headers and a body of one's own."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=timeout)
        try:
            connection.request("POST" if body is not None else "GET", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def answers(self, port):
        try:
            return self.ask("/robots.txt", port=port)[0] == 200
        except OSError:
            return False

    def rows(self, sql, *values):
        database = psycopg2.connect(host=str(self.cluster.socket), user=NAME, dbname=NAME, password=SECRET)
        database.autocommit = True
        try:
            with database.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall() if cursor.description else cursor.rowcount
        finally:
            database.close()

    def health(self):
        return json.loads(self.ask("/health/?key=key", timeout=2 * PATIENCE)[2])

    # Breaking ---

    def kill_a_web_worker(self):
        """``kill -9`` of one of the web server's processes that answer."""
        master = next(iter(children(self.webs[0].pid)), self.webs[0].pid)
        victims = children(master) or children(self.webs[0].pid)
        os.kill(victims[0], signal.SIGKILL)

    def kill_a_mail_worker(self):
        victim = self.workers.pop(0)
        victim.kill()
        victim.wait()

    def stop_database(self):
        self.cluster._as_owner("pg_ctl", "stop", "-m", "immediate", "-D", self.cluster.data)

    def start_database(self):
        with self.cluster._changing():
            self.cluster._ensure_running()


def children(pid):
    with contextlib.suppress(OSError):
        return [int(found) for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return []
