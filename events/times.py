"""Wall-clock times of a place and the instants they mean.

Times are entered and shown in the event's own zone and stored in UTC. At a clock change a wall-clock time may not exist
(skipped) or happen twice (doubled); Django checks this for the current zone only, so it is done here.
"""

import datetime as dt
import zoneinfo
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DEFAULT_ZONE = "Europe/Berlin"

# The standard library keeps eight zones and reads every other one from its file again; there are some six hundred.
zone_named = cache(zoneinfo.ZoneInfo)


class Span:
    """What follows from ``starts_at``, ``ends_at``, ``time_zone`` and ``all_day``."""

    @property
    def zone(self):
        return zone_named(self.time_zone)

    @property
    def local_start(self):
        """The start on the wall clock of its own zone (aware)."""
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self):
        return self.ends_at.astimezone(self.zone)

    @property
    def first_day(self):
        return self.local_start.date()

    @property
    def last_day(self):
        """The last day it touches: midnight itself belongs to the day before."""
        return max((self.local_end - dt.timedelta(microseconds=1)).date(), self.first_day)

    @property
    def is_several_days(self):
        """Whether it needs two dates: a night that ends before six in the morning does not."""
        return self.last_day > self.first_day and (
            self.all_day or self.ends_at - self.starts_at > dt.timedelta(hours=18) or self.local_end.hour >= 6
        )


class SkippedHour(ValidationError):
    """The wall-clock time does not exist: the clock is put forward over it."""


class DoubledHour(ValidationError):
    """The wall-clock time happens twice: the clock is put back over it."""


def validate_zone(name):
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError(
            _("“%(name)s” is not a time zone. Enter one such as Europe/Berlin."), params={"name": name}
        ) from error


def instant(wall_clock, zone, *, second=None):
    """The instant, in UTC, that a naive wall-clock time means in a zone.

    ``second`` says which of the two is meant when the clock is put back: False the first, True the second.
    Raises SkippedHour, or DoubledHour when ``second`` is None and the time happens twice.
    """
    zone = zone_named(zone) if isinstance(zone, str) else zone
    first, later = (wall_clock.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) != wall_clock:
        raise SkippedHour(
            _("%(time)s does not exist on this day: the clock is put forward. Choose an earlier or a later time."),
            code="skipped_hour",
            params={"time": f"{wall_clock:%H:%M}"},
        )
    if first != later and second is None:
        raise DoubledHour(
            _("%(time)s happens twice on this day: the clock is put back. Choose the first or the second of the two."),
            code="doubled_hour",
            params={"time": f"{wall_clock:%H:%M}"},
        )
    return later if second else first


def midnight(day, zone):
    """The instant at which a day begins in a zone (00:00, or the first time that exists)."""
    zone = zone_named(zone) if isinstance(zone, str) else zone
    return dt.datetime.combine(day, dt.time(), tzinfo=zone).astimezone(dt.UTC)


def shifted(moment, *, start, new_start, zone):
    """``moment`` moved by as much wall-clock time as the event's start was: 18:10 stays ten past over a clock change.

    A time that the new day skips is moved on by the skipped hour; of one that happens twice the first is taken.
    """
    if start == new_start:
        return moment
    zone = zone_named(zone) if isinstance(zone, str) else zone
    wall = [value.astimezone(zone).replace(tzinfo=None) for value in (moment, start, new_start)]
    return (wall[0] - wall[1] + wall[2]).replace(tzinfo=zone).astimezone(dt.UTC)


def shifted_span(begins, ends, **shift):
    """Both ends of a span, see ``shifted``; one that lay across a clock change keeps its length if it would not fit.

    ``ends`` may be None.
    """
    new_begins = shifted(begins, **shift)
    if ends is None:
        return new_begins, None
    new_ends = shifted(ends, **shift)
    turned_round = new_ends < new_begins or (new_ends == new_begins and ends > begins)
    return new_begins, new_begins + (ends - begins) if turned_round else new_ends
