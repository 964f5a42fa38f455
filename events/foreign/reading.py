"""The program that reads a foreign file. It runs as a process of its own (see ``events/importing/files.py``).

What a file says may cost any amount of memory and time: rules without a date in eight thousand years, tags nested a
thousand deep, entities of entities. In here the system limits both, and what crashes takes nothing with it.

    python -m events.foreign.reading Europe/Berlin 2026-11-02T11:00:00+00:00 < file > result

The result is JSON: ``{"name": …, "entries": […], "problems": […], "complete": true, "missing": […]}`` (see the
package and ``Problems``), or ``{"refused": code, "given": …}``.
"""

import codecs
import datetime as dt
import json
import re
import resource
import sys

from events.foreign import frab, ics
from events.foreign.bounds import MEMORY, MOST_BYTES, SECONDS, Problems, Refused
from events.foreign.texts import one_line

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|meta)\b", re.IGNORECASE)
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
CALENDAR = re.compile(rb"^\s*BEGIN\s*:\s*(?:VCALENDAR|VEVENT|VTODO)", re.IGNORECASE | re.MULTILINE)


def read(data, *, zone, now):
    if len(data) > MOST_BYTES:
        raise Refused("too_large", MOST_BYTES // 1_000_000)
    if data.startswith(UTF16):
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    problems = Problems()
    name, entries = _by_kind(data, zone, now, problems)
    found = {
        "name": one_line(name, 150),
        "entries": entries,
        "problems": problems,
        "complete": problems.complete,
        "missing": sorted(problems.missing)[:1000],
    }
    return storable(found)


def storable(value):
    """The same without what PostgreSQL takes in no text: NUL, and halves of characters."""
    if isinstance(value, str):
        return UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {key: storable(inner) for key, inner in value.items()}
    return [storable(inner) for inner in value] if isinstance(value, list | tuple) else value


def _by_kind(data, zone, now, problems):
    start = data[:2000].lstrip()
    if not start:
        raise Refused("empty")
    if CALENDAR.search(data):
        return ics.read(data, decode=lambda raw: _decoded(raw, problems), zone=zone, now=now, problems=problems)
    if WEB_PAGE.search(start):
        raise Refused("web_page")
    if start.startswith(b"<"):
        return frab.read_xml(data, zone=zone, problems=problems)
    if start.startswith((b"{", b"[")):
        return frab.read_json(_decoded(data, problems), zone=zone, problems=problems)
    raise Refused("no_calendar")


def _decoded(data, problems):
    try:
        return data.decode()
    except UnicodeDecodeError:
        problems.add("not_utf8")
        return data.decode("cp1252", "replace")


def main(zone, now):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        result = read(sys.stdin.buffer.read(MOST_BYTES + 1), zone=zone, now=dt.datetime.fromisoformat(now))
    except Refused as refused:
        code, *given = refused.args
        result = storable({"refused": code, "given": str(given[0])[:120] if given else ""})
    except (MemoryError, RecursionError):
        result = {"refused": "too_heavy", "given": ""}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
