"""Pages by what the last row was, not by its place: nothing is doubled or left out while rows come and go."""

import base64
import binascii
import datetime as dt
import json
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from events.api.problems import Refusal
from events.models import Status

BIGGEST = 2**63


class Place(NamedTuple):
    """The values that rows are ordered by, as they were in the last row, and when the first page was read."""

    since: dt.datetime
    values: list


class Order(NamedTuple):
    """Fields to order by, all in one direction, the last one unique; ``falling``: greatest first."""

    fields: tuple
    falling: bool = False

    def page(self, rows, place, number):
        """The first rows after a place, one more than asked for so that the next page is known of."""
        if place:
            rows = rows.filter(self._after(self._checked(place.values)))
        return rows.order_by(*(f"-{name}" if self.falling else name for name in self.fields))[: number + 1]

    def _after(self, values):
        """(a, b) > (x, y) as a > x or (a = x and b > y)."""
        pairs = list(zip(self.fields, values, strict=True))
        step = "lt" if self.falling else "gt"
        found = Q()
        for number, (name, value) in enumerate(pairs):
            found |= Q(**dict(pairs[:number]), **{f"{name}__{step}": value})
        return found

    def _checked(self, values):
        if len(values) != len(self.fields):
            raise _broken()
        return [
            _moment(value) if name == "starts_at" else _number(value)
            for name, value in zip(self.fields, values, strict=True)
        ]

    def place_of(self, row, since):
        """``row``: a dict of the fields."""
        values = [row[name] for name in self.fields]
        return Place(since, [value.isoformat() if hasattr(value, "isoformat") else value for value in values])


BY_NUMBER = Order(("pk",))
# Postponed events, whose date does not hold, come last.
BY_DATE = Order(("is_off", "starts_at", "pk"))
LATEST_FIRST = Order(("is_off", "starts_at", "pk"), falling=True)
IS_OFF = Case(When(status=Status.POSTPONED, then=Value(1)), default=Value(0), output_field=IntegerField())


def encoded(place):
    text = json.dumps([place.since.isoformat(), *place.values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded(cursor):
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        since, *values = json.loads(text)
        return Place(_moment(since), values)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise _broken() from None


def _broken():
    return Refusal(_("This “cursor” is none of ours. Begin anew without one, then follow “next”."))


def _moment(value):
    try:
        moment = parse_datetime(value)
        if moment is None or moment.utcoffset() is None:
            raise ValueError
        return moment.astimezone(dt.UTC)
    except (ValueError, TypeError, OverflowError):
        raise _broken() from None


def _number(value):
    if type(value) is not int or not 0 <= value < BIGGEST:
        raise _broken()
    return value
