"""Addresses of calendars: what is fetched, and what the portal does not let itself be talked into."""

import gzip
import socket
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from events.importing import fetching
from events.importing.fetching import checked, fetch, is_public
from events.importing.words import Unusable

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Host:
    """A web server on the loopback. ``answers`` maps a path to (status, headers, body) or to a function."""

    def __init__(self):
        host, self.answers, self.asked = self, {}, []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                host.asked.append((self.path, dict(self.headers)))
                answer = host.answers.get(self.path, (404, {}, b""))
                if callable(answer):
                    return answer(self)
                status, headers, body = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()


@pytest.fixture
def host(settings):
    """A host that the portal may ask, since this is a test."""
    host = Host()
    settings.FETCHED_IN_TESTS = frozenset({("127.0.0.1", host.port)})
    yield host
    host.server.shutdown()
    host.server.server_close()


def refusal(url, **validators):
    with pytest.raises(Unusable) as refused:
        fetch(url, **validators)
    return refused.value.problem["code"]


def resolves(monkeypatch, *addresses):
    """Every name has these addresses; one call each, the last one from then on. Returns the names asked for."""
    asked, left = [], list(addresses)

    def getaddrinfo(name, port, *rest, **options):
        asked.append(name)
        address = left.pop(0) if len(left) > 1 else left[0]
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(fetching.socket, "getaddrinfo", getaddrinfo)
    return asked


def test_a_calendar_arrives_with_its_validators(host):
    host.answers["/a.ics"] = (200, {"ETag": '"1"', "Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}, CALENDAR)
    fetched = fetch(f"{host.url}/a.ics")
    assert (fetched.data, fetched.etag) == (CALENDAR, '"1"')
    assert fetched.last_modified == "Mon, 02 Nov 2026 10:00:00 GMT"


def test_an_unchanged_calendar_costs_one_short_answer(host):
    host.answers["/a.ics"] = (304, {}, b"")
    fetched = fetch(f"{host.url}/a.ics", etag='"1"', last_modified="Mon, 02 Nov 2026 10:00:00 GMT")
    assert fetched.data is None
    headers = host.asked[0][1]
    assert headers["If-None-Match"] == '"1"'
    assert headers["If-Modified-Since"] == "Mon, 02 Nov 2026 10:00:00 GMT"


def test_a_redirect_is_followed(host):
    host.answers["/old"] = (301, {"Location": "/a.ics"}, b"")
    host.answers["/a.ics"] = (200, {}, CALENDAR)
    assert fetch(f"{host.url}/old").data == CALENDAR


def test_redirects_end(host):
    host.answers["/round"] = (302, {"Location": "/round"}, b"")
    assert refusal(f"{host.url}/round") == "redirects"
    assert len(host.asked) == 6


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "denied"), (403, "denied"), (404, "gone"), (410, "gone"), (500, "status"), (204, "status")],
)
def test_other_answers_have_their_sentence(host, status, code):
    host.answers["/a.ics"] = (status, {}, b"")
    assert refusal(f"{host.url}/a.ics") == code


# Where it does not go

