import json
import logging
import sys

import pytest

from accounts.capabilities import make_token
from civicevents import requests
from civicevents.logs import Discreet, Structured

FORMATTER = Discreet(fmt="%(levelname)s %(message)s")


def line(message, *arguments, error=None):
    return FORMATTER.format(logging.LogRecord("django", logging.ERROR, "", 0, message, arguments, error))


@pytest.mark.parametrize(
    "path", ["/registrations/{}/", "/en/stage/{}/", "/calendars/{}.ics", "/registrations/{}/join/?a=1"]
)
def test_the_log_leaves_out_the_keys_of_private_links(path):
    token = make_token("registration", 12, 1)

    assert line("Internal Server Error: %s", path.format(token)) == f"ERROR Internal Server Error: {path.format('…')}"


def test_a_traceback_leaves_them_out_too():
    token = make_token("registration", 12, 1)
    try:
        raise ValueError(f"no such page: /registrations/{token}/")
    except ValueError:
        text = line("Failed", error=sys.exc_info())

    assert token not in text
    assert "no such page: /registrations/…/" in text


def test_other_words_stay():
    assert (
        line("Not Found: %s", "/events/digitale-barrierefreiheit/")
        == "ERROR Not Found: /events/digitale-barrierefreiheit/"
    )


@pytest.mark.parametrize(
    "secret", ["mia@example.org", "müller+x@bücher.example", "203.0.113.7", "2001:db8::17:4", "fe80:0:0:0:1:2:3:4"]
)
def test_addresses_of_people_and_machines_are_left_out(secret):
    assert line("Refused %s (1.2.3)", f"<{secret}>") == "ERROR Refused <…> (1.2.3)"


def test_our_own_machine_and_the_time_stay():
    assert line("at 23:10:05 from 127.0.0.1:5432") == "ERROR at 23:10:05 from 127.0.0.1:5432"


def test_a_structured_line_names_its_request_and_nobody():
    token = make_token("registration", 12, 1)
    try:
        raise ValueError("mia@example.org")
    except ValueError:
        record = logging.LogRecord("django", logging.ERROR, "", 0, "At /stage/%s/", (token,), sys.exc_info())
    set_before = requests.request_id.set("a" * 32)
    said = json.loads(Structured().format(record))
    requests.request_id.reset(set_before)
    assert said["request"] == "a" * 32 and said["level"] == "ERROR" and said["message"] == "At /stage/…/"
    assert "ValueError: …" in said["trace"] and "mia" not in said["trace"]


def seen_id(environ, proxies, settings):
    settings.PROXY_COUNT, seen = proxies, []
    application = requests.watched(lambda *_: seen.append(requests.request_id.get()) or [])
    application(environ, None)
    return seen[0]


def test_the_id_of_the_proxy_is_taken_over_if_there_is_one_and_it_looks_like_one(settings):
    given = {"HTTP_X_REQUEST_ID": "0123456789abcdef" * 2}
    assert seen_id(given, 1, settings) == "0123456789abcdef" * 2
    assert seen_id(given, 0, settings) != "0123456789abcdef" * 2
    assert len(seen_id({"HTTP_X_REQUEST_ID": "x\nforged"}, 1, settings)) == 32
    assert requests.request_id.get() == ""
