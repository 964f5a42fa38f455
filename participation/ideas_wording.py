"""The key facts of an idea in words: opening hours, running time, amounts, and dates of differing precision."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.dates import DASH, SPACE, day_month
from participation.models.ideas.facts import Precision, ResourceUnit


def opening_words(opening):
    """Montag–Freitag, 08:00 bis 22:00 Uhr / Monday–Friday, 08:00 to 22:00"""
    days = [opening.get_first_day_display(), opening.get_last_day_display()]
    times = {"start": f"{opening.opens:%H:%M}", "end": f"{opening.closes:%H:%M}"}
    hours = pgettext("times of day", "%(start)s to %(end)s") % times
    words = ", ".join(filter(None, [DASH.join(str(day) for day in days if day), hours]))
    return f"{words} ({opening.note})" if opening.note else words


def span_words(idea):
    """5 Jahre, verlängerbar um 5 Jahre"""
    if idea.runs is None:
        return ""
    if idea.option is None:
        return _span(idea.runs)
    return _("%(span)s, with the option of another %(option)s") % {
        "span": _span(idea.runs),
        "option": _span(idea.option),
    }


def _span(span):
    if span.years:
        return ngettext("%(number)s year", "%(number)s years", span.years) % {"number": span.years}
    return ngettext("%(number)s month", "%(number)s months", span.months) % {"number": span.months}


UNITS = {
    ResourceUnit.FULL_TIME: lambda n: ngettext("%(n)s full-time position", "%(n)s full-time positions", n),
    ResourceUnit.EURO: lambda n: _("%(n)s euros"),
    ResourceUnit.HOURS: lambda n: ngettext("%(n)s hour a week", "%(n)s hours a week", n),
    ResourceUnit.PIECES: lambda n: ngettext("%(n)s piece", "%(n)s pieces", n),
}


def amount_words(resource):
    """mindestens 2 Vollzeitstellen / at least 2 full-time positions"""
    amount = resource.amount.normalize()
    places = max(0, -amount.as_tuple().exponent)
    written = number_format(amount, decimal_pos=places, force_grouping=resource.unit == ResourceUnit.EURO)
    words = UNITS[resource.unit](1 if amount == 1 else 2) % {"n": written}
    return _("at least %(amount)s") % {"amount": words} if resource.at_least else words


def due_words(milestone):
    """bis 9. April 2019, bis Ende des 2. Quartals 2020, bis Ende 2019, Zeitpunkt offen"""
    day = milestone.due_on
    if milestone.precision == Precision.OPEN or day is None:
        return _("date open")
    if milestone.precision == Precision.DAY:
        return _("by %(day)s") % {"day": f"{day_month(day)}{SPACE}{day.year}"}
    if milestone.precision == Precision.QUARTER:
        return _("by the end of Q%(quarter)s %(year)s") % {"quarter": milestone.quarter, "year": day.year}
    return _("by the end of %(year)s") % {"year": day.year}


def due_machine(milestone):
    """The value of ``<time datetime>``: a day, a month or a year; empty if it is open."""
    day = milestone.due_on
    if day is None:
        return ""
    formats = {Precision.DAY: "%Y-%m-%d", Precision.QUARTER: "%Y-%m", Precision.YEAR: "%Y"}
    return day.strftime(formats[milestone.precision])
