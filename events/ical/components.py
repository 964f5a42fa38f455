"""An event as a calendar entry (RFC 5545, RFC 7986).

No personal data but the names on the public page, and no access details: CONFERENCE is never given, because no way in
is public. UID and SEQUENCE are the event's stored ones, so that an entry is updated and never doubled. Nothing depends
on the clock: an entry changes only when a row does (events/feeds/validator.py relies on it).
"""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Event
from icalendar.prop import vText, vUri

from events.ical.contents import fetch_entry_contents, has_entry_contents
from events.ical.texts import clean, description, one_line
from events.ical.zones import vtimezone
from events.models import Confidentiality, Status
from events.structured_data import share_picture

STATUSES = {Status.PUBLISHED: "CONFIRMED", Status.POSTPONED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}
CLASSES = {Confidentiality.CLOSED: "CONFIDENTIAL"}


def vevent(event, *, language, with_text=True, url=None, note="", marked=True):
    """The VEVENT of an event in a language; withdrawn ones are cancelled and without text.

    ``url``: the address to show instead of the public page's, on which nobody signs up again. ``note``: what stands
    first in the description. ``marked``: whether the title says that the event is cancelled or postponed, for all the
    apps that do not look at STATUS; those that handle invitations do.
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
    if not has_entry_contents(event):
        fetch_entry_contents([event])
    address = url or settings.BASE_URL + event.get_absolute_url()
    title = event.in_language("title", language)
    _add_text(entry, "summary", _marked(event, title.text) if marked else title.text, title.language)
    text = description(event, language, address=address, note=note, invites=url is None)
    _add_text(entry, "description", text, language)
    if place := _place(event):
        _add_text(entry, "location", one_line(place))
    if event.is_in_person and event.venue and event.venue.latitude is not None:
        entry.add("geo", (float(event.venue.latitude), float(event.venue.longitude)))
    entry.add("url", clean(address))
    if topics := [clean(topic.name_in(language)) for topic in event.topics.all()]:
        entry.add("categories", topics)
    if event.confidentiality in CLASSES:
        entry.add("class", CLASSES[event.confidentiality])
    if picture := share_picture(event):
        entry.add("image", vUri(picture["url"]), parameters={"VALUE": "URI", "FMTTYPE": "image/jpeg"})
    return entry


def _marked(event, title):
    words = {"title": title}
    if event.status == Status.CANCELLED:
        return _("Cancelled: %(title)s") % words
    return _("Postponed: %(title)s") % words if event.status == Status.POSTPONED else title


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
