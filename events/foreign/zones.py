"""Which zone a calendar means: IANA names, Windows names, names of its own with rules beside them, or nothing."""

import datetime as dt
import re
import zoneinfo
from functools import cache

from icalendar import Timezone
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

OFFSET_IN_NAME = re.compile(r"^\((?:UTC|GMT)(?P<offset>[+-]\d\d?:\d\d)?\)\s*(?P<rest>.*)$")
NOWHERE = {"UTC", "GMT", "Z", "Etc/UTC", "Etc/GMT", "Etc/Universal", "Zulu", "Universal", "UCT", "Etc/UCT"}
SAMPLES = [dt.datetime(year, month, 15, 12, tzinfo=dt.UTC) for year in (2025, 2026) for month in range(1, 13)]
LIKELY = (
    "Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney", "Europe/Athens", "Europe/Moscow", "America/Sao_Paulo",
)  # fmt: skip


@cache
def available():
    return frozenset(zoneinfo.available_timezones())


@cache
def named(name):
    return zoneinfo.ZoneInfo(name)


@cache
def known(name):
    """The IANA name that a name of any make means, or None."""
    name = name.strip().strip('"')[:200]
    if name in available():
        return name
    if name in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[name]
    # "/freeassociation.sourceforge.net/Europe/Berlin", "/mozilla.org/20050126_1/America/Indiana/Knox"
    parts = [part for part in name.split("/") if part]
    for number in (3, 2):
        if len(parts) > number and "/".join(parts[-number:]) in available():
            return "/".join(parts[-number:])
    lower = name.casefold()
    return next((zone for zone in available() if zone.casefold() == lower), None) or of_windows_title(name)


def of_windows_title(name):
    """ "(UTC-05:00) Eastern Time (US & Canada)", "(GMT+10:00) Canberra, Melbourne, Sydney"."""
    found = OFFSET_IN_NAME.match(name)
    if not found:
        return None
    offset, rest = found["offset"], found["rest"].strip()
    if rest == "Coordinated Universal Time":
        return "UTC"
    standard = re.sub(r"\bTime\b.*$", "Standard Time", rest)
    if standard in WINDOWS_TO_OLSON:
        return WINDOWS_TO_OLSON[standard]
    for city in (part.strip().replace(" ", "_") for part in rest.split(",")):
        for zone in sorted(available()):
            if zone.rpartition("/")[2] == city and "/" in zone and _has_offset(zone, offset):
                return zone
    return None


def _has_offset(zone, offset):
    """Whether that is the zone's offset in some month: Windows names the one of winter."""
    if not offset:
        return True
    hours, minutes = offset[1:].split(":")
    wanted = dt.timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if offset[0] == "-" else 1)
    return wanted in _offsets(named(zone))


def _offsets(zone):
    return [moment.replace(tzinfo=zone).utcoffset() for moment in SAMPLES]


class Zones:
    """Answers for one file; ``fallback`` is the organiser's zone for times that name none."""

    def __init__(self, fallback, problems):
        self.fallback, self.problems = fallback, problems
        self.own, self.told = {}, set()

    def set_calendar_zone(self, name):
        """X-WR-TIMEZONE: where the calendar's times are at home. UTC says nothing about that."""
        if name not in NOWHERE and (found := known(name)) and found not in NOWHERE:
            self.fallback = found

    def add_rules(self, block):
        """A VTIMEZONE of the file, as its text."""
        try:
            component = Timezone.from_ical(block)
            name = str(component["TZID"])
            location = str(component.get("X-LIC-LOCATION", ""))
            if not known(name):
                self.own[name] = known(location) if known(location) else component.to_tz(lookup_tzid=False)
        except Exception:  # whatever a library raises over broken rules: times then fall back, and that is told
            return

    def of(self, name, *, entry):
        """A pair: the tzinfo that reads a time of this zone, and the IANA name to show it by."""
        if not name:
            return named(self.fallback), self.fallback
        if found := known(name) or (self.own.get(name) if isinstance(self.own.get(name), str) else None):
            return named(found), self.fallback if found in NOWHERE else found
        if name in self.own:
            return self.own[name], self._equivalent(name)
        if name not in self.told:
            self.told.add(name)
            self.problems.add("unknown_zone", entry=entry, given=f"{name[:60]} → {self.fallback}")
        return named(self.fallback), self.fallback

    def _equivalent(self, name):
        """A zone whose clocks show the same as these rules; else the fallback, which shows the right instant."""
        try:
            offsets = _offsets(self.own[name])
        except Exception:
            return self.fallback
        candidates = (self.fallback, *LIKELY, *sorted(available() - NOWHERE))
        return next((zone for zone in candidates if "/" in zone and _offsets(named(zone)) == offsets), self.fallback)