INSIDE = [
    "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://017700000001/",
    "http://0177.0.0.1/", "http://[::1]/", "http://[::]/", "http://0.0.0.0/", "http://0/", "http://localhost/",
    "http://10.0.0.5/", "http://172.16.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[::ffff:10.0.0.1]/",
    "http://[fd00::1]/", "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/", "http://[::127.0.0.1]/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://198.18.0.1/", "http://[ff02::1]/", "webcal://127.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_no_address_of_the_inside_is_asked(url, monkeypatch):
    monkeypatch.setattr(fetching.HTTPConnection, "connect", lambda self: pytest.fail(f"{self.host} was asked"))
    monkeypatch.setattr(fetching.HTTPSConnection, "connect", lambda self: pytest.fail(f"{self.host} was asked"))
    assert refusal(url) in ("not_public", "no_host")


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_the_public_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", ["10.0.0.1", "::1", "169.254.169.254", "::ffff:192.168.0.1"])
def test_a_name_that_leads_inside_is_not_followed(address, monkeypatch):
    resolves(monkeypatch, address)
    assert refusal("https://calendar.example/a.ics") == "not_public"


def test_one_address_inside_among_public_ones_is_enough_to_refuse(monkeypatch):
    both = [(socket.AF_INET, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *args, **options: both)
    assert refusal("https://calendar.example/a.ics") == "not_public"


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch):
    """A name that answers otherwise the second time (DNS rebinding) gains nothing: the address is connected to."""
    asked = resolves(monkeypatch, "93.184.215.14", "127.0.0.1")
    connected = []

    def connect(self):
        connected.append(self.host)
        raise OSError

    monkeypatch.setattr(fetching.HTTPConnection, "connect", connect)
    assert refusal("http://calendar.example/a.ics") == "no_answer"
    assert (asked, connected) == (["calendar.example"], ["93.184.215.14"])


def test_a_certificate_is_checked_for_the_name_not_the_address(monkeypatch):
    resolves(monkeypatch, "93.184.215.14")
    seen = []

    def connect(self):
        seen.append((self.host, self.server_hostname, self.assert_hostname, self.cert_reqs))
        raise OSError

    monkeypatch.setattr(fetching.HTTPSConnection, "connect", connect)
    refusal("https://calendar.example/a.ics")
    assert seen == [("93.184.215.14", "calendar.example", "calendar.example", "CERT_REQUIRED")]


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("http://169.254.169.254/latest/", "not_public"),
        ("http://127.0.0.1/", "not_public"),
        ("http://[::1]/", "not_public"),
        ("file:///etc/passwd", "bad_address"),
        ("gopher://127.0.0.1:25/", "bad_address"),
        ("http://name:word@127.0.0.1/", "password_in_address"),
        ("http://127.0.0.1:5432/", "bad_port"),
    ],
)
def test_each_redirect_is_checked_anew(host, target, code):
    host.answers["/a.ics"] = (302, {"Location": target}, b"")
    assert refusal(f"{host.url}/a.ics") == code
    assert len(host.asked) == 1


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://calendar.example/a.ics", "bad_address"),
        ("file:///etc/passwd", "bad_address"),
        ("javascript:alert(1)", "bad_address"),
        ("//calendar.example/a.ics", "bad_address"),
        ("https://", "bad_address"),
        ("https://[", "bad_address"),
        ("https://calendar.example:99999/", "bad_address"),
        ("https://calendar.example/a b", "bad_address"),
        ("https://calendar.example\\@127.0.0.1/", "bad_address"),
        ("https://anna:geheim@calendar.example/", "password_in_address"),
        ("https://anna@calendar.example/", "password_in_address"),
        ("https://calendar.example:22/", "bad_port"),
    ],
)
def test_what_is_no_address_of_a_calendar(url, code):
    with pytest.raises(Unusable) as refused:
        checked(url)
    assert refused.value.problem["code"] == code
    assert "geheim" not in str(refused.value)


def test_proxies_of_the_environment_are_not_used(host, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    host.answers["/a.ics"] = (200, {}, CALENDAR)
    assert fetch(f"{host.url}/a.ics").data == CALENDAR


# How much, how long


def test_more_than_five_megabytes_are_not_taken(host):
    host.answers["/a.ics"] = (200, {}, b"x" * 5_100_000)
    assert refusal(f"{host.url}/a.ics") == "too_large"


def test_what_was_compressed_counts_as_it_is(host):
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(bomb.compress(b"\0" * 1_000_000) for _ in range(300)) + bomb.flush()
    assert len(body) < 400_000
    host.answers["/a.ics"] = (200, {"Content-Encoding": "gzip"}, body)
    assert refusal(f"{host.url}/a.ics") == "too_large"


def test_what_is_compressed_arrives_as_it_was(host):
    host.answers["/a.ics"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(CALENDAR))
    assert fetch(f"{host.url}/a.ics").data == CALENDAR


def drip(part):
    """An answer that comes byte by byte, each well within any time-out of a socket."""

    def answer(handler):
        start = b"HTTP/1.1 200 OK\r\n\r\n" if part == "body" else b"HTTP/1.1 200 OK\r\nX-"
        try:
            handler.wfile.write(start)
            for _byte in range(200):
                handler.wfile.write(b"x")
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    return answer


@pytest.mark.parametrize("part", ["headers", "body"])
def test_the_time_of_the_whole_transfer_is_limited(host, monkeypatch, part):
    monkeypatch.setattr(fetching, "SECONDS", 0.6)
    host.answers["/a.ics"] = drip(part)
    began = time.monotonic()
    assert refusal(f"{host.url}/a.ics") == "too_slow"
    assert time.monotonic() - began < 4


def test_a_host_that_speaks_no_http_has_its_sentence(host):
    host.answers["/a.ics"] = lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n")
    assert refusal(f"{host.url}/a.ics") == "no_answer"


def test_a_host_that_is_not_there_has_its_sentence(host):
    host.server.shutdown()
    host.server.server_close()
    assert refusal(f"{host.url}/a.ics") == "no_answer"
