"""Stored answers: bytes, compressed, with their ETag; and the bounded place in memory where they are."""

import re
import threading
from collections import OrderedDict
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from http import HTTPStatus
from typing import NamedTuple

from django.utils.http import parse_etags, parse_http_date_safe
from isal import igzip

from civicevents.stored import live
from civicevents.stored.pages import Content
from civicevents.stored.versions import State

LEVEL = 3  # of compression
LARGEST = 4 * 2**20  # bytes of one answer
MOST = 12 * 2**20  # bytes of all answers of a process
OK, NOT_MODIFIED = (f"{status.value} {status.phrase}" for status in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED))
OF_THE_BODY = {"content-length", "content-encoding", "content-type", "content-disposition", "content-language"}
NO_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")


class Answer(NamedTuple):
    """One page. It is never changed: where its seats are put in anew, another takes its place.

    ``parts``: see ``live.parts_of``; empty where nothing is put in. ``until`` is None if no clock changes it,
    ``true_at`` when its state was read.
    """

    content: Content
    state: State
    until: datetime | None
    parts: tuple
    plain: bytes
    compressed: bytes
    headers: tuple
    etag: str
    last_modified: int | None
    true_at: datetime | None = None

    @classmethod
    def made(cls, content, state, until, headers, body, now=None):
        parts = live.parts_of(body)
        plain = live.joined(parts)
        given = {name.lower(): value for name, value in headers}
        etag = given.get("etag") or f'W/"{blake2b(plain, digest_size=15).hexdigest()}"'
        kept = tuple(pair for pair in headers if pair[0].lower() not in ("content-length", "etag"))
        date = given.get("last-modified")
        return cls(
            content,
            state,
            until,
            tuple(parts) if len(parts) > 1 else (),
            plain,
            igzip.compress(plain, LEVEL, mtime=0),
            (*kept, ("ETag", etag)),
            etag,
            parse_http_date_safe(date) if date else None,
            now,
        )

    @property
    def size(self):
        return len(self.plain) + len(self.compressed) + sum(map(len, self.parts))

    def holds(self, now):
        return self.until is None or now < self.until

    def renewed(self, state, until, now):
        """The same page in another State, with the seats of that."""
        if not self.parts:
            return self._replace(state=state)
        parts = live.renewed(self.parts, self.state, state, self.content.event, now)
        fresh = Answer.made(self.content, state, until, self.headers[:-1], live.joined(parts))
        return fresh._replace(parts=tuple(parts))

    def is_known_to(self, environ):
        """Whether the client has it already (RFC 9110 section 13)."""
        tags = environ.get("HTTP_IF_NONE_MATCH")
        if tags is not None:
            return tags == self.etag or _names(tags, self.etag)
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if since is None or self.last_modified is None:
            return False
        return (parse_http_date_safe(since) or 0) >= self.last_modified

    def given(self, environ, start_response):
        """Answer a request by WSGI."""
        if self.is_known_to(environ):
            start_response(NOT_MODIFIED, [pair for pair in self.headers if pair[0].lower() not in OF_THE_BODY])
            return []
        headers, body = [*self.headers], self.plain
        if takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            headers.append(("Content-Encoding", "gzip"))
            body = self.compressed
        headers.append(("Content-Length", str(len(body))))
        start_response(OK, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]  # a list: the server sends it in one go


def _names(tags, etag):
    """Whether the value of If-None-Match names the tag, by weak comparison."""
    known = {tag.removeprefix("W/") for tag in parse_etags(tags)}
    return "*" in known or etag.removeprefix("W/") in known


@lru_cache(maxsize=100)
def takes_gzip(accepted):
    accepted = accepted.lower()
    return "gzip" in accepted and not NO_GZIP.search(accepted)


class Answers:
    """The answers of one process, those that were asked for last."""

    def __init__(self, most=MOST):
        self.most, self.size = most, 0
        self._answers = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self):
        return len(self._answers)

    def get(self, key):
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key, answer):
        with self._lock:
            former = self._answers.pop(key, None)
            self.size -= former.size if former else 0
            self._answers[key] = answer
            self.size += answer.size
            while self.size > self.most:
                _, oldest = self._answers.popitem(last=False)
                self.size -= oldest.size

    def clear(self):
        with self._lock:
            self._answers.clear()
            self.size = 0
