"""What the templates of form fields need. A form of the workplace has hundreds of them."""

from html import escape

from django import template
from django.utils.safestring import mark_safe

register = template.Library()


def escaped(value):
    """As Django's conditional_escape, which asks each time whether it is to wait for a translation."""
    return value.__html__() if hasattr(value, "__html__") else escape(str(value))


@register.filter
def as_attributes(attributes):
    """HTML attributes from a dict: true ones by their name alone, false ones not at all."""
    if not attributes:
        return ""
    given = ((name, value) for name, value in attributes.items() if value is not False)
    html = "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in given)
    return mark_safe(html)  # noqa: S308 (names are written by us)


def as_options(groups):
    """The options of a select from a widget's ``optgroups``."""
    return "\n".join(_group(name, options) for name, options, _index in groups)


def _group(name, options):
    html = "\n".join(map(_option, options))
    return f'<optgroup label="{escape(str(name))}">{html}</optgroup>' if name else html


def _option(option):
    attributes = as_attributes(option["attrs"])
    return f'<option value="{escape(str(option["value"]))}"{attributes}>{escaped(option["label"])}</option>'


@register.filter
def as_lines(fieldset):
    """The rows of a fieldset of the admin, as its own template has them: one with forty rows of ten fields took longer
    to decide what to leave out than to write."""
    return mark_safe("\n".join(map(_line, fieldset)))  # noqa: S308 (Django's own parts, names of fields)


def _line(line):
    fields = [(field, *_name_and_help(field)) for field in line]
    alone = len(line.fields) == 1
    errors = line.errors() if alone and line.form.errors else ""
    classes = ["form-row", *(["errors"] if errors else []), *([] if line.has_visible_field else ["hidden"])]
    classes += [f"field-{name}" for _field, name, _help in fields if name]
    parts = "".join(_part(*field, alone) for field in fields)
    row = parts if alone else f'<div class="flex-container form-multiline">{parts}</div>'
    return f'<div class="{" ".join(classes)}">{errors}{row}</div>'


def _name_and_help(field):
    """A field that is only shown is a dict, one to fill in is a bound field."""
    if field.is_readonly:
        return field.field["name"], field.field["help_text"]
    return field.field.name, field.field.help_text


def _part(field, name, help_text, alone):
    is_hidden = field.field["is_hidden"] if field.is_readonly else field.field.is_hidden
    errors = field.errors() if not alone and not field.is_readonly and field.field.form.errors else ""
    classes = ["flex-container"]
    if not alone:
        classes += ["fieldBox", *([f"field-{name}"] if name else [])]
        classes += [*(["errors"] if errors else []), *(["hidden"] if is_hidden else [])]
    if field.is_checkbox:
        box = f'<div class="{" ".join([*classes, "checkbox-row"])}">{field.field}{_label(field)}</div>'
    else:
        content = f'<div class="readonly">{field.contents()}</div>' if field.is_readonly else field.field
        box = f'<div class="{" ".join(classes)}">{_label(field)}{content}</div>'
    if help_text:
        box += _help(help_text, is_hidden, "" if field.is_readonly else field.field.id_for_label)
    return f"<div>{errors}{box}</div>"


def _help(text, is_hidden, id_for_label):
    told = f' id="{id_for_label}_helptext"' if id_for_label else ""
    return f'<div class="help{" hidden" if is_hidden else ""}"{told}><div>{text}</div></div>'


def _label(field):
    """As Django's ``label_tag``, without a template."""
    if field.is_readonly:
        return field.label_tag()
    bound, text = field.field, escaped(field.field.label)
    suffix = bound.form.label_suffix if bound.field.label_suffix is None else bound.field.label_suffix
    if suffix and not field.is_checkbox and text[-1:] not in ":?.!":
        text += escaped(suffix)
    classes = ["vCheckboxLabel"] if field.is_checkbox else []
    classes += [*(["required"] if bound.field.required else []), *([] if field.is_first else ["inline"])]
    style = f' class="{" ".join(classes)}"' if classes else ""
    target = f' for="{bound.id_for_label}"' if bound.id_for_label else ""
    return f"<label{style}{target}>{text}</label>"
