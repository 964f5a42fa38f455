"""A calendar's address, fetched without trusting it.

Whoever may enter an address could use the portal to look into the network it stands in. So each host is resolved
once, all of its addresses must be public, and the connection goes to the very address that was checked, for
every redirect anew; a name that answers differently the second time gains nothing. Proxies of the environment are not
used, since they would resolve the name again. Size, also of what was compressed, and the time of the whole transfer
are limited.
"""

import ipaddress
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3
from django.conf import settings
from urllib3.connection import HTTPConnection, HTTPSConnection

from events.foreign.bounds import MOST_BYTES
from events.importing.words import Unusable

SECONDS = 15
CONNECTING = 5
MOST_REDIRECTS = 5
PORTS = {80, 443, 8080, 8443}
REDIRECTS = {301, 302, 303, 307, 308}
ACCEPT = "text/calendar, application/xml;q=0.8, application/json;q=0.8, */*;q=0.1"
NAT64 = ipaddress.ip_network("64:ff9b::/96")
SHARE = 64 * 1024


@dataclass(frozen=True)
class Fetched:
    """``data`` is None where nothing has changed since the validators were given."""

    data: bytes | None
    etag: str = ""
    last_modified: str = ""


def is_public(address):
    """Whether an IP address belongs to the public internet; also one that is hidden within an IPv6 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6:
        hidden = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in NAT64:
            hidden.append(ipaddress.ip_address(int(ip) & 0xFFFFFFFF))
        if any(inner is not None and not is_public(str(inner)) for inner in hidden):
            return False
        if ip.ipv4_mapped or ip in NAT64:
            return True
    refused = ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved
    return ip.is_global and not refused and not ip.is_unspecified


def fetch(url, *, etag="", last_modified=""):
    """What is at the address, as Fetched. Raises Unusable with a sentence for the organiser."""
    deadline = time.monotonic() + SECONDS
    headers = {"User-Agent": f"civicevents (+{settings.BASE_URL})", "Accept": ACCEPT, "Accept-Encoding": "gzip"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    for _redirect in range(MOST_REDIRECTS + 1):
        target = checked(url)
        with _answer(target, headers, deadline) as answer:
            if answer.status in REDIRECTS and answer.headers.get("Location"):
                url = urljoin(url, answer.headers["Location"])
                continue
            return _taken(answer, deadline)
    raise Unusable("redirects")


def checked(url):
    """The parts of an address that may be asked for; nothing has been resolved yet. Raises Unusable."""
    url = url.strip()
    if url.lower().startswith("webcal://"):
        url = "https://" + url[9:]
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Unusable("bad_address") from None
    if parts.scheme not in ("http", "https") or not host or any(c.isspace() or ord(c) < 33 or c == "\\" for c in url):
        raise Unusable("bad_address")
    if parts.username is not None or parts.password is not None:
        raise Unusable("password_in_address")
    if port not in PORTS and not _allowed_in_tests(host, port):
        raise Unusable("bad_port", port)
    return parts


def _allowed_in_tests(address, port):
    """Tests serve from the loopback; no environment variable sets this."""
    return (address, port) in settings.FETCHED_IN_TESTS


def _resolved(host, port):
    """The one address to connect to. Raises Unusable if any address of the host is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unusable("no_host", host[:100]) from None
    addresses = [entry[4][0] for entry in found]
    if not addresses:
        raise Unusable("no_host", host[:100])
    for address in addresses:
        if not is_public(address) and not _allowed_in_tests(address, port):
            raise Unusable("not_public")
    return addresses[0]


@contextmanager
def _answer(parts, headers, deadline):
    """The host's answer, whose body has not been read yet; the connection is cut when the time is up."""
    host = parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _connection(parts.scheme, _resolved(host, port), port, host, deadline)
    cut = threading.Event()
    try:
        connection.connect()
        with _watched(connection.sock, deadline, cut):
            path = parts.path or "/"
            connection.request(
                "GET",
                f"{path}?{parts.query}" if parts.query else path,
                headers={"Host": _host_header(parts)} | headers,
                preload_content=False,
            )
            yield connection.getresponse()
    except Unusable:
        raise
    except ssl.SSLCertVerificationError:
        raise Unusable("certificate") from None
    except (OSError, urllib3.exceptions.HTTPError, ValueError, UnicodeError) as error:
        if cut.is_set() or time.monotonic() > deadline or isinstance(error, TimeoutError):
            raise Unusable("too_slow", SECONDS) from None
        if isinstance(error, urllib3.exceptions.SSLError) or "CERTIFICATE" in str(error):
            raise Unusable("certificate") from None
        raise Unusable("no_answer", host[:100]) from None
    except Exception as error:  # http.client has exceptions of its own for answers that are no HTTP
        raise Unusable("too_slow" if cut.is_set() else "no_answer", SECONDS if cut.is_set() else host[:100]) from error
    finally:
        connection.close()


def _connection(scheme, address, port, host, deadline):
    timeout = max(0.1, min(CONNECTING, deadline - time.monotonic()))
    if scheme == "http":
        return HTTPConnection(address, port, timeout=timeout)
    return HTTPSConnection(
        address, port, timeout=timeout, server_hostname=host, assert_hostname=host, cert_reqs="CERT_REQUIRED"
    )


def _host_header(parts):
    host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    host = f"[{host}]" if ":" in host else host
    return f"{host}:{parts.port}" if parts.port else host


@contextmanager
def _watched(sock, deadline, cut):
    """Shut the socket when the time is up, however many bytes trickle in: time-outs of sockets start anew with each."""

    def shut():
        cut.set()
        with suppress(OSError):  # closed already
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(max(0, deadline - time.monotonic()), shut)
    timer.daemon = True
    timer.start()
    try:
        yield
        if cut.is_set():
            raise Unusable("too_slow", SECONDS)
    finally:
        timer.cancel()


def _taken(answer, deadline):
    if answer.status == 304:
        return Fetched(None)
    if answer.status != 200:
        code = {401: "denied", 403: "denied", 404: "gone", 410: "gone"}.get(answer.status, "status")
        raise Unusable(code, answer.status)
    shares, size = [], 0
    while share := answer.read(SHARE, decode_content=True):
        size += len(share)
        if size > MOST_BYTES:
            raise Unusable("too_large", MOST_BYTES // 1_000_000)
        if time.monotonic() > deadline:
            raise Unusable("too_slow", SECONDS)
        shares.append(share)
    return Fetched(b"".join(shares), _validator(answer, "ETag", 300), _validator(answer, "Last-Modified", 100))


def _validator(answer, name, most):
    """What is sent back next time; nothing if it is longer than any that is meant well, or holds what no header may."""
    value = answer.headers.get(name, "")
    return value if len(value) <= most and value.isprintable() and value.isascii() else ""
