"""What somebody types who checks a certificate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from registrations.forms.own import OwnForm


class CheckForm(OwnForm):
    """Any text can be checked: what cannot be a code is answered as one that proves nothing."""

    code = forms.CharField(
        label=_("Check code"),
        max_length=60,
        help_text=_("24 letters and digits at the foot of the certificate. Hyphens make no difference."),
        error_messages={"required": _("Enter the code on the certificate.")},
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    name = forms.CharField(
        label=_("Name on the certificate"),
        max_length=200,
        help_text=_("As it stands there; capitals and accents make no difference."),
        error_messages={"required": _("Enter the name on the certificate.")},
        widget=forms.TextInput({"autocomplete": "off", "dir": "auto"}),
    )
