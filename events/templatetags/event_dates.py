"""Dates in templates: ``{{ event|when_line }}``, ``{{ day|month_short }}``, … from ``events/dates.py``."""

from django import template

from events import dates

register = template.Library()

for function in (
    dates.clock,
    dates.day_month,
    dates.day_number,
    dates.days,
    dates.foreign_zone,
    dates.long_day,
    dates.machine,
    dates.month_name,
    dates.month_short,
    dates.short_day,
    dates.time_range,
    dates.time_short,
    dates.weekday,
    dates.weekday_short,
    dates.when_line,
    dates.zone_name,
):
    register.filter(function.__name__, function)

register.simple_tag(dates.duration)


@register.filter
def day(moment):
    """The long form of a day: Donnerstag, 10. Dezember 2026."""
    return dates.long_day(moment)
