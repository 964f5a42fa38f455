"""The few words that a row, a card or a mail says about an event: where it is, and how things stand."""

from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from events.dates import day_number, month_short
from events.models import AttendanceMode, Status

FEW = 5


class Standing(NamedTuple):
    """How things stand with an event: ``kind`` names the shape (static/css/status.css), ``words`` say it."""

    kind: str
    words: str


def place_line(event):
    """Online, Kassel, Berlin und online."""
    city = event.venue.city if event.venue else ""
    if event.attendance_mode == AttendanceMode.ONLINE:
        return gettext("Online")
    if event.attendance_mode == AttendanceMode.HYBRID:
        return gettext("%(town)s and online") % {"town": city} if city else gettext("In person and online")
    return city or gettext("Place to be announced")


def standing(event, now, exact=False):
    """What is said about an event, or None: state before seats, and nothing without a sign-up.

    The ``exact`` number of seats is for the event's own page: in lists it would change with every sign-up.
    """
    if event.status == Status.CANCELLED:
        return Standing("cancelled", gettext("Cancelled"))
    if event.status == Status.POSTPONED:
        return Standing("postponed", gettext("Postponed"))
    if event.is_over(now):
        return Standing("over", gettext("Over"))
    if event.is_running(now):
        return Standing("running", gettext("Happening now"))
    seats = getattr(event, "availability", None)
    return seats_standing(seats, event.zone, now, exact) if seats and seats.takes_registrations else None


def seats_standing(seats, zone, now, exact=False):
    """The standing of an Availability that takes registrations."""
    if seats.opens_at and seats.opens_at > now:
        day = seats.opens_at.astimezone(zone)
        words = {"day": day_number(day), "month": month_short(day)}
        return Standing("later", gettext("Sign-up from %(day)s %(month)s") % words)
    if seats.closes_at and seats.closes_at <= now:
        return Standing("closed", gettext("Sign-up closed"))
    if seats.free is None:
        return Standing("free", gettext("Places free"))
    if seats.free == 0:
        return (
            Standing("waitlist", gettext("Waiting list")) if seats.waiting_list else Standing("full", gettext("Full"))
        )
    if not exact:
        few = Standing("few", gettext("Few places left"))
        return few if seats.free <= FEW else Standing("free", gettext("Places free"))
    if seats.free <= FEW:
        words = ngettext("Only %(number)s place left", "Only %(number)s places left", seats.free)
        return Standing("few", words % {"number": seats.free})
    return Standing(
        "free", ngettext("%(number)s place free", "%(number)s places free", seats.free) % {"number": seats.free}
    )
