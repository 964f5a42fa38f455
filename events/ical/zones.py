"""VTIMEZONE components whose rules calendar apps read rightly.

RFC 5545 section 3.6.5. The library's own VTIMEZONEs list past changes one by one, and other programs misread them; a
yearly rule is understood by all. Written for zones without summer time and for those that follow the European Union's
rule (Directive 2000/84/EC: last Sundays of March and October, 01:00 UTC); times in any other zone are given in UTC.
"""

import datetime as dt
import zoneinfo
from functools import cache

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

FIRST_YEAR, LAST_YEAR = 1996, 2037  # of the Union's rule, and of what time zone databases foresee
SUMMER, WINTER = 3, 10  # the months in which the clocks are changed


def _change(year, month):
    """The instant of the change in a month: its last Sunday, 01:00 UTC."""
    last = dt.datetime(year, month, 31, 1, tzinfo=dt.UTC)
    return last - dt.timedelta(days=(last.weekday() + 1) % 7)


def _offset(zone, moment):
    return moment.astimezone(zone).utcoffset()


@cache
def vtimezone(name):
    """The VTIMEZONE of a zone, or None if its times have to be given in UTC."""
    zone = zoneinfo.ZoneInfo(name)
    hour = dt.timedelta(hours=1)
    samples = [dt.datetime(year, month, 1, tzinfo=dt.UTC) for year in (2025, 2037) for month in range(1, 13)]
    if len({_offset(zone, moment) for moment in samples}) == 1:
        return _component(name, [_observance(TimezoneStandard, zone, dt.datetime(2000, 1, 1, tzinfo=dt.UTC), None)])
    for year in (2007, 2020, 2026, LAST_YEAR):
        for month, step in ((SUMMER, hour), (WINTER, -hour)):
            change = _change(year, month)
            before, after = _offset(zone, change - dt.timedelta(seconds=1)), _offset(zone, change)
            if after - before != step:
                return None
    return _component(
        name,
        [
            _observance(TimezoneDaylight, zone, _change(FIRST_YEAR, SUMMER), SUMMER),
            _observance(TimezoneStandard, zone, _change(FIRST_YEAR, WINTER), WINTER),
        ],
    )


def _component(name, observances):
    component = Timezone()
    component.add("tzid", name)
    for observance in observances:
        component.add_component(observance)
    return component


def _observance(kind, zone, change, month):
    """A rule from the change on; DTSTART is on the wall clock that held before it."""
    just_before = change - dt.timedelta(seconds=1)
    before = _offset(zone, just_before) if month else _offset(zone, change)
    observance = kind()
    observance.add("dtstart", (change + before).replace(tzinfo=None))
    if month:
        observance.add("rrule", vRecur({"freq": "yearly", "bymonth": month, "byday": "-1SU"}))
    observance.add("tzoffsetfrom", before)
    observance.add("tzoffsetto", _offset(zone, change))
    observance.add("tzname", change.astimezone(zone).tzname())
    return observance
