"""Calendar files (RFC 5545), as they are rather than as they should be.

The file is cut into its events before any of them is looked at, so that a broken one loses no other.
"""

import datetime as dt
import re
from functools import cached_property

from icalendar import vDuration
from icalendar.parser import Contentline

from events.foreign.bounds import MOST_COMPONENTS
from events.foreign.entries import address, entry_of, finished, span
from events.foreign.recurrence import Rules
from events.foreign.texts import HARMFUL, markdown, one_line, title
from events.foreign.zones import Zones

FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
LINE = re.compile(r"\r\n|\n|\r")
NAME = re.compile(r"^[A-Za-z0-9-]+(?=[;:])")
MOMENT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?$")
READ = {
    "UID", "SUMMARY", "DESCRIPTION", "X-ALT-DESC", "STYLED-DESCRIPTION", "DTSTART", "DTEND", "DURATION", "RRULE",
    "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "CLASS", "LOCATION", "URL", "CATEGORIES", "SEQUENCE", "CONFERENCE",
    "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL",
}  # fmt: skip
ONLINE = {"CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL"}
OTHERS = {"VTODO", "VJOURNAL", "VFREEBUSY"}
LONGEST_LINE = 200_000


class Unreadable(Exception):
    """This event cannot be taken; the arguments are the code of the reason, and what was found."""


class Block:
    """One VEVENT: its lines as properties, its times read."""

    def __init__(self, lines, zones, problems):
        self.zones, self.problems = zones, problems
        self.properties = {}
        broken = sum(not self._read(line) for line in lines)
        self.title = title(self.text("SUMMARY"))
        if broken:
            problems.add("unreadable_lines", entry=self.title, given=broken)

    def _read(self, line):
        name = NAME.match(line)
        if name and name.group().upper() not in READ:
            return True
        try:
            name, parameters, value = Contentline(line[:LONGEST_LINE]).parts()
        except Exception:  # whatever the library raises over a line that is none
            return False
        self.properties.setdefault(name.upper(), []).append((parameters, value))
        return True

    def all(self, name):
        return [value for _parameters, value in self.properties.get(name, [])]

    def text(self, name):
        return (self.all(name) or [""])[0]

    def read_times(self):
        """Find begin, end and zone. Raises Unreadable without a begin."""
        if "DTSTART" not in self.properties:
            raise Unreadable("no_start")
        parameters, value = self.properties["DTSTART"][0]
        self.zone_name = str(parameters.get("TZID", ""))
        self.start = self.moment(parameters, value)
        self.end = self._end()
        self.onwards = any(given[0].get("RANGE") for given in self.properties.get("RECURRENCE-ID", []))
        self.recurrence = next((self.moment(*given) for given in self.properties.get("RECURRENCE-ID", [])), None)
        if self.recurrence is not None and _is_day(self.recurrence) != _is_day(self.start):
            self.recurrence = None

    def _end(self):
        try:
            for given in self.properties.get("DTEND", []):
                return self.moment(*given)
            for value in self.all("DURATION"):
                length = vDuration.from_ical(value)
                return self.start + (dt.timedelta(days=length.days) if _is_day(self.start) else length)
        except (Unreadable, ValueError, OverflowError):
            self.problems.add("no_end", entry=self.title)
        return None

    @cached_property
    def zone(self):
        """The zone to show the times by; of times in UTC, that of the calendar."""
        return self.zones.of(self.zone_name, entry=self.title)[1]

    def moment(self, parameters, value):
        """A date, or an aware datetime in the zone it names; one that names none is on the calendar's own clock."""
        found = MOMENT.match(value.strip())
        if not found:
            raise Unreadable("unreadable_time", value)
        year, month, day, hour, minute, second, utc = found.groups()
        try:
            if hour is None:
                return dt.date(int(year), int(month), int(day))
            # A leap second is the second before it. Rules count on the clock of their times, be it UTC.
            reading = self.zones.of("UTC" if utc else str(parameters.get("TZID", "")), entry=self.title)[0]
            clock = dt.time(int(hour), int(minute), min(int(second or 0), 59))
            return dt.datetime.combine(dt.date(int(year), int(month), int(day)), clock, tzinfo=reading)
        except ValueError:
            raise Unreadable("unreadable_time", value) from None

    def moments(self, name):
        """Values of a list of dates, each like the begin a day or a time; those that cannot be read are left out."""
        for parameters, values in self.properties.get(name, []):
            for value in values.split(",")[:1000]:
                try:
                    moment = self.moment(parameters, value.split("/")[0])
                except Unreadable:
                    continue
                if _is_day(moment) and not _is_day(self.start):
                    moment = dt.datetime.combine(moment, self.start.timetz())
                if _is_day(moment) == _is_day(self.start):
                    yield moment

    def entry(self, start, recurrence=None):
        """The entry of this block, or of one date of its rule. None where its begin is out of all bounds."""
        # As long on the clock as on its first date: the difference of times in one zone is that of their clocks.
        end = self.end if self.end is None or start == self.start else start + (self.end - self.start)
        times = span(start, end, zone=self.zone, problems=self.problems, entry=self.title)
        if times is None:
            self.problems.unsure(self.text("UID"))
            return None
        uid = one_line(self.text("UID"), 500)
        described = self.text("DESCRIPTION") or self.text("X-ALT-DESC") or self.text("STYLED-DESCRIPTION")
        location = one_line(self.text("LOCATION"), 300)
        found = entry_of(
            uid=uid,
            title=self.title,
            times=times,
            text=markdown(described, problems=self.problems, entry=self.title),
            url=address(self.text("URL")),
            location="" if _is_link(location) else location,
            online=True if _is_link(location) or ONLINE & self.properties.keys() else None,
            private=self.text("CLASS").strip().upper() in ("PRIVATE", "CONFIDENTIAL"),
            status="cancelled" if self.text("STATUS").strip().upper() == "CANCELLED" else "confirmed",
            categories=_categories(self),
        )
        if _is_link(location) or ONLINE & self.properties.keys():
            self.problems.add("way_in_left_out", entry=self.title)
        if recurrence is not None and uid:
            found["key"] = f"{uid[:170]}/{_stamp(recurrence)}"
        return found


