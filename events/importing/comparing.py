"""What a reading of a source would change here: new, changed, gone, and what is left alone and why.

Three values meet in each field: what the source said when it was last decided on, what it says now, and what stands
here. Only what has changed at the source is a change; where somebody has edited the event here, too, it is a conflict,
and the value here stays unless an organiser says otherwise.
"""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field

from events.importing.matching import matched
from events.models import Event, Imported, Status

NEW, CHANGED, GONE, SKIPPED, SAME = "new", "changed", "gone", "skipped", "same"
FIELDS = ("status", "title", "subtitle", "when", "where", "text", "url")
CONFIRMED, CANCELLED, VANISHED = "confirmed", "cancelled", "gone"
# Reasons not to take over by itself, and not to tick in advance; or to leave out altogether.
OVER, PRIVATE = "over", "private"
CANCELLED_THERE, DECLINED, WITHDRAWN, KNOWN = "cancelled_there", "declined", "withdrawn", "known"
OFF = (Status.CANCELLED, Status.WITHDRAWN)


@dataclass
class Difference:
    """``here`` is what stands on the event, ``there`` what the source says now."""

    name: str
    here: object
    there: object
    edited: bool


@dataclass
class Item:
    kind: str
    key: str
    title: str
    entry: dict | None = None
    imported: Imported | None = None
    event: Event | None = None
    differences: list[Difference] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)  # what has changed at the source but makes no sense as things stand

    @property
    def mark(self):
        """Names the item as it was shown: once anything about it has changed, the mark fits no longer."""
        shown = [self.kind, self.key, self.event and self.event.version, self.entry]
        shown += [[each.name, each.here, each.there, each.edited] for each in self.differences]
        return hashlib.sha256(json.dumps(shown, sort_keys=True, default=str).encode()).hexdigest()[:32]

    @property
    def conflicts(self):
        return [difference for difference in self.differences if difference.edited]

    @property
    def is_edited(self):
        """Whether anything that was taken over has been edited here since."""
        stands = here(self.event, self.imported.written)
        return any(stands[name] != self.imported.written.get(name) for name in FIELDS[1:])

    @property
    def wanted(self):
        """Whether it is taken over unless somebody says no."""
        return not self.reasons


@dataclass
class Plan:
    items: list[Item]
    problems: list[dict]
    relinked: list[tuple[dict, Event]]

    def of(self, kind):
        return [item for item in self.items if item.kind == kind]

    @property
    def waiting(self):
        """How much there is to decide."""
        return sum(item.kind in (CHANGED, GONE) or (item.kind == NEW and item.wanted) for item in self.items)


def values(entry):
    """What an entry says of each field, as it is kept in ``Imported.said``."""
    return {
        "status": entry["status"],
        "title": entry["title"],
        "subtitle": entry["subtitle"],
        "when": [entry["starts"], entry["ends"], entry["all_day"], entry["open_end"], entry["zone"]],
        "where": [entry["location"], entry["room"], entry["online"]],
        "text": [entry["text"], entry["people"]],
        "url": entry["url"],
        "uid": entry["uid"],
    }


def here(event, written):
    """What stands on the event in each field now; ``written`` says which section and link are the import's."""
    section = next((row for row in event.sections.all() if row.pk == written.get("section")), None)
    link = next((row for row in event.links.all() if row.pk == written.get("link")), None)
    starts, ends = (moment.astimezone(dt.UTC).isoformat() for moment in (event.starts_at, event.ends_at))
    return {
        "status": event.status,
        "title": event.title,
        "subtitle": event.subtitle,
        "when": [starts, ends, event.all_day, event.open_end, event.time_zone],
        "where": [event.venue_id, event.room, event.attendance_mode],
        "text": section.body if section else "",
        "url": link.url if link else "",
    }


def compare(source, *, now):
    """The Plan of the source's last reading against what was taken over before. Writes nothing."""
    reading = source.reading or {"entries": [], "problems": [], "complete": False, "missing": []}
    rows = source.imported.select_related("event__venue").prefetch_related("event__sections", "event__links")
    pairs, new, left = matched(reading["entries"], list(rows), now)
    before = _taken_before(source, new)
    items = [_known(entry, imported, now) for entry, imported in pairs]
    items += [_new(entry, now) for entry in new if entry["key"] not in before]
    items += [
        Item(SAME, entry["key"], entry["title"], entry, reasons=[KNOWN]) for entry in new if entry["key"] in before
    ]
    if reading["complete"]:
        items += [item for imported in left if (item := _gone(imported, reading, now))]
    relinked = [(entry, before[entry["key"]]) for entry in new if entry["key"] in before]
    return Plan(sorted(items, key=_order), reading["problems"], relinked)


def _order(item):
    starts = item.entry["starts"] if item.entry else item.event.starts_at.astimezone(dt.UTC).isoformat()
    return (starts, item.key)


def _taken_before(source, new):
    """Events of this source by key that are remembered without their entry: the source was removed and set up again."""
    if not new:
        return {}
    events = Event.objects.filter(organisation=source.organisation_id, source=source.name, imported=None)
    return {event.source_id: event for event in events.filter(source_id__in=[entry["key"] for entry in new])}


def _new(entry, now):
    item = Item(NEW, entry["key"], entry["title"], entry)
    if entry["status"] == CANCELLED:
        item.kind, item.reasons = SKIPPED, [CANCELLED_THERE]
        return item
    item.reasons += [OVER] if dt.datetime.fromisoformat(entry["ends"]) <= now else []
    item.reasons += [PRIVATE] if entry["private"] else []
    return item


def _known(entry, imported, now):
    event = imported.event
    item = Item(SAME, imported.key, entry["title"], entry, imported, event)
    if event is None:
        item.kind, item.reasons = SKIPPED, [DECLINED]
        return item
    if event.status == Status.WITHDRAWN:
        item.kind, item.reasons = SKIPPED, [WITHDRAWN]
        return item
    _find_differences(item, now)
    if item.differences:
        item.kind = CHANGED
    return item


def _find_differences(item, now):
    event, imported, said = item.event, item.imported, values(item.entry)
    stands = here(event, imported.written)
    if imported.said.get("status") != said["status"] and _can_follow(item, said["status"], now):
        item.differences.append(Difference("status", imported.said.get("status"), said["status"], edited=False))
    comes_back = bool(item.differences) and said["status"] != CANCELLED
    for name in FIELDS[1:]:
        if imported.said.get(name) == said[name] or _agrees(name, stands[name], said[name]):
            continue
        if name == "when" and (event.status in OFF or said["status"] == CANCELLED) and not comes_back:
            item.unfit.append(name)
            continue
        edited = stands[name] != imported.written.get(name)
        item.differences.append(Difference(name, stands[name], said[name], edited))


def _can_follow(item, status, now):
    """Whether there is anything to do about a cancellation, or its end, at the source."""
    event = item.event
    if status == CANCELLED:
        return event.status == Status.DRAFT or (event.status not in OFF and event.ends_at > now)
    return event.status == Status.CANCELLED and max(event.ends_at, dt.datetime.fromisoformat(item.entry["ends"])) > now


def _agrees(name, stands, said):
    """Whether the event has come to say the same by itself."""
    return name in ("title", "subtitle", "when", "url") and stands == said


def _gone(imported, reading, now):
    """What the source no longer lists, as long as its date lies ahead and nobody has decided on it."""
    event = imported.event
    if imported.said.get("uid", "") in reading["missing"]:
        return None
    if event is None or event.ends_at <= now or event.status in OFF or imported.said.get("status") == VANISHED:
        return None
    return Item(GONE, imported.key, event.title, None, imported, event)
