"""Calendar entries of participants: the event's own, with the own page as its address.

In mails they are iTIP (RFC 5546, put into mail by RFC 6047): ORGANIZER is the portal under the organisation's name,
since nobody reads answers; the one ATTENDEE is the recipient, who is not asked for an answer. UID is the event's, so
that an entry is updated and never doubled, whatever it came from first.
"""

import datetime as dt
from email.utils import parseaddr

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import override
from icalendar import vCalAddress
from icalendar.prop import vText

from events.ical import as_file, one_line, vevent
from events.models import Status
from outbox.mails import Calendar
from registrations.links import own_page, stage_page
from registrations.models import Registration, State

# Of a parameter; the escapes of RFC 6868 are shown as they are by apps that do not know it, Outlook among them.
PLAIN_QUOTES = {ord('"'): "'", ord("^"): None}
ENDED = (State.CANCELLED, State.DECLINED)


def own_entry(registration, *, ended_before=None, note="", marked=True):
    """The VEVENT of a registration in its language: TENTATIVE without a seat, CANCELLED when it has ended.

    ``marked``: whether the title says so, too. ``ended_before``: how many earlier sign-ups of the address have ended,
    if that is known.
    """
    with override(registration.language):
        entry = vevent(
            registration.event, language=registration.language, url=own_page(registration), note=note, marked=marked
        )
        state = capfirst(registration.get_state_display())
    _replace(entry, "sequence", sequence(registration, ended_before))
    if registration.state in ENDED:
        if marked and entry["status"] != "CANCELLED":
            _replace(entry, "summary", vText(f"{state}: {entry['summary']}", params=entry["summary"].params))
        _replace(entry, "status", "CANCELLED")
    elif not registration.is_confirmed and registration.event.status == Status.PUBLISHED:
        _replace(entry, "status", "TENTATIVE")
    return entry


def sequence(registration, ended=None):
    """The event's sequence, raised by what happened to this address at the event before.

    A calendar that was told of a cancellation ignores an invitation that is not newer: each earlier sign-up that has
    ended counts two, for itself and for its end, and an end of this one counts one more.
    """
    if ended is None:
        earlier = Registration.objects.filter(event=registration.event_id, address_key=registration.address_key)
        ended = earlier.filter(state__in=ENDED, pk__lt=registration.pk).exclude(address_key="").count()
    return registration.event.sequence + 2 * ended + (registration.state in ENDED)


def for_participant(registration, now):
    """The calendar part of a mail to somebody who has a seat, or had one."""
    return _part(own_entry(registration, marked=False), registration.event, registration.email, now)


def for_stage(appearance, language, now):
    """The calendar part of a mail to somebody on stage."""
    event = appearance.event
    entry = vevent(event, language=language, url=stage_page(appearance), marked=False)
    return _part(entry, event, appearance.speaker.email, now)


def _part(entry, event, recipient, now):
    """REQUEST puts the entry into the calendar or updates it, CANCEL crosses it out."""
    method = "CANCEL" if entry["status"] == "CANCELLED" else "REQUEST"
    _replace(entry, "dtstamp", now.astimezone(dt.UTC).replace(microsecond=0))
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = one_line(event.organisation.name).translate(PLAIN_QUOTES)
    entry.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{recipient}")
    attendee.params |= {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"}
    attendee.params["PARTSTAT"] = "ACCEPTED"
    entry.add("attendee", attendee)
    return Calendar(as_file([entry], method=method), method)


def _replace(entry, name, value):
    entry.pop(name, None)
    entry.add(name, value)
