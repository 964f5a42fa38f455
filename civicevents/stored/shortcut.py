"""The outermost short cut: stored answers are given before Django sees the request.

Django's part stays what it is: whatever is not stored, not valid any more or not understood here goes there.
"""

import datetime as dt
import threading
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

import psycopg2
from django.conf import settings
from django.db import DatabaseError, connection
from django.http.request import split_domain_port, validate_host
from django.utils import timezone, translation

from civicevents.stored import live
from civicevents.stored.answers import LARGEST, OK, Answer, Answers
from civicevents.stored.pages import Page, page_at
from civicevents.stored.versions import read

A_MOMENT = dt.timedelta(milliseconds=250)
LONGEST = 500  # characters of a path or a query
MOST_LONG = 1000  # addresses of long answers that are remembered
FOR_EVERYBODY = "no-cache"  # the Cache-Control of public views (accounts/visitors.py); nothing else is stored
OF_THE_CLIENT = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class Wanted(NamedTuple):
    """What a request asks for: a stored page, and the parameters that the page knows, sorted."""

    path: str
    query: str
    page: Page

    @property
    def key(self):
        return self.path, self.query


class Unstored(NamedTuple):
    """What Django answered, where it is none of the answers that are stored."""

    status: str
    headers: list
    body: bytes

    def given(self, environ, start_response):
        start_response(self.status, self.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


class ShortCut:
    """A WSGI application around Django's."""

    def __init__(self, portal, answers=None):
        self.portal = portal
        self.answers = Answers() if answers is None else answers
        self._long = set()  # what Django sends piece by piece: keeping it would take the memory that this saves
        self._locks = [threading.Lock() for _ in range(16)]  # a page that many want at once is made once

    def __call__(self, environ, start_response):
        wanted = wanted_by(environ)
        if wanted is None or wanted.key in self._long:
            return self.portal(environ, start_response)
        try:
            answer = self._answer(wanted, environ)
        except (psycopg2.Error, DatabaseError):
            connection.close()
            answer = None
        return (answer.given if answer else self.portal)(environ, start_response)

    def _answer(self, wanted, environ):
        """An answer that is true at this moment; None if Django shall answer by itself."""
        now = timezone.now()
        answer = self.answers.get(wanted.key)
        if answer and answer.holds(now) and self._is_true(answer, wanted, now):
            return answer
        with self._locks[hash(wanted.key) % len(self._locks)]:
            return self._kept(wanted, now) or self._made(wanted, environ, now)

    def _is_true(self, answer, wanted, now):
        """Whether nothing was changed since the answer was made; where many ask, or a moment ago."""
        if not wanted.page.kind.hurried:
            return read(answer.content.statement) == answer.state
        if answer.true_at <= now < answer.true_at + A_MOMENT:
            return True
        if read(answer.content.statement) != answer.state:
            return False
        self.answers.put(wanted.key, answer._replace(true_at=now))
        return True

    def _kept(self, wanted, now):
        """The stored answer, with the seats there are; None if it does not hold any more."""
        answer = self.answers.get(wanted.key)
        if answer is None or not answer.holds(now):
            return None
        if wanted.page.kind.hurried:  # another request may have made it while this one waited
            return answer if self._is_true(answer, wanted, now) else None
        state = read(answer.content.statement)
        if state.content != answer.state.content:
            return None
        if state != answer.state:
            event = answer.content.event
            with translation.override(wanted.page.language):
                answer = answer.renewed(state, wanted.page.kind.until(event, now), now)
            self.answers.put(wanted.key, answer)
        return answer

    def _made(self, wanted, environ, now):
        """A new answer, stored if it may be. The state is read first: what is committed meanwhile makes it differ."""
        content = wanted.page.content
        if content is None:
            return None
        state = read(content.statement)
        rendered = self._rendered(wanted, environ)
        if rendered is None:
            self._long = {*list(self._long)[: MOST_LONG - 1], wanted.key}
            return None
        status, headers, body = rendered
        if status != OK or not is_for_everybody(headers):
            return Unstored(status, headers, body)
        until = wanted.page.kind.until(content.event, now)
        answer = Answer.made(content, state, until, headers, body, now)
        if answer.size <= LARGEST and wanted.page.content == content:
            self.answers.put(wanted.key, answer)
        return answer

    def _rendered(self, wanted, environ):
        """What Django answers to everybody's GET: status, headers and the whole body; None if it is sent in pieces."""
        environ = {name: value for name, value in environ.items() if name not in OF_THE_CLIENT}
        environ |= {"REQUEST_METHOD": "GET", "QUERY_STRING": wanted.query, live.WANTED: True}
        begun = []
        response = self.portal(environ, lambda *arguments: begun.extend(arguments))
        try:
            return None if getattr(response, "streaming", False) else (begun[0], begun[1], b"".join(response))
        finally:
            response.close()


def wanted_by(environ):
    """What a request wants if that may be stored, else None."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not is_our_host(environ.get("HTTP_HOST", "")):
        return None
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if environ.get("SCRIPT_NAME") or len(path) > LONGEST or len(query) > LONGEST:
        return None
    page = stored_page(path)
    if page is None:
        return None
    if query:
        query = known(query, page.kind)
    return None if query is None else Wanted(path, query, page)


def known(query, kind):
    """Those parameters that the page knows, sorted, the last of each; None for what is not stored: searches, and what
    the view may refuse.
    """
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=50)
    except ValueError:
        return None
    values = dict(pairs)
    if values.get("q", "").strip():
        return None
    if kind.refuses and (len(values) < len(pairs) or not values.keys() <= kind.parameters):
        return None
    return urlencode(sorted((name, value) for name, value in values.items() if name in kind.parameters))


@lru_cache(maxsize=1000)
def stored_page(path):
    return page_at({"PATH_INFO": path})


@lru_cache(maxsize=100)
def is_our_host(host):
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def is_for_everybody(headers):
    values = {name.lower(): value for name, value in headers}
    return values.get("cache-control") == FOR_EVERYBODY and "set-cookie" not in values
