"""Who changed what on an event, and when: the Change rows with old and new values, and what the admin noted."""

import datetime as dt
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from events.dates import clock, short_day
from events.models import AttendanceMode, Change, Event, LineUp, Status

What = Change.What
CHOICES = {What.STATUS: Status, What.ATTENDANCE_MODE: AttendanceMode, What.LINE_UP: LineUp}
MOMENTS = {What.STARTS_AT, What.ENDS_AT, What.PUBLISHED}
LATEST = 500


class Entry(NamedTuple):
    """``old`` and ``new`` are lists of lines, empty where there is nothing to show."""

    at: dt.datetime
    who: str
    what: str
    old: list
    new: list


def history(event):
    """The entries of an event, the latest first, at most LATEST of each kind."""
    changes = event.changes.select_related("by").order_by("-at", "-pk")[:LATEST]
    noted = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Event), object_id=str(event.pk)
    ).select_related("user")[:LATEST]
    entries = [_of_change(change, event) for change in changes]
    entries += [Entry(row.action_time, str(row.user), _noted(row), [], []) for row in noted]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _of_change(change, event):
    what = Change.What(change.what).label
    who = str(change.by) if change.by else _("the portal")
    return Entry(
        change.at, who, what[:1].upper() + what[1:], shown(change, change.old, event), shown(change, change.new, event)
    )


def shown(change, value, event):
    """A stored value as lines of words."""
    if value in (None, "", []):
        return []
    if isinstance(value, list):
        return [str(line) for line in value]
    if change.what in MOMENTS:
        local = dt.datetime.fromisoformat(value).astimezone(event.zone)
        return [f"{short_day(local)}, {clock(local)}"]
    if change.what in CHOICES:
        return [str(dict(CHOICES[change.what].choices).get(value, value))]
    return [str(value)]


def _noted(row):
    return row.get_change_message() or row.get_action_flag_display()
