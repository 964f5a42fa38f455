import logging
import sys

import pytest

from accounts.capabilities import make_token
from civicevents.logs import Discreet

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
