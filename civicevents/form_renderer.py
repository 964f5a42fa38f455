"""Django's own form rendering with the portal's field template, so that crispy and plain forms look the same.

The commonest parts are written by Python: a form of the workplace has hundreds of fields, and a template for each, with
others included, took most of its time.
"""

from html import escape

from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from civicevents.templatetags.fields import as_attributes, as_options, escaped


def input_field(context):
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{value}{as_attributes(widget["attrs"])}>'


def textarea(context):
    widget = context["widget"]
    value = escaped(widget["value"] or "")
    return f'<textarea name="{escape(widget["name"])}"{as_attributes(widget["attrs"])}>\n{value}</textarea>'


def select(context):
    widget = context["widget"]
    options = as_options(widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{as_attributes(widget["attrs"])}>\n{options}\n</select>'


def label(context):
    text, tag = escaped(context["label"]), context["tag"]
    return f"<{tag}{as_attributes(context['attrs'])}>{text}</{tag}>" if context["use_tag"] else text


KINDS = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "search", "tel", "color")
WRITTEN = {
    **{f"django/forms/widgets/{kind}.html": input_field for kind in (*KINDS, "checkbox")},
    "django/forms/widgets/textarea.html": textarea,
    "django/forms/widgets/select.html": select,
    "django/forms/label.html": label,
}


class PortalFormRenderer(TemplatesSetting):
    field_template_name = "portal/field.html"

    def render(self, template_name, context, request=None):
        write = WRITTEN.get(template_name)
        return mark_safe(write(context)) if write else super().render(template_name, context, request)  # noqa: S308
