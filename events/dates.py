"""Dates and times in words, German and English, in the event's own zone.

Day and month are never parted (no-break space). Functions that take a ``day`` take a date; those that take an event use
its zone. The active language decides the words.
"""

import datetime as dt

from django.conf import settings
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import get_language, gettext, ngettext, pgettext

from events.models import Status

SPACE = "\N{NO-BREAK SPACE}"
DASH = "–"


def _german():
    return get_language() != "en"


def weekday(day):
    """Donnerstag / Thursday"""
    return str(WEEKDAYS[day.weekday()])


def weekday_short(day):
    """Do / Thu"""
    return str(WEEKDAYS_ABBR[day.weekday()])


def day_number(day):
    """10. / 10"""
    return f"{day.day}." if _german() else str(day.day)


def month_short(day):
    """Dez / Dec"""
    return str(MONTHS_3[day.month]).title()


def month_name(day):
    """Dezember 2026 / December 2026"""
    return f"{MONTHS[day.month]}{SPACE}{day.year}"


def day_month(day):
    """10. Dezember / 10 December"""
    return f"{day_number(day)}{SPACE}{MONTHS[day.month]}"


def long_day(day):
    """Donnerstag, 10. Dezember 2026 / Thursday, 10 December 2026"""
    return f"{weekday(day)}, {day_month(day)}{SPACE}{day.year}"


def short_day(day, year=True):
    """Do, 10. Dez 2026 / Thu, 10 Dec 2026"""
    words = f"{weekday_short(day)}, {day_number(day)}{SPACE}{month_short(day)}"
    return f"{words}{SPACE}{day.year}" if year else words


def clock(moment):
    """19:00, of an aware time already in the zone to be shown; in the hour that happens twice, which one is meant."""
    words = f"{moment:%H:%M}"
    if moment.utcoffset() != moment.replace(fold=1 - moment.fold).utcoffset():
        words += SPACE + (gettext("summer time") if moment.dst() else gettext("standard time"))
    return words


def days(event):
    """The day, or the first and last: Samstag, 30. Januar bis Sonntag, 31. Januar 2027."""
    first, last = event.first_day, event.last_day
    if not event.is_several_days:
        return long_day(first)
    start = long_day(first) if first.year != last.year else f"{weekday(first)}, {day_month(first)}"
    return gettext("%(start)s to %(end)s") % {"start": start, "end": long_day(last)}


def time_short(event):
    """For rows: 19:00–21:00, ab 19:00, ganztägig; over several days the last one: bis So, 31. Jan."""
    if event.is_several_days:
        return gettext("until %(day)s") % {"day": short_day(event.last_day, year=False)}
    if event.all_day:
        return gettext("all day")
    if event.open_end:
        return gettext("from %(time)s") % {"time": clock(event.local_start)}
    return f"{clock(event.local_start)}{DASH}{clock(event.local_end)}"


def time_range(event):
    """In words: 19:00 bis 21:00 Uhr, ab 19:00 Uhr, ganztägig; over several days the times of the first and last day."""
    if event.all_day:
        return gettext("all day")
    start, end = clock(event.local_start), clock(event.local_end)
    if event.is_several_days:
        words = {"start": start, "end": end, "first": weekday(event.first_day), "last": weekday(event.last_day)}
        if event.open_end:
            return gettext("from %(first)s, %(start)s") % words
        return gettext("%(first)s, %(start)s to %(last)s, %(end)s") % words
    if event.open_end:
        return pgettext("time of day", "from %(time)s") % {"time": start}
    return pgettext("times of day", "%(start)s to %(end)s") % {"start": start, "end": end}


def when_line(event):
    """Everything on one line, for mails and small print; the zone only where it is not the portal's."""
    if event.status == Status.POSTPONED:
        return gettext("Postponed, the new date is not known yet")
    zone = foreign_zone(event)
    return f"{days(event)}, {time_range(event)}" + (f" ({zone})" if zone else "")


def zone_name(event):
    """The zone of the event on its day: MEZ, MESZ; elsewhere the town and the distance to UTC: Chicago, UTC−6."""
    start = event.local_start
    if event.time_zone == "Europe/Berlin":
        return {"CET": gettext("CET"), "CEST": gettext("CEST")}.get(start.tzname(), "")
    if event.time_zone == "UTC":
        return "UTC"
    return f"{event.time_zone.rpartition('/')[2].replace('_', ' ')}, {_offset(start)}"


def foreign_zone(event):
    """The zone if it is another one than the portal's, else nothing. All-day events have none."""
    return "" if event.all_day or event.time_zone == settings.TIME_ZONE else zone_name(event)


def _offset(moment):
    """UTC+1, UTC−3:30"""
    minutes = round(moment.utcoffset() / dt.timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def duration(start, end):
    """20 Min., 1 Std. 30 Min."""
    hours, minutes = divmod(round((end - start) / dt.timedelta(minutes=1)), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(number)s h", "%(number)s h", hours) % {"number": hours})
    if minutes or not hours:
        parts.append(gettext("%(number)s min") % {"number": minutes})
    return " ".join(parts).replace(" ", SPACE)


def machine(event):
    """For ``<time datetime>``: the date, or the local start with its distance to UTC."""
    return event.first_day.isoformat() if event.all_day else event.local_start.isoformat(timespec="minutes")
