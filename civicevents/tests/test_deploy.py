"""The files in deploy/, with the real programs that read them where there are any."""

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import psycopg2
import pytest
from django.conf import settings

from accounts.capabilities import make_token
from civicevents.embedded import Cluster

DEPLOY = settings.BASE_DIR / "deploy"
NGINX, SYSTEMD, OPENSSL = (shutil.which(name) for name in ("nginx", "systemd-analyze", "openssl"))
needs_nginx = pytest.mark.skipif(not (NGINX and OPENSSL), reason="needs nginx and openssl")


@pytest.mark.skipif(not SYSTEMD, reason="needs systemd-analyze")
def test_systemd_understands_every_unit(tmp_path):
    for unit in (DEPLOY / "systemd").iterdir():
        text = unit.read_text().replace("/srv/portal/.venv/bin/python", "/bin/true")
        (tmp_path / unit.name).write_text(text.replace("/srv/portal", str(settings.BASE_DIR)))
    units = sorted(map(str, tmp_path.iterdir()))
    result = subprocess.run([SYSTEMD, "verify", *units], capture_output=True, text=True, check=False)
    ours = [line for line in result.stderr.splitlines() if "portal" in line]
    assert (result.returncode, ours) == (0, [])


PROGRAM = '#!/bin/sh\necho "$(basename "$0") $*" >>HERE/log\n'
SETUP = "#!/bin/sh\nmkdir -p .venv/bin && cp HERE/bin/python .venv/bin/python\n"


@pytest.fixture
def releases(tmp_path):
    """``update(tag)`` runs deploy/update on a project of two releases; programs only note that they were called."""
    here, git = tmp_path / "machine", shutil.which("git")
    if not git:
        pytest.skip("needs git")
    for folder in ("bin", "etc", "project/script", "project/deploy/systemd", "project/locale/de/LC_MESSAGES", "units"):
        (here / folder).mkdir(parents=True)
    (here / "etc/portal.env").write_text("BASE_URL=https://events.example.org\n")
    for name in ("systemctl", "runuser", "chown", "python"):
        (here / "bin" / name).write_text(PROGRAM.replace("HERE", str(here)))
        (here / "bin" / name).chmod(0o755)
    (here / "project/script/setup").write_text(SETUP.replace("HERE", str(here)))
    (here / "project/script/setup").chmod(0o755)
    (here / "project/deploy/systemd/portal-web.service").touch()
    (here / "project/locale/de/LC_MESSAGES/django.po").touch()

    def run_git(*arguments):
        command = [git, "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", here / "project", *arguments]
        subprocess.run(command, check=True, capture_output=True)

    run_git("init", "-q")
    run_git("add", "-A")
    for tag in ("v1.0.0", "v1.1.0"):
        run_git("commit", "-q", "--allow-empty", "-m", tag)
        run_git("tag", tag)
    run_git("clone", "-q", "--bare", here / "project", here / "portal.git")
    text = (DEPLOY / "update").read_text()
    for found, ours in {"/srv/": f"{here}/", "/etc/portal.env": f"{here}/etc/portal.env"}.items():
        text = text.replace(found, ours)
    (here / "update").write_text(text.replace("/etc/systemd/system/", f"{here}/units/"))

    def update(tag):
        environ = os.environ | {"PATH": f"{here}/bin:{os.environ['PATH']}"}
        command = ["/bin/sh", here / "update", tag]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)

    return update, here


def test_an_update_brings_the_database_up_to_date_before_the_new_version_is_started(releases):
    update, here = releases
    assert update("v1.0.0").returncode == 0
    assert os.readlink(here / "portal") == str(here / "portal-releases/v1.0.0")
    (here / "log").unlink()
    result = update("v1.1.0")
    assert (result.returncode, result.stderr) == (0, "")
    assert f"before it: {here}/portal-releases/v1.0.0" in result.stdout
    assert os.readlink(here / "portal") == str(here / "portal-releases/v1.1.0")
    steps = [line.split()[0] + " " + line.split()[-1] for line in (here / "log").read_text().splitlines()]
    assert steps[1:4] == ["runuser prepare", "systemctl daemon-reload", "systemctl portal-worker"]
    assert os.readlink(here / "portal/.env") == str(here / "etc/portal.env")
    assert update("v1.0.0").returncode == 0, "the way back is the same command"
    assert os.readlink(here / "portal") == str(here / "portal-releases/v1.0.0")


def test_an_update_that_cannot_be_prepared_leaves_the_old_version_running(releases):
    update, here = releases
    update("v1.0.0")
    (here / "bin/runuser").write_text("#!/bin/sh\nexit 1\n")
    assert update("v1.1.0").returncode == 1
    assert update("v9.9.9").returncode != 0
    assert os.readlink(here / "portal") == str(here / "portal-releases/v1.0.0")


