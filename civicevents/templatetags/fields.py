"""What the templates of form fields need. A form of the workplace has hundreds of them."""

from django import template
from django.utils.html import conditional_escape, escape
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def as_attributes(attributes):
    """HTML attributes from a dict: true ones by their name alone, false ones not at all."""
    if not attributes:
        return ""
    given = ((name, value) for name, value in attributes.items() if value is not False)
    html = "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"' for name, value in given
    )
    return mark_safe(html)  # noqa: S308


@register.filter
def as_options(groups):
    """The options of a select from a widget's ``optgroups``: some have hundreds, and each was two templates."""
    return mark_safe("\n".join(_group(name, options) for name, options, _index in groups))  # noqa: S308 (escaped below)


def _group(name, options):
    html = "\n".join(map(_option, options))
    return f'<optgroup label="{escape(name)}">{html}</optgroup>' if name else html


def _option(option):
    attributes, label = as_attributes(option["attrs"]), conditional_escape(option["label"])
    return f'<option value="{escape(option["value"])}"{attributes}>{label}</option>'
