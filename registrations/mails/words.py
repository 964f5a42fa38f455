"""What mails say about an event: date, place, and what changed, in the active language and the event's zone."""

import copy
import datetime as dt
from typing import NamedTuple

from django.utils import dateformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.actions import snapshot
from events.actions.changes import agenda_lines
from events.dates import clock, days, long_day, time_range, when_line, zone_name
from events.models import AttendanceMode, Change, LineUp, Status

What = Change.What


class Difference(NamedTuple):
    """One line of what changed; ``old`` and ``new`` are never empty."""

    label: str
    old: str
    new: str


def subject(words, event):
    """Confirmed: Thu 10 Dec, 19:00 – Title"""
    title = str(event.shown_title)
    when = short_when(event)
    return f"{words}: {when} – {title}" if when else f"{words}: {title}"


def short_when(event):
    """Do 10.12., 19:00 / Thu 10 Dec, 19:00; nothing while the date does not hold."""
    if event.status == Status.POSTPONED:
        return ""
    first = _short_day(event.first_day)
    if event.is_several_days:
        return f"{first} – {_short_day(event.last_day)}"
    return first if event.all_day else f"{first}, {clock(event.local_start)}"


def _short_day(day):
    return dateformat.format(day, "D j M" if get_language() == "en" else "D j.n.")


def when(event):
    """Date and time in full, with the zone; that it is postponed, where it is."""
    if event.status == Status.POSTPONED:
        return when_line(event)
    zone = "" if event.all_day else zone_name(event)
    return f"{days(event)}, {time_range(event)}" + (f" ({zone})" if zone else "")


def where(event):
    """Room, place and address, or that it is online; the way in is never here."""
    platform = f" ({event.platform})" if event.is_online and event.platform else ""
    if not event.is_in_person:
        return _("Online") + platform
    venue = [event.venue.name, event.venue.address] if event.venue else []
    place = ", ".join(filter(None, [event.room, *venue])) or _("Place to be announced")
    return f"{place}, {_('and online')}{platform}" if event.is_online else place


def moment(instant, event):
    """Wednesday, 11 November 2026, 18:00"""
    local = instant.astimezone(event.zone)
    return f"{long_day(local)}, {clock(local)}"


def begins(event, now):
    """When it begins, as seen from now: today at 18:00, tomorrow at 18:00, on Thursday, 12 November 2026 at 18:00."""
    distance = (event.first_day - now.astimezone(event.zone).date()).days
    time = clock(event.local_start)
    if event.all_day:
        words = {0: _("today"), 1: _("tomorrow")}
    else:
        words = {0: _("today at %(time)s"), 1: _("tomorrow at %(time)s")}
    later = _("on %(day)s") if event.all_day else _("on %(day)s at %(time)s")
    return words.get(distance, later) % {"time": time, "day": long_day(event.first_day)}


def differences(event, changes, on_stage=False):
    """What is different now from before these changes, as Differences; what was changed back is left out.

    The new values are those of this moment, so that a mail that waited does not tell of what holds no longer. People
    on stage are told of the agenda, too, and of how settled it is who speaks.
    """
    old, now = {}, snapshot(event)
    if on_stage:
        now[What.AGENDA] = agenda_lines(event)
    for change in changes:
        old.setdefault(What(change.what), change.old)
    changed = {what: value for what, value in old.items() if what in now and value != now[what]}
    found = []
    if changed.keys() & {What.STARTS_AT, What.ENDS_AT}:
        found.append(Difference(_("When"), when(_with_times(event, changed)), when(event)))
    if What.ATTENDANCE_MODE in changed:
        modes = dict(AttendanceMode.choices)
        mode = modes.get(changed[What.ATTENDANCE_MODE], "")
        found.append(Difference(_("How"), str(mode), str(modes[event.attendance_mode])))
    labels = {What.VENUE: _("Place"), What.ROOM: _("Room"), What.PLATFORM: _("Platform"), What.TITLE: _("Title")}
    nothing = _("none, or not known yet")
    for what, label in labels.items():
        if what in changed:
            found.append(Difference(label, changed[what] or nothing, now[what] or nothing))
    if What.LINE_UP in changed and on_stage:
        before, after = (str(LineUp(value).label) for value in (changed[What.LINE_UP], event.line_up))
        found.append(Difference(_("Line-up"), before, after))
    if What.AGENDA in changed:
        before, after = (" · ".join(lines or []) or nothing for lines in (changed[What.AGENDA], now[What.AGENDA]))
        found.append(Difference(_("Agenda"), before, after))
    return found


def _with_times(event, changed):
    """The event at the times that these changes replaced."""
    before = copy.copy(event)
    for what, name in ((What.STARTS_AT, "starts_at"), (What.ENDS_AT, "ends_at")):
        if changed.get(what):
            setattr(before, name, dt.datetime.fromisoformat(changed[what]))
    return before
