"""The log tells nobody's secrets, and which request a line belongs to."""

import datetime as dt
import json
import logging
import re

from civicevents.requests import request_id

# A path segment that is a capability (accounts/capabilities.py), in an address or in a traceback.
KEY_IN_A_PATH = re.compile(r"(?<=/)[\w-]{32,}(?=[/.?\s\"'>)]|$)", re.ASCII)
MAIL_ADDRESS = re.compile(r"[^\s<>\"'(),;:=@/]+@[^\s<>\"'(),;:=@/]+\.[^\s<>\"'(),;:=@/]+")
NETWORK_ADDRESS = re.compile(
    r"(?<![\w.])(?!127\.)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"
    r"|(?<![\w:])(?:[0-9a-f]{1,4}:+){3,7}[0-9a-f]{1,4}(?![\w:])"
)


class Discreet(logging.Formatter):
    """Leaves out the keys that private links consist of, and addresses, wherever in a line or a traceback they are."""

    def format(self, record):
        record.request_id = request_id.get() or "-"
        return discreet(super().format(record))


class Structured(logging.Formatter):
    """One JSON object a line, for whatever collects logs."""

    def format(self, record):
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get() or None,
            "message": discreet(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = discreet(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def discreet(text):
    for secret in (KEY_IN_A_PATH, MAIL_ADDRESS, NETWORK_ADDRESS):
        text = secret.sub("…", text)
    return text
