"""Calendar entries as a file or a feed."""

import datetime as dt
import logging
from functools import cache

from icalendar import Calendar
from icalendar.prop import vDuration, vText

from events.ical.components import vevent
from events.ical.texts import one_line
from events.ical.zones import vtimezone
from events.times import DEFAULT_ZONE

PRODID = "-//civicevents//DE"
REFRESH = dt.timedelta(hours=1)
END = b"END:VCALENDAR\r\n"
logger = logging.getLogger(__name__)


def as_file(entries, *, method=None, name=None):
    """The bytes of a VCALENDAR with these VEVENTs and the zones they need. ``method``: iTIP's (RFC 5546)."""
    entries = list(entries)
    return _head(_calendar(name, method), _zones(entries)) + b"".join(entry.to_ical() for entry in entries) + END


def feed_head(name, zones):
    """What stands in a calendar to subscribe to before its entries; END follows them.

    There is always a zone in it, because a calendar without any component is none (RFC 5545 section 3.6).
    """
    calendar = _calendar(name)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return _head(calendar, zones) if any(map(_zone, zones)) else _head(calendar, [DEFAULT_ZONE])


def feed_file(rows, *, name, make=vevent, **more):
    """The bytes of a calendar to subscribe to, with one VEVENT for each row, by ``make(row, **more)``."""

    def made(row):
        entry = make(row, **more)
        return entry, entry.to_ical()

    pairs = [pair for row in rows if (pair := unless_broken(made, row))]
    return feed_head(name, _zones(entry for entry, _ in pairs)) + b"".join(text for _, text in pairs) + END


def unless_broken(make, row):
    """``make(row)``, or None for a row that nothing can be made of: one bad record never breaks a feed."""
    try:
        return make(row)
    except Exception:  # whatever it is, the others are to be read
        logger.exception("Left out of a feed: %s %s", type(row).__name__, row.pk)
        return None


def _calendar(name=None, method=None):
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        text = vText(one_line(name))  # the library would write both as they are, with commas and backslashes
        calendar.add("name", text)
        calendar.add("x-wr-calname", text)
    return calendar


def _zones(entries):
    starts = (entry["dtstart"] for entry in entries)
    return {start.params["TZID"] for start in starts if "TZID" in start.params}


def _head(calendar, zones):
    return calendar.to_ical().removesuffix(END) + b"".join(map(_zone, sorted(zones)))


@cache
def _zone(name):
    """The bytes of a VTIMEZONE; nothing for a zone whose times are given in UTC, or for a name that is none."""
    try:
        zone = vtimezone(name)
    except (KeyError, ValueError, OSError):
        return b""
    return zone.to_ical() if zone else b""