def test_postgresql_takes_the_settings(tmp_path):
    cluster = Cluster(tmp_path / "postgres", throwaway=True)
    try:
        cluster.use()
        cluster.leave()
        with (cluster.data / "postgresql.conf").open("a") as file:
            for name in ("portal.conf", "replication.conf"):
                file.write((DEPLOY / "postgresql" / name).read_text())
        connection = psycopg2.connect(host=cluster.use(), user="portal", dbname="portal")
        with connection.cursor() as cursor:
            cursor.execute("SHOW work_mem")
            assert cursor.fetchone() == ("8MB",)
            cursor.execute("SHOW max_slot_wal_keep_size")
            assert cursor.fetchone() == ("4GB",)
            cursor.execute("SHOW log_min_error_statement")
            assert cursor.fetchone() == ("panic",)
        connection.close()
    finally:
        cluster.leave()
        shutil.rmtree(cluster.home, ignore_errors=True)


class Echo(BaseHTTPRequestHandler):
    """Answers with what the proxy said about the visitor."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        names = ("Host", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded")
        body = repr([self.headers.get(name) for name in names]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def nginx_before(portal_port, place, http=None, https=None):
    """nginx with our file before a portal on that port, with a certificate of a day for localhost in ``place``."""
    http, https = http or free_port(), https or free_port()
    certificate = ["-keyout", place / "privkey.pem", "-out", place / "fullchain.pem", "-subj", "/CN=localhost"]
    request = [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *certificate]
    subprocess.run([*request, "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    text = (DEPLOY / "nginx" / "portal.conf").read_text()
    for found, ours in {
        "127.0.0.1:8000": f"127.0.0.1:{portal_port}",
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen [::]:80;": "",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        "listen [::]:443 ssl http2;": "",
        "/etc/letsencrypt/live/events.example.org": str(place),
        "/var/log/nginx": str(place),
        "return 301 https://events.example.org": f"return 301 https://localhost:{https}",
    }.items():
        assert found in text
        text = text.replace(found, ours)
    head = f"daemon off; pid {place}/pid; error_log {place}/errors; worker_processes 1; events {{}}\n"
    if os.geteuid() == 0:
        head = f"user root; {head}"
    temporary = "".join(f"{name}_temp_path {place}/{name};" for name in ("client_body", "proxy", "fastcgi"))
    temporary += "".join(f"{name}_temp_path {place}/{name};" for name in ("uwsgi", "scgi"))
    (place / "nginx.conf").write_text(f"{head} http {{ {temporary}\n{text} }}")
    nginx = subprocess.Popen([NGINX, "-c", place / "nginx.conf", "-p", place], stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 20
        while nginx.poll() is None and time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", https), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        assert nginx.poll() is None, nginx.stderr.read()
        yield https
    finally:
        nginx.terminate()
        nginx.wait(20)


@pytest.fixture
def proxy(tmp_path):
    """nginx with our file before a portal that echoes; gives the port for https and the log."""
    portal = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=portal.serve_forever, daemon=True).start()
    with nginx_before(portal.server_port, tmp_path) as port:
        yield port, tmp_path / "portal.log"
    portal.shutdown()


def ask(port, path, **headers):
    context = ssl._create_unverified_context()  # noqa: S323 (a certificate of a minute)
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=20)
    connection.request("GET", path, headers={"Host": "events.example.org"} | headers)
    response = connection.getresponse()
    return response.status, response.read().decode()


@needs_nginx
def test_the_proxy_passes_on_one_address_and_nothing_that_a_visitor_made_up(proxy):
    port, _log = proxy
    forged = {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    status, said = ask(port, "/", **forged, Forwarded="for=1.2.3.4")
    assert (status, said) == (200, repr(["events.example.org", "127.0.0.1", None, None, None]))


@needs_nginx
def test_the_log_of_the_proxy_names_neither_keys_nor_visitors(proxy):
    port, log = proxy
    token = make_token("registration", 7)
    ask(port, f"/registrations/{token}/join/?done={token}")
    ask(port, f"/calendars/{token}.ics")
    ask(port, "/events/")
    deadline = time.monotonic() + 10
    while log.read_text().count("\n") < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    text = log.read_text()
    assert token not in text
    assert "127.0.0.1" not in text
    assert [line.split()[2] for line in text.splitlines()] == [
        "/registrations/KEY/join/",
        "/calendars/KEY.ics",
        "/events/",
    ]
