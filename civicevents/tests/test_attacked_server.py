"""The real web server under attack: what bombs cost its processes, and what two of its processes know of each other."""

import http.cookies
import os
import re
import struct
import threading
import time
import urllib.parse
import zlib
from pathlib import Path

import pytest
from PIL import Image

from civicevents.tests.running import HOST, Running, children, free_port, wait_until
from pictures.tests.files import encoded, photo
from pictures.tests.test_images import png_that_claims

pytestmark = pytest.mark.slow
PASSWORD = "vier Worte und ein Besen"
MEMBERS = f"""
from accounts.models import Membership, Organisation, Role, User
organisation = Organisation.objects.first()
for name in ("anna", "ben", "cem"):
    user = User.objects.create_user(f"{{name}}@example.org", {PASSWORD!r})
    Membership.objects.create(user=user, organisation=organisation, role=Role.MANAGER)
"""
MEGABYTES = 150  # by which a worker may grow
SECONDS = 1.0  # of computing, for an answer
TOO_MANY = "zu viele"


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    with Running(tmp_path_factory.mktemp("portal")) as running:
        running.run("shell", "-v0", "-c", MEMBERS)
        yield running


class Browser:
    """Cookies and tokens of one visitor, from one network address, on any of the servers."""

    def __init__(self, portal, client):
        self.portal, self.client, self.cookies = portal, client, {}

    def ask(self, path, body=None, kind="application/x-www-form-urlencoded", port=None):
        """(status, text) of one answer; redirects are not followed."""
        headers = {
            "Host": HOST, "X-Forwarded-For": self.client, "Content-Type": kind,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }  # fmt: skip
        status, headers, text = self.portal.ask_as(headers, path, body, port)
        for header in headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in http.cookies.SimpleCookie(header).items()}
        return status, text

    def token(self, path, port=None):
        return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask(path, port=port)[1])[1]

    def sign_in(self, login, password, port=None):
        data = {"login": login, "password": password, "csrfmiddlewaretoken": self.token("/accounts/login/", port)}
        return self.ask("/accounts/login/", urllib.parse.urlencode(data).encode(), port=port)

    def upload(self, path, file, **fields):
        """A form with a file, as a browser sends it."""
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {"csrfmiddlewaretoken": self.token(path), **fields}.items()
        ]
        head = b'--x\r\nContent-Disposition: form-data; name="upload"; filename="../../x.png"\r\n'
        body = b"".join(parts) + head + b"Content-Type: image/png\r\n\r\n" + file + b"\r\n--x--\r\n"
        return self.ask(path, body, "multipart/form-data; boundary=x")


# Files


def workers(portal):
    return [pid for top in children(portal.webs[0].pid) for pid in (children(top) or [top])]


def peak(pid):
    """Megabytes that a process needed at most so far."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", text)[1]) / 1024


def computed(pid):
    """Seconds for which processors worked for it and for its finished children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def png_with(kind, data):
    """A small PNG with a further chunk, which unpacks to much."""
    picture = encoded(Image.new("RGB", (60, 60)), "PNG")
    chunk = struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return picture[:33] + chunk + picture[33:]


def bombs():
    yield "pixels", encoded(Image.new("1", (20_000, 20_000)), "PNG")
    yield "claimed pixels", png_that_claims(60_000, 60_000)
    yield "as many as may be, all claimed", png_that_claims(6000, 4000)
    frame = Image.new("1", (2000, 2000))
    for kind in ("PNG", "WEBP"):
        more = [Image.new("1", (2000, 2000), number % 2) for number in range(60 if kind == "PNG" else 15)]
        yield f"frames of {kind}", encoded(frame.convert("RGB"), kind, save_all=True, append_images=more, duration=9)
    nothing = zlib.compress(b"\0" * 200_000_000, 9)
    yield "a profile", png_with(b"iCCP", b"x\0\0" + nothing)
    yield "a comment", png_with(b"zTXt", b"Comment\0\0" + nothing)
    yield "bytes", photo((300, 200)).read() + b"\0" * 11_000_000
    yield "too many bytes", b"\xff\xd8" + b"\0" * 25_000_000
    large = encoded(Image.new("RGB", (5000, 5000)), "AVIF", speed=10)
    size = large.index(b"ispe") + 8
    yield "a header that lies", large[:size] + struct.pack(">II", 100, 100) + large[size + 8 :]


