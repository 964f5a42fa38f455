"""Every address is asked what no browser asks: never a failure, never another host, never somebody else's say."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Role
from civicevents.testing import make_member
from civicevents.tests.test_every_address import addresses, filled_in, here  # noqa: F401

pytestmark = pytest.mark.django_db
# What stands in the path in place of a slug, a number, a token or a name.
IN_PATHS = [
    "%00", "%ff%fe", "..", "..%2f..%2fetc%2fpasswd", "%0d%0aSet-Cookie:%20x=1", "99999999999999999999", "-1", "0",
    "1'--", "%F0%9F%A6%99", "//evil.example", "A" * 3000, "%2e%2e%5c", "{{7*7}}", "e%CC%81", "%D9%A1",
]  # fmt: skip
# Names of parameters that some page reads, and names that reach for the database.
NAMES = [
    "q", "when", "from", "to", "topic", "audience", "organisation", "series", "programme", "mode", "place", "language",
    "open", "page", "lang", "next", "done", "event", "cursor", "limit", "updated_since", "fields", "p", "o", "e", "all",
    "_popup", "_to_field", "_changelist_filters", "term", "question", "state__exact", "ticket_type", "source__exact",
    "id__in", "pk", "organisation__memberships__user__password__startswith", "_connector", "_negated", "password",
    "x__y", "__class__", "email", "token", "code", "name", "rhythm", "sort", "order", "days", "k", "key",
]  # fmt: skip
VALUES = [
    "", "\0", "'", "1' OR '1'='1", "1;SELECT pg_sleep(9)--", "//evil.example", "https://evil.example/",
    "\\\\evil.example", "/\\evil.example", "javascript:alert(1)", "0001-01-01", "9999-12-31", "10000-01-01",
    "-1", "0", "1000000000", "9" * 400, "1e309", "NaN", "२", "\ud7ff\uffff", "a\r\nLocation: https://evil.example",
    "x" * 5000, "[]", "{}", "%", "_", "<script>", "true", "2026-13-45", "0000-00-00T00:00:00Z",
    "2026-11-01T00:00:00+99:99",
]  # fmt: skip
SOME = 4  # hostile values for each address; which ones, moves on from address to address


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture(params=["visitor", pytest.param("administrator", marks=pytest.mark.slow)])
def asker(request):
    client = Client(raise_request_exception=False)
    if request.param != "visitor":
        client.force_login(make_member(role=Role.MANAGER, is_superuser=True))
    return client


def paths(here):  # noqa: F811
    """(name, template, path) of every address there is, German and English ones in turn."""
    for number, (name, template) in enumerate(addresses()):
        if name in ("admin:logout", "account_logout"):
            continue
        prefix = "/en/" if number % 2 and not template.startswith(("api/", "media/", "pictures/")) else "/"
        yield name, template, prefix + filled_in(template, here)


def check(answer, where):
    """No failure, and wherever it leads to is our own."""
    where = f"{where!r:.300} answers {answer.status_code}"
    assert answer.status_code < 500, where
    target = answer.headers.get("Location", "")
    assert urlsplit(target).netloc in ("", "testserver") and not re.match(r"[\s\\/]{2}|\w+:(?!//testserver)", target), (
        where,
        target,
    )
    for name, value in answer.headers.items():
        assert "\n" not in value and "evil.example" not in value.replace(target, ""), (where, name, value)


def hostile(number):
    """Pairs of a name and a value, other ones for each address; taken together every value meets every name."""
    for step in range(SOME):
        place = number * SOME + step
        yield NAMES[place % len(NAMES)], VALUES[(place + place // len(VALUES)) % len(VALUES)]


def test_hostile_values_in_the_query(asker, here):  # noqa: F811
    walked = 0
    for number, (name, _template, path) in enumerate(paths(here)):
        for key, value in hostile(number):
            answer = asker.get(path, {key: value})
            assert answer.status_code != 503 or name == "health"
            if name != "health":
                check(answer, (path, key, value))
            walked += 1
    assert walked > 800


def test_hostile_values_in_forms(asker, here):  # noqa: F811
    """Also as JSON, as a file, twice under one name, and to addresses that take none."""
    for number, (_name, _template, path) in enumerate(paths(here)):
        pairs = dict(hostile(number))
        check(asker.post(path, pairs), (path, pairs))
        check(asker.post(path, json.dumps(pairs), "application/json"), (path, "json"))
        check(asker.post(path, b"\xff\xfe=%00&a=%ff&a=1&=", "application/x-www-form-urlencoded"), (path, "bytes"))
        check(asker.post(path, b"--x\r\nnonsense", "multipart/form-data; boundary=x"), (path, "multipart"))


def test_hostile_values_in_the_path(asker, here):  # noqa: F811
    for number, (name, template, _path) in enumerate(paths(here)):
        if "{" not in template:
            continue
        for value in (IN_PATHS[(number + step) % len(IN_PATHS)] for step in range(3)):
            path = "/" + re.sub(r"\{\w+\}", lambda _found, value=value: value, template)
            check(asker.get(path), (name, path))


RAW = ["a=%ff", "a=%00", "q=%F0%28%8C%28", "q=a&q=b&q=c", "&&&", "=", "q", "%", "q[]=1", "q=" + "%F0%9F%A6%99" * 500]


@pytest.mark.parametrize("query", RAW)
def test_a_query_that_is_no_text(client, here, query):  # noqa: F811
    client.raise_request_exception = False
    for path in (
        "/events/",
        "/events/calendar.ics",
        "/events/feed.atom",
        "/api/v1/events/",
        "/",
        "/follow/",
        "/ideas/",
    ):
        check(client.get(path, QUERY_STRING=query), (path, query))


@pytest.mark.parametrize("name", ["login", "logout", "reauthenticate", "password/change", "email"])
@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_next_leads_nowhere_else(client, name, target):
    user = make_member(email="anna@example.org", role=Role.MANAGER)
    if name != "login":
        client.force_login(user)
    typed = {"login": "anna@example.org", "password": "correct horse battery staple", "next": target}
    for answer in (
        client.get(f"/accounts/{name}/", {"next": target}),
        client.post(f"/accounts/{name}/?next={target}", typed),
        client.get("/admin/login/", {"next": target}),
    ):
        check(answer, (name, target))
        assert f'href="{target}' not in answer.content.decode() and f'action="{target}' not in answer.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "testserver@evil.example", "testserver:80@x", "", "a b", "x" * 300])
def test_a_made_up_host_is_refused_or_ignored(client, here, host):  # noqa: F811
    client.raise_request_exception = False
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher", "Forwarded": "host=evil.example"}
    for path in ("/", "/events/", "/accounts/password/reset/", "/sitemap.xml", "/events/calendar.ics", "/admin/"):
        assert client.get(path, headers={"Host": host} | forged).status_code == 400 or not host, path
        answer = client.get(path, headers=forged)
        check(answer, (path, "forwarding headers"))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"evil.example" not in content and b"gopher" not in content


ENDS = [
    "month/0001-01/", "month/9999-12/", "month/2026-00/", "month/99999-01/", "month/2026-13/", "?page=1000000000",
    "?from=0001-01-01&to=9999-12-31", "?from=9999-12-31&when=past",
]  # fmt: skip


@pytest.mark.parametrize("path", ENDS)
def test_the_ends_of_time_and_of_all_pages(client, here, path):  # noqa: F811
    for prefix in ("", "/en"):
        answer = client.get(f"{prefix}/events/{path}")
        assert answer.status_code in (200, 404), path


def test_a_body_of_five_thousand_fields_is_refused_with_a_sentence(client, here):  # noqa: F811
    client.raise_request_exception = False
    for path in ("/follow/", "/registrations/", "/accounts/login/"):
        answer = client.post(path, {f"f{number}": "1" for number in range(6000)})
        assert answer.status_code in (400, 413)
        big = client.post(path, {"email": "x" * 4_000_000})
        assert big.status_code in (400, 413)
