"""What changed on a public event, in words: the rows of its history that participants are told about."""

import datetime as dt

from django.utils.formats import date_format

from events.models import AttendanceMode, Change, LineUp, Status

WORDS = {
    Change.What.STATUS: dict(Status.choices),
    Change.What.ATTENDANCE_MODE: dict(AttendanceMode.choices),
    Change.What.LINE_UP: dict(LineUp.choices),
}
TIMES = (Change.What.STARTS_AT, Change.What.ENDS_AT)


def changes_of(event):
    """Newest first: dicts of at (on the event's own clock), by, what, old and new, ready to show."""
    return [
        {
            "at": change.at.astimezone(event.zone),
            "by": change.by,
            "what": change.get_what_display(),
            "old": _in_words(change.what, change.old, event.zone),
            "new": _in_words(change.what, change.new, event.zone),
        }
        for change in event.changes.select_related("by").order_by("-at", "-pk")
    ]


def _in_words(what, value, zone):
    if value is None:
        return ""
    if what in TIMES:
        moment = dt.datetime.fromisoformat(value).astimezone(zone)
        return f"{date_format(moment, 'SHORT_DATE_FORMAT')}, {moment:%H:%M}"
    if isinstance(value, list):
        return "\n".join(value)
    return str(WORDS.get(what, {}).get(value, value))
