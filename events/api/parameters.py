"""What a request asks for. Unlike on pages nothing is guessed: what is not understood is refused."""

import datetime as dt

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from events.api.problems import Refusal
from events.feeds.selections import LANGUAGE
from events.filters import PARAMETERS, FilterForm, Filters

LIMIT, CURSOR, UPDATED_SINCE = "limit", "cursor", "updated_since"
FEW, MOST = 20, 100
OF_ANY_LIST = {LIMIT, CURSOR, LANGUAGE}
FILTERS = {PARAMETERS.get(name, name): field for name, field in FilterForm.base_fields.items()}
ON_OR_OFF = {"1", "0", "true", "false"}
LONGEST = 400
EARLIEST = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)


def read(data, known):
    """The parameters as a dict. Refuses unknown names, which would be filters that do nothing, and repeated ones."""
    for name, values in data.lists():
        if name not in known:
            words = {"name": name[:60], "known": ", ".join(sorted(known))}
            raise Refusal(_("There is no parameter “%(name)s” here. Known are: %(known)s.") % words)
        if len(values) > 1:
            raise Refusal(_("The parameter “%(name)s” is given more than once. Give it once.") % {"name": name})
        if not values[0] or "\0" in values[0] or len(values[0]) > LONGEST:
            raise _odd(name)
    if data.get(LANGUAGE, settings.LANGUAGE_CODE) not in dict(settings.LANGUAGES):
        raise _odd(LANGUAGE)
    return data.dict()


def _odd(name):
    return Refusal(_("The value of “%(name)s” cannot be understood.") % {"name": name})


def limit_of(values):
    text = values.get(LIMIT, str(FEW))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MOST):
        raise Refusal(_("“limit” is a number from 1 to %(most)s.") % {"most": MOST})
    return int(text)


def moment_of(values):
    """The instant of ``updated_since``, or None."""
    if UPDATED_SINCE not in values:
        return None
    try:
        moment = parse_datetime(values[UPDATED_SINCE].replace(" ", "+"))  # what an address makes of +02:00
        fits = moment is not None and moment.utcoffset() is not None and EARLIEST <= moment < LATEST
    except (ValueError, OverflowError):
        fits = False
    if not fits:
        raise Refusal(
            _("“updated_since” is a time with its offset between 1970 and 2199, such as 2026-11-12T18:00:00+01:00.")
        )
    return moment


class ListFilters(Filters):
    """The list's filters. Without ``when`` they are about all times."""

    def __init__(self, values):
        given = {name: value for name, value in values.items() if name in FILTERS}
        super().__init__(given)
        for name, value in given.items():
            is_box = isinstance(FILTERS[name], forms.BooleanField)
            if name in {self.form.add_prefix(wrong) for wrong in self.form.errors} or (
                is_box and value not in ON_OR_OFF
            ):
                raise _odd(name)
        if given.get("from", "") > given.get("to", "9"):
            raise Refusal(_("“from” lies after “to”."))
        self.has_period = "when" in given

    def events(self, now):
        events = self.narrow(now)
        return self.in_period(events, now) if self.has_period else events
