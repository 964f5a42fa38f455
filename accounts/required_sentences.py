"""Error messages that make sense in a summary: they name the field."""

from django.forms import Field
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class RequiredSentences:
    """Form mixin: a required field without a text of its own says "Please fill in: <label>" when it is empty."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.required and field.error_messages["required"] is Field.default_error_messages["required"]:
                label = field.label or name.replace("_", " ").capitalize()
                field.error_messages["required"] = format_lazy("{} {}", _("Please fill in:"), label)
