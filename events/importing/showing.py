"""A plan in words: what its preview shows of each entry, in the reader's language."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.dates import when_line
from events.importing.comparing import (
    CANCELLED,
    CANCELLED_THERE,
    CHANGED,
    DECLINED,
    GONE,
    KNOWN,
    NEW,
    OVER,
    PRIVATE,
    SAME,
    SKIPPED,
    WITHDRAWN,
)
from events.importing.words import sentence
from events.models import AttendanceMode, Event, Status, Venue

REASONS = {
    OVER: gettext_lazy("It is over."),
    PRIVATE: gettext_lazy("It is marked as private at the source."),
    CANCELLED_THERE: gettext_lazy("It is cancelled at the source."),
    DECLINED: gettext_lazy("It was declined or deleted here before."),
    WITHDRAWN: gettext_lazy("The event was withdrawn here."),
    KNOWN: gettext_lazy("It is here already."),
}
LABELS = {
    "status": gettext_lazy("status"),
    "title": gettext_lazy("title"),
    "subtitle": gettext_lazy("subtitle"),
    "when": gettext_lazy("when"),
    "where": gettext_lazy("where"),
    "text": gettext_lazy("text"),
    "url": gettext_lazy("link"),
}
SHOWN_TEXT = 240


@dataclass
class Row:
    """An item as it is shown."""

    item: object
    title: str
    when: str
    where: str
    reasons: list[str]
    differences: list[dict]
    means: str


@dataclass
class Preview:
    new: list[Row]
    changed: list[Row]
    gone: list[Row]
    skipped: list[Row]
    same: int
    more: int
    problems: list[dict]

    @property
    def skipped_number(self):
        return len(self.skipped)


def preview(plan, *, now, most):
    """What the page shows: at most that many new entries at once; ``more`` is how many follow."""
    new = plan.of(NEW)
    venues = Venue.objects.in_bulk({venue for item in plan.of(CHANGED) for venue in _venues(item)})
    return Preview(
        new=[_row(item, now, venues) for item in new[:most]],
        changed=[_row(item, now, venues) for item in plan.of(CHANGED)],
        gone=[_row(item, now, venues) for item in plan.of(GONE)],
        skipped=[_row(item, now, venues) for item in plan.of(SKIPPED)],
        same=len(plan.of(SAME)),
        more=max(0, len(new) - most),
        problems=[{"entry": problem["entry"], "sentence": sentence(problem)} for problem in plan.problems],
    )


def _venues(item):
    return [each.here[0] for each in item.differences if each.name == "where" and each.here[0]]


def _row(item, now, venues):
    entry = item.entry
    when = _when([entry[name] for name in ("starts", "ends", "all_day", "open_end", "zone")]) if entry else None
    return Row(
        item=item,
        title=item.title or _("Without a title"),
        when=when or when_line(item.event),
        where=_there("where", [entry["location"], entry["room"], entry["online"]]) if entry else "",
        reasons=[str(REASONS[reason]) for reason in item.reasons],
        differences=[_difference(each, item.event, venues) for each in item.differences],
        means=_means(item, now),
    )


def _means(item, now):
    """What taking over an end does."""
    ends = item.kind == GONE or any(each.name == "status" and each.there == CANCELLED for each in item.differences)
    if not ends:
        return ""
    if item.event.status == Status.DRAFT or item.event.is_scheduled(now):
        edited = " " + _("It has been edited here.") if item.is_edited else ""
        return _("The draft is deleted.") + edited
    return _("The event is cancelled, and everybody concerned is told.")


def _difference(difference, event, venues):
    here, there = difference.here, difference.there
    if difference.name == "text":
        shown_here, shown_there = _apart(here, "\n\n".join([*filter(None, [", ".join(there[1])]), there[0]]))
    else:
        shown_here, shown_there = _here(difference.name, here, event, venues), _there(difference.name, there)
    return {
        "label": LABELS[difference.name],
        "here": shown_here,
        "there": shown_there,
        "edited": difference.edited,
    }


def _here(name, value, event, venues):
    if name == "status":
        return event.get_status_display()
    if name == "when":
        return _when(value)
    if name == "where":
        venue, room, mode = value
        words = [str(venues.get(venue, "")), room] if venue or room else [str(AttendanceMode(mode).label)]
        return ", ".join(filter(None, words))
    return value


def _there(name, value):
    if name == "status":
        return _("cancelled") if value == CANCELLED else _("takes place")
    if name == "when":
        return _when(value)
    if name == "where":
        location, room, _online = value
        return ", ".join(filter(None, [location, room])) or str(AttendanceMode.ONLINE.label)
    return value


def _when(value):
    starts, ends, all_day, open_end, zone = value
    starts, ends = dt.datetime.fromisoformat(starts), dt.datetime.fromisoformat(ends)
    return when_line(Event(starts_at=starts, ends_at=ends, all_day=all_day, open_end=open_end, time_zone=zone))


def _apart(here, there):
    """Both texts from a little before where they begin to differ."""
    same = next((number for number, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), 0)
    begin = max(0, same - 40)
    return [
        ("… " if begin and text else "") + text[begin : begin + SHOWN_TEXT] + (" …" * (len(text) > begin + SHOWN_TEXT))
        for text in (here, there)
    ]
