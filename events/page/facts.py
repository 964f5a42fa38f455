"""Small facts of an event in words: accessibility, confidentiality, contact, source, sign-up."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from events.models import Confidentiality, Status, WheelchairAccess


class Label(NamedTuple):
    label: str
    meaning: str


class Contact(NamedTuple):
    name: str
    email: str
    phone: str

    @property
    def dial(self):
        """The number for ``tel:``, without the zero that is not dialled from abroad: +49 (0)731 → +49731."""
        return re.sub(r"[^\d+]", "", self.phone.replace("(0)", ""))


def facts_of(event, now):
    """The context that follows from the event alone."""
    seats = getattr(event, "availability", None)
    takes_place = event.status == Status.PUBLISHED and not event.is_over(now)
    closes_at = seats and seats.takes_registrations and seats.closes_at
    return {
        "is_over": event.is_over(now),
        "is_running": event.is_running(now),
        "takes_place": takes_place,
        "signup_is_open": bool(takes_place and seats and seats.is_open(now)),
        "signup_closes": closes_at.astimezone(event.zone) if closes_at and closes_at > now and takes_place else None,
        "is_free": not event.source,  # of events taken over from elsewhere nobody told us
        "accessibility": accessibility_of(event),
        "accessibility_notes": accessibility_notes_of(event),
        "confidentiality": confidentiality_of(event),
        "contact": Contact(*event.contact),
        "source_name": source_name(event),
    }


def _venue(event):
    return event.venue if event.is_in_person else None


def accessibility_of(event):
    """What is known about accessibility, good or bad, as short phrases. Silence means that nobody said anything."""
    venue = _venue(event)
    platform = event.platform if event.is_online else None
    captions = event.captions
    if captions is None and platform and platform.live_captions:
        captions = True
    facts = [
        _wheelchair(event, venue),
        _yes_no(event.sign_language, _("with sign language"), _("without sign language")),
        _yes_no(captions, _("with live captions"), _("without live captions")),
    ]
    if venue:
        facts += [
            _yes_no(venue.accessible_toilet, _("accessible toilet"), _("no accessible toilet")),
            _yes_no(venue.hearing_loop, _("hearing loop"), _("no hearing loop")),
        ]
    return [fact for fact in facts if fact]


def accessibility_notes_of(event):
    venue = _venue(event)
    return [note for note in (event.accessibility_note, venue.accessibility_note if venue else "") if note]


def _wheelchair(event, venue):
    if not event.is_in_person:
        return ""
    if event.wheelchair is not None:
        return _yes_no(event.wheelchair, _("wheelchair accessible"), _("not wheelchair accessible"))
    return WheelchairAccess(venue.wheelchair).label if venue and venue.wheelchair else ""


def _yes_no(value, yes, no):
    return "" if value is None else yes if value else no


def confidentiality_of(event):
    """The label with its meaning; of events taken over from elsewhere nobody told us that they are open."""
    value = Confidentiality(event.confidentiality)
    if event.source and value == Confidentiality.OPEN:
        return None
    return Label(value.label, value.meaning)


def source_name(event):
    return event.source or urlsplit(event.source_url).hostname or ""
