"""What a calendar entry says in its description: plain text, the same whenever it is asked for."""

import re

from django.utils.translation import gettext as _

from events import dates
from events.models import Status
from events.page.agenda import agenda_of
from events.page.people import people_of

# Of XML 1.0 and of what programs take for the end of a line (str.splitlines), too.
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def clean(text):
    """Text fit for a property: lone CRs become line breaks, other control characters vanish.

    A backslash before an N gets an invisible word joiner: icalendar 7.3 would write the two as a line break.
    """
    lines = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return UNFIT.sub("", lines).replace("\\N", "\\\u2060N")


def one_line(text):
    """Text fit for a name, which apps show on one line."""
    return " ".join(clean(text).split())


def description(event, language, *, address, note="", invites=True):
    """Notice, summary, open end, timetable, people, how to sign up, address of the page."""
    parts = [
        note,
        _notice(event),
        event.in_language("summary", language).text,
        _("Open end: when it is over is not settled.") if event.open_end and not event.all_day else "",
        *_timetable(event),
        "\n".join(_people(event)),
        _how_to_sign_up(event, address) if invites else "",
        address,
    ]
    return "\n\n".join(filter(None, parts))


def _notice(event):
    if event.status == Status.CANCELLED:
        return _("Cancelled.") + f" {event.status_reason}".rstrip()
    if event.status == Status.POSTPONED:
        return _("Postponed: the new date is not known yet.") + f" {event.status_reason}".rstrip()
    return ""


def _timetable(event):
    """A paragraph for each day; the day is named if there are several."""
    agenda = agenda_of(event, event.ends_at)  # as it reads when nothing of it is "now"
    for day in agenda.days:
        heading = [dates.long_day(day.date)] if agenda.has_days and day.date else []
        yield "\n".join([*heading, *map(_stop, day.stops)])


def _stop(stop):
    names = ", ".join(person.speaker.full_name for person in stop.people)
    return f"{stop.clock or '–'} {stop.title}{': ' if names else ''}{names}"


def _people(event):
    people = people_of(event)
    yield from _line(_("With:"), people.speakers)
    yield from _line(_("Facilitation:"), people.facilitators)
    yield from _line(_("Moderation:"), people.moderators)


def _line(label, entries):
    names = [person.speaker.full_name for entry in entries for person in entry.appearances]
    if names:
        yield f"{label} {', '.join(names)}"


def _how_to_sign_up(event, address):
    if event.status != Status.PUBLISHED:
        return ""
    if event.external_signup_url:
        return _("Sign up at %(host)s: %(address)s") % {
            "host": event.external_signup_host,
            "address": event.external_signup_url,
        }
    seats = getattr(event, "availability", None)
    if not seats or not seats.takes_registrations:
        return ""
    words = _("Sign up on the event's page, free of charge and without an account: %(address)s") % {"address": address}
    if seats.closes_at:
        moment = seats.closes_at.astimezone(event.zone)
        until = {"day": dates.short_day(moment), "time": dates.clock(moment)}
        words += "\n" + _("Sign-up until %(day)s, %(time)s.") % until
    return words