def test_no_bomb_makes_a_worker_grow_or_keeps_it_busy(portal):
    anna = Browser(portal, "198.51.100.1")
    assert anna.sign_in("anna@example.org", PASSWORD)[0] == 302
    path = "/admin/pictures/picture/add/"
    assert anna.upload(path, photo((60, 60)).read())[0] == 200  # everything has been used once
    pids = workers(portal)
    assert len(pids) == 2
    for name, bomb in bombs():
        before, work = [peak(pid) for pid in pids], sum(map(computed, pids))
        status, text = anna.upload(path, bomb)
        work = sum(map(computed, pids)) - work
        grown = max(peak(pid) - was for pid, was in zip(pids, before, strict=True))
        print(f"{name}: {len(bomb) / 1e6:.1f} MB sent, {grown:.0f} MB more, {work:.2f} s")
        assert status == 200 and 'name="upload"' in text, (name, status)
        assert grown < MEGABYTES and work < SECONDS, (name, grown, work)
    assert workers(portal) == pids


# Guessing


def test_wrong_passwords_count_in_all_processes_of_all_servers(portal):
    """The account's own count: each guess comes from another network address, and meets another server in turn."""
    other = free_port()
    portal.start_web(other)
    wait_until(lambda: portal.answers(other))
    ports = [portal.port, other]
    for number in range(5):
        guesser = Browser(portal, f"198.51.101.{number}")
        assert TOO_MANY not in guesser.sign_in("ben@example.org", "wrong", ports[number % 2])[1].lower()
    for number, port in enumerate(ports):
        status, text = Browser(portal, f"198.51.102.{number}").sign_in("ben@example.org", PASSWORD, port)
        assert status == 200 and TOO_MANY in text.lower(), port
    assert Browser(portal, "198.51.103.1").sign_in("cem@example.org", PASSWORD, other)[0] == 302


def test_a_burst_of_guesses_at_the_same_moment_counts_too(portal):
    """Nobody gets more than the ten guesses a minute of one network address by sending them all at once."""
    answers = []

    def guess(number):
        try:
            answers.append(Browser(portal, "198.51.104.1").sign_in(f"p{number}@example.org", "wrong")[1].lower())
        except OSError as error:
            answers.append(str(error))

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 24
    assert sum(TOO_MANY not in text and "too many" not in text for text in answers) <= 10


# Requests


@pytest.mark.parametrize("path", ["/follow/", "/registrations/", "/accounts/login/", "/events/"])
def test_a_body_of_thirty_megabytes_is_refused_and_costs_no_memory(portal, path):
    pids = workers(portal)
    before = [peak(pid) for pid in pids]
    visitor = Browser(portal, "198.51.105.1")
    for kind, body in (
        ("application/x-www-form-urlencoded", b"email=" + b"x" * 30_000_000),
        ("application/json", b"[" * 30_000_000),
        ("multipart/form-data; boundary=x", MULTIPART + b"x" * 30_000_000 + b"\r\n--x--\r\n"),
    ):
        started = time.monotonic()
        try:
            status = visitor.ask(path, body, kind)[0]
        except OSError:  # the server said no and hung up in the middle of it
            status = 413
        assert status in (400, 403, 405, 413, 422) and time.monotonic() - started < 20, (kind, status)
    assert max(peak(pid) - was for pid, was in zip(pids, before, strict=True)) < MEGABYTES
    assert portal.ask("/events/")[0] == 200


MULTIPART = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
