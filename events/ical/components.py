"""An event as a calendar entry (RFC 5545), and entries as a file.

No personal data and no access details: what stands here is on the public page. UID and SEQUENCE are the event's stored
ones, so that an entry is updated and never doubled.
"""

import datetime as dt
import re

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event
from icalendar.prop import vText

from events.ical.zones import vtimezone
from events.models import Confidentiality, Status

PRODID = "-//civicevents//DE"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
STATUSES = {Status.PUBLISHED: "CONFIRMED", Status.POSTPONED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}
CLASSES = {Confidentiality.CLOSED: "CONFIDENTIAL"}


def clean(text):
    """Text fit for a property: lone CRs become line breaks, other control characters vanish."""
    return CONTROL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def vevent(event, *, language, with_text=True, url=None):
    """The VEVENT of an event in a language; withdrawn ones are cancelled and without text.

    ``url``: the address to show instead of the public page's.
    """
    entry = Event()
    entry.add("uid", event.uid)
    entry.add("dtstamp", event.updated_at.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("created", event.created_at.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("last-modified", event.updated_at.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("sequence", event.sequence)
    _add_times(entry, event)
    entry.add("status", STATUSES.get(event.status, "CANCELLED"))
    if event.status == Status.WITHDRAWN or not with_text:
        return entry
    address = url or settings.BASE_URL + event.get_absolute_url()
    title = event.in_language("title", language)
    _add_text(entry, "summary", title.text, title.language)
    _add_text(entry, "description", _description(event, language, address), language)
    if place := _place(event):
        _add_text(entry, "location", place)
    if event.is_in_person and event.venue and event.venue.latitude is not None:
        entry.add("geo", (float(event.venue.latitude), float(event.venue.longitude)))
    entry.add("url", clean(address))
    if topics := [clean(topic.name) for topic in event.topics.all()]:
        entry.add("categories", topics)
    if event.confidentiality in CLASSES:
        entry.add("class", CLASSES[event.confidentiality])
    return entry


def as_file(entries, *, method=None, name=None):
    """The bytes of a VCALENDAR with these VEVENTs and the zones they need. ``method``: iTIP's (RFC 5546)."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("name", clean(name))
        calendar.add("x-wr-calname", clean(name))
    entries = list(entries)
    for zone in sorted({entry["dtstart"].params["TZID"] for entry in entries if "TZID" in entry["dtstart"].params}):
        calendar.add_component(vtimezone(zone))
    for entry in entries:
        calendar.add_component(entry)
    return calendar.to_ical()


def _add_text(entry, name, text, language=None):
    entry.add(name, vText(clean(text), params={"LANGUAGE": language} if language else {}))


def _add_times(entry, event):
    if event.all_day:
        entry.add("dtstart", event.first_day)
        entry.add("dtend", event.last_day + dt.timedelta(days=1))
        return
    known = vtimezone(event.time_zone) is not None
    start, end = (event.local_start, event.local_end) if known else (event.starts_at, event.ends_at)
    entry.add("dtstart", start if known else start.astimezone(dt.UTC))
    entry.add("dtend", end if known else end.astimezone(dt.UTC))


def _place(event):
    venue = event.venue if event.is_in_person else None
    parts = []
    if venue:
        parts.append(", ".join(filter(None, [event.room, venue.name, venue.address])))
    if event.is_online:
        parts.append(str(event.platform) if event.platform else _("online"))
    return " / ".join(parts)


def _description(event, language, address):
    """Plain text: notice, summary, timetable, address of the page."""
    parts = []
    if event.status == Status.CANCELLED:
        parts.append(_("Cancelled.") + f" {event.status_reason}".rstrip())
    if event.status == Status.POSTPONED:
        parts.append(_("Postponed: the new date is not known yet.") + f" {event.status_reason}".rstrip())
    parts.append(event.in_language("summary", language).text)
    parts.append("\n".join(_agenda_line(item, event) for item in event.agenda_items.all()))
    parts.append(address)
    return "\n\n".join(filter(None, parts))


def _agenda_line(item, event):
    time = f"{item.starts_at.astimezone(event.zone):%H:%M} " if item.starts_at else "– "
    return f"{time}{item.title}"
