"""Calendar entries as a file or a feed."""

import datetime as dt
import logging

from icalendar import Calendar
from icalendar.prop import vDuration

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
    calendar = _calendar(name, method)
    return _joined(calendar, _zones(entries), [entry.to_ical() for entry in entries])


def feed_file(rows, *, name, make=vevent, **more):
    """The bytes of a calendar to subscribe to. One VEVENT for each row, by ``make(row, **more)``.

    A row that no entry can be made of is left out and logged: one bad record never breaks a feed. There is always a
    zone in it, because a calendar without any component is none (RFC 5545 section 3.6).
    """
    calendar = _calendar(name)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    entries, texts = [], []
    for row in rows:
        try:
            entry = make(row, **more)
            texts.append(entry.to_ical())
        except Exception:  # whatever it is, the others are to be read
            logger.exception("Left out of a calendar: %s %s", type(row).__name__, row.pk)
        else:
            entries.append(entry)
    return _joined(calendar, _zones(entries) or [vtimezone(DEFAULT_ZONE)], texts)


def _calendar(name=None, method=None):
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", one_line(name))
        calendar.add("x-wr-calname", one_line(name))
    return calendar


def _zones(entries):
    starts = [entry["dtstart"] for entry in entries]
    return [vtimezone(name) for name in sorted({start.params["TZID"] for start in starts if "TZID" in start.params})]


def _joined(calendar, zones, texts):
    for zone in zones:
        calendar.add_component(zone)
    return calendar.to_ical().removesuffix(END) + b"".join(texts) + END
