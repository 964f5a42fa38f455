"""Schedules of conference systems: frab's schedule.xml and schedule.json, as pretalx and others write them too."""

import datetime as dt
import json
import re

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from events.foreign.bounds import MOST_COMPONENTS, Refused
from events.foreign.entries import address, entry_of, finished, span
from events.foreign.texts import markdown, one_line, title
from events.foreign.zones import known, named

DURATION = re.compile(r"^(?:(\d{1,3}):)?(\d{1,2}):(\d{2})$")
CLOCK = re.compile(r"^(\d{1,2}):(\d{2})")


def read_xml(data, *, zone, problems):
    """Conference name and entries. Raises Refused for what is no schedule, and for any declaration of entities."""
    try:
        root = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Refused("xml_entities") from None
    except (defusedxml.ElementTree.ParseError, ValueError, RecursionError, LookupError) as error:
        raise Refused("broken_xml", str(error)) from None
    if root.tag != "schedule":
        raise Refused("no_schedule", root.tag[:60])
    conference = root.find("conference")
    about = {} if conference is None else {child.tag: child.text or "" for child in conference}
    talks = (
        _fields(event, day.get("date", ""), room.get("name", ""))
        for day in root.iter("day")
        for room in day.iter("room")
        for event in room.findall("event")
    )
    return about.get("title", ""), _entries(talks, _zone(about, zone, problems), problems)


def _fields(event, day, room):
    """A talk as a dict like those of the JSON format."""
    found = {child.tag: child.text or "" for child in event if not len(child)}
    persons = [{"name": "".join(person.itertext())} for person in event.iter("person")]
    return {"day": day, "room": room} | found | {
        "guid": event.get("guid", ""), "id": event.get("id", ""), "persons": persons,
    }  # fmt: skip


def read_json(text, *, zone, problems):
    try:
        whole = json.loads(text)
        conference = whole["schedule"]["conference"]
        days = conference["days"]
        talks = [
            {"day": day.get("date", ""), "room": room} | talk
            for day in days
            for room, talks in day["rooms"].items()
            for talk in talks
        ]
    except (ValueError, RecursionError) as error:
        raise Refused("broken_json", type(error).__name__) from None
    except (KeyError, TypeError, AttributeError):
        raise Refused("no_schedule") from None
    return _text(conference, "title"), _entries(talks, _zone(conference, zone, problems), problems)


def _zone(about, fallback, problems):
    name = _text(about, "time_zone_name")
    found = known(name) if name else None
    if name and not found:
        problems.add("unknown_zone", given=f"{name[:60]} → {fallback}")
    return found or fallback


def _text(row, key):
    value = row.get(key)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _entries(talks, zone, problems):
    found = []
    for number, talk in enumerate(talks):
        if number >= MOST_COMPONENTS:
            problems.add("too_many", given=f"> {MOST_COMPONENTS}")
            break
        if entry := _entry(talk, zone, problems):
            found.append(entry)
    return finished(found, problems)


def _entry(talk, zone, problems):
    called = title(_text(talk, "title"))
    start = _start(talk, zone)
    if start is None:
        problems.add("no_start" if not _text(talk, "date") else "unreadable_time", entry=called,
                     given=_text(talk, "date") or _text(talk, "start"))  # fmt: skip
        problems.unsure(_text(talk, "guid") or _text(talk, "id"))
        return None
    length = _length(_text(talk, "duration"))
    if length is None:
        problems.add("no_end", entry=called)
    times = span(start, start + length if length else None, zone=zone, problems=problems, entry=called)
    if times is None:
        problems.unsure(_text(talk, "guid") or _text(talk, "id"))
        return None
    parts = [_text(talk, "abstract"), _text(talk, "description")]
    if parts[0].strip() == parts[1].strip():
        parts.pop()
    text = "\n\n".join(markdown(part, problems=problems, entry=called, is_markdown=True) for part in parts if part)
    return entry_of(
        uid=one_line(_text(talk, "guid") or _text(talk, "id"), 200),
        title=called,
        times=times,
        subtitle=title(_text(talk, "subtitle")),
        text=text[:18_000],
        url=address(_text(talk, "url")),
        room=one_line(_text(talk, "room"), 120),
        people=_people(talk),
        language=_text(talk, "language")[:2].lower(),
        categories=list(filter(None, [one_line(_text(talk, "track"), 80)])),
        status="cancelled" if _text(talk, "status").lower() in ("cancelled", "canceled") else "confirmed",
    )


def _people(talk):
    persons = talk.get("persons")
    names = [
        one_line(_text(person, "public_name") or _text(person, "name") or _text(person, "full_public_name"), 100)
        for person in (persons if isinstance(persons, list) else [])[:30]
        if isinstance(person, dict)
    ]
    return list(dict.fromkeys(filter(None, names)))


def _start(talk, zone):
    """The begin: ``date`` with its offset, or else the day of the schedule and the clock of ``start``.

    Before six o'clock it is the night after that day, as frab counts days.
    """
    try:
        moment = dt.datetime.fromisoformat(_text(talk, "date").strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=named(zone))
    except (ValueError, OverflowError):
        pass
    clock = CLOCK.match(_text(talk, "start"))
    try:
        day = dt.date.fromisoformat(_text(talk, "day").strip())
        hour, minute = map(int, clock.groups())
        day += dt.timedelta(days=hour < 6)
        return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=named(zone))
    except (ValueError, OverflowError, AttributeError):
        return None


def _length(text):
    """A duration such as "00:45" or "1:02:30" (days first)."""
    found = DURATION.match(text.strip())
    if not found:
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return dt.timedelta(days=days, hours=hours, minutes=minutes) or None
