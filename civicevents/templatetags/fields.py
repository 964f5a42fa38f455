"""What the templates of form fields need. A form of the workplace has hundreds of them."""

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.filter
def as_attributes(attributes):
    """HTML attributes from a dict: true ones by their name alone, false ones not at all."""
    given = ((name, value) for name, value in attributes.items() if value is not False)
    return format_html_join("", " {}{}", ((name, _value(value)) for name, value in given))


def _value(value):
    return "" if value is True else format_html('="{}"', value)
