"""Other people's attackers against the running portal: all on the loopback, all bounded in time.

script/scanners installs them; where they are missing these tests are skipped.
"""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess

import pytest
from django.conf import settings

from civicevents.tests.running import Running, free_port
from civicevents.tests.test_deploy import NGINX, OPENSSL, nginx_before

pytestmark = pytest.mark.slow
SCANNERS = settings.DATA_DIR / "scanners"
OBSERVATORY = SCANNERS / "node_modules" / "@mdn" / "mdn-http-observatory"
WAPITI = SCANNERS / "wapiti" / "bin" / "wapiti"
SQLMAP, NODE = shutil.which("sqlmap"), shutil.which("node")
# Never ssrf, which would ask a server of wapiti's own, nor timesql, to which a busy machine looks like a hole, nor
# ldap, to which a search that finds something does: there is none here. xss and
# permanentxss have a run and a database of their own.
MODULES = "sql,exec,file,crlf,redirect,xxe,backup,methods,upload"
SCRIPTS = "xss,permanentxss"
SCAN, ATTACK = 30, 6  # seconds for looking around, and for each module
SQL_SECONDS = 40  # for each address


def needs(*programs):
    if not all(program and os.path.exists(program) for program in (SCANNERS / ".installed", *programs)):
        pytest.skip("needs script/scanners, nginx-light and sqlmap")


@contextlib.contextmanager
def with_demo(folder):
    """The portal as in production, with the demo's meetups."""
    with Running(folder, base_url="http://localhost") as running:
        running.run("load_demo", "--force")  # beside the events for rushes
        yield running


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with with_demo(tmp_path_factory.mktemp("portal")) as running:
        yield running


def test_mozillas_observatory_gives_the_best_grade(tmp_path):
    """With the proxy's own file before it, TLS included."""
    needs(OBSERVATORY, NODE, NGINX, OPENSSL)
    http, https = free_port(), free_port()
    with (
        Running(tmp_path / "portal", base_url=f"https://localhost:{https}") as portal,
        nginx_before(portal.port, tmp_path, http, https),
    ):
        command = [NODE, settings.BASE_DIR / "civicevents/tests/scanners/observatory.mjs", OBSERVATORY, http, https]
        trusted = os.environ | {"NODE_EXTRA_CA_CERTS": str(tmp_path / "fullchain.pem")}
        said = subprocess.run(
            [str(part) for part in command], env=trusted, capture_output=True, text=True, timeout=120, check=False
        )
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert (found["grade"], found["failed"]) == ("A+", [])


def wapiti(portal, place, modules, start="/"):
    """What wapiti found, by kind, in the time that it has: a minute and a half at most."""
    report = place / "report.json"
    home = f"http://localhost:{portal.port}"
    command = [
        WAPITI, "-u", f"{home}{start}", "--scope", "domain", "-m", modules, "--depth", "3", "--max-files-per-dir", "12",
        "--max-links-per-page", "30", "--max-scan-time", SCAN, "--max-attack-time", ATTACK, "--tasks", "2",
        "-f", "json", "-o", report, "--store-session", place / "session", "--no-bugreport", "--flush-session",
    ]  # fmt: skip
    said = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=150, check=False,
        env=os.environ | {"HOME": str(place)},
    )  # fmt: skip
    assert report.exists(), said.stdout[-2000:] + said.stderr[-2000:]
    found = json.loads(report.read_text())
    assert found["infos"]["crawled_pages_nbr"] > 20
    serious = found["vulnerabilities"] | {"500": found["anomalies"].get("Internal Server Error", [])}
    return {
        kind: [(each["method"], each["path"], each["info"]) for each in each_of]
        for kind, each_of in serious.items()
        if each_of
    }


def test_wapiti_finds_nothing(portal, tmp_path):
    needs(WAPITI)
    assert wapiti(portal, tmp_path, MODULES) == {}


def test_wapiti_finds_no_place_for_a_script(tmp_path):
    needs(WAPITI)
    with with_demo(tmp_path / "portal") as portal:
        assert wapiti(portal, tmp_path, SCRIPTS) == {}


QUERIES = [
    "/events/?q=amt&when=past&page=1&topic=x&from=2026-01-01",
    "/api/v1/events/?limit=5&lang=de",
    "/follow/?series=x",
]


@pytest.mark.parametrize("path", QUERIES)
def test_sqlmap_finds_nothing_in_queries(portal, tmp_path, path):
    assert_not_injectable(portal, tmp_path, path)


@pytest.mark.parametrize("path", ["/registrations/", "/follow/", "/accounts/password/reset/"])
def test_sqlmap_finds_nothing_in_forms(portal, tmp_path, path):
    assert_not_injectable(portal, tmp_path, path, "--data=email=a%40example.org&rhythm=weekly")


def assert_not_injectable(portal, place, path, *more):
    needs(SQLMAP)
    command = [
        SQLMAP, "-u", f"http://localhost:{portal.port}{path}", "--batch", "--dbms=postgresql", "--technique=BEU",
        "--level=1", "--risk=1", "--timeout=15", "--retries=1", "--threads=2", "--disable-coloring",
        "--output-dir", place, "--ignore-code=*", *more,
    ]  # fmt: skip
    try:
        said = subprocess.run(
            [str(part) for part in command], capture_output=True, timeout=SQL_SECONDS, check=False,
            stdin=subprocess.DEVNULL,
        ).stdout  # fmt: skip
    except subprocess.TimeoutExpired as over:  # on a busy machine: what was tried until then has to do
        said = over.stdout or b""
    said = said.decode(errors="replace")
    assert "is vulnerable" not in said and not re.search(r"Parameter: .*\n\s+Type:", said), said[-3000:]
    assert said.count("] testing '") > 3 and "does not seem to be injectable" in said, said[-3000:]


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: 1\r\n" % n for n in range(500)) + b"\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /follow/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /follow/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\nx",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x00\xff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused_by_the_server_and_harms_nobody(portal, request_):
    """Headers beyond the server's limits, two hosts, two lengths: no answer of ours but a refusal, and life goes on."""
    with socket.create_connection(("127.0.0.1", portal.port), timeout=20) as connection:
        connection.sendall(request_)
        connection.settimeout(3)
        try:
            answer = connection.recv(65536)
        except (TimeoutError, ConnectionResetError):
            answer = b""
    status = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0
    assert status in (0, 400, 403, 404, 408, 413, 414, 422, 431, 501, 505), answer[:200]
    assert b"evil.example" not in answer
    assert portal.ask("/events/")[0] == 200