def _is_day(moment):
    return not isinstance(moment, dt.datetime)


def _is_link(text):
    return text.lower().startswith(("http://", "https://")) or "://" in text.split(" ")[0]


def _stamp(moment):
    return f"{moment:%Y%m%d}" if _is_day(moment) else f"{moment.astimezone(dt.UTC):%Y%m%dT%H%MZ}"


def _categories(block):
    names = [one_line(name, 80) for value in block.all("CATEGORIES") for name in value.split(",")[:50]]
    return list(dict.fromkeys(filter(None, names)))[:20]


def read(data, *, decode, zone, now, problems):
    """Name and entries of a calendar file. ``decode`` makes text of bytes."""
    lines = LINE.split(decode(FOLD.sub(b"", data)))
    zones = Zones(zone, problems)
    name, events = _cut(lines, zones, problems)
    blocks = [block for lines in events if (block := _block(lines, zones, problems))]
    return name, finished(_entries(blocks, Rules(now, problems), problems), problems)


def _cut(lines, zones, problems):
    """The calendar's name and the lines of each of its events; its zones are taken in on the way."""
    name, events, others = "", [], 0
    inside, lines_of, depth, stray = None, [], 0, 0
    for line in lines:
        upper = line[:40].strip().upper()
        if upper.startswith("BEGIN:"):
            kind = upper[6:]
            if kind == "VEVENT" or (inside is None and kind == "VTIMEZONE"):
                if inside == "VEVENT":  # the former one never ended
                    events.append(lines_of)
                inside, lines_of, depth = kind, [], 0
            elif inside is not None:
                depth += 1
                if inside == "VTIMEZONE":
                    lines_of.append(line)
            elif kind in OTHERS:
                others += 1
                inside, lines_of, depth = kind, [], 0
        elif upper.startswith("END:"):
            if inside is not None and depth and upper[4:] != inside:
                depth -= 1
                if inside == "VTIMEZONE":
                    lines_of.append(line)
            elif upper[4:] == inside:
                if inside == "VEVENT":
                    events.append(lines_of)
                elif inside == "VTIMEZONE":
                    zones.add_rules("\r\n".join(["BEGIN:VTIMEZONE", *lines_of[:2000], "END:VTIMEZONE", ""]))
                inside, depth = None, 0
        elif inside is None:
            stray += bool(line.strip()) and not NAME.match(line)
            name = _about_calendar(line, name, zones)
        elif line.strip() and (not depth or inside == "VTIMEZONE"):
            lines_of.append(line)
    if inside == "VEVENT":
        events.append(lines_of)
        problems.add("cut_off")
    if stray:
        problems.add("unreadable_lines", given=stray)
    if others:
        problems.add("not_events", given=others)
    if len(events) > MOST_COMPONENTS:
        problems.add("too_many", given=f"{len(events)} > {MOST_COMPONENTS}")
    return name, events[-MOST_COMPONENTS:]


def _about_calendar(line, name, zones):
    key, _colon, value = line.partition(":")
    key = key.split(";")[0].upper()
    if key == "X-WR-TIMEZONE":
        zones.set_calendar_zone(value.strip())
    if key in ("X-WR-CALNAME", "NAME"):
        return one_line(HARMFUL.sub("", value).replace("\\", ""), 150) or name
    return name


def _block(lines, zones, problems):
    block = Block(lines, zones, problems)
    try:
        block.read_times()
    except Unreadable as error:
        problems.add(error.args[0], entry=block.title, given=(*error.args, "")[1])
        problems.unsure(block.text("UID"))
        return None
    except (ValueError, OverflowError):
        problems.add("unreadable_time", entry=block.title)
        problems.unsure(block.text("UID"))
        return None
    return block


def _entries(blocks, rules, problems):
    families = {}
    for number, block in enumerate(blocks):
        families.setdefault(block.text("UID") or number, []).append(block)
    for family in families.values():
        masters = [
            block for block in family if block.properties.keys() & {"RRULE", "RDATE"} and block.recurrence is None
        ]
        overrides = [block for block in family if block.recurrence is not None] if len(masters) == 1 else []
        for block in family:
            if block in masters:
                yield from _dates(block, overrides, rules)
            elif block not in overrides and (entry := block.entry(block.start, block.recurrence)):
                yield entry


def _dates(master, overrides, rules):
    dates = rules.dates(master, overrides)
    if dates is None:
        rules.problems.unsure(master.text("UID"))
        dates = [(block, block.start, block.recurrence or block.start) for block in [master, *overrides]]
    for block, start, recurrence in dates:
        if entry := block.entry(start, recurrence):
            yield entry
