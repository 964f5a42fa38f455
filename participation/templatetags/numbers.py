"""Numbers over time in templates."""

from django import template

from participation.counts import numbers_of

register = template.Library()
register.simple_tag(numbers_of, name="numbers_over_time")
