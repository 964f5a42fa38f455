"""What somebody types who says something under an address of their own."""

from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.actions.contributing import clean_name
from registrations.forms.own import LinksForm, OwnForm
from registrations.forms.sign_up import HONEYPOT


class AsForm(OwnForm):
    """As whom one is shown. A kind adds its own fields and puts ``name`` where it belongs."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Shown beside it. Leave it empty to be shown without a name."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def clean_name(self):
        name = clean_name(self.cleaned_data["name"])
        if name and not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Enter your name in letters, or leave it empty."))
        return name


class Trapped:
    """Mixin: a form that ends with a field that people do not see and programs fill in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[HONEYPOT] = forms.CharField(
            label=_("Leave this field empty"), required=False, widget=forms.TextInput({"autocomplete": "off"})
        )

    def clean(self):
        if self.cleaned_data.get(HONEYPOT):
            raise ValidationError(
                _("Empty the field “Leave this field empty” at the end of the form, then send again.")
            )
        return super().clean()

    @property
    def helper(self):
        helper = super().helper
        shown = [name for name in self.fields if name != HONEYPOT]
        helper.layout = Layout(*shown, Div(HONEYPOT, css_class="visually-hidden"))
        return helper


class WithAddressForm(Trapped, AsForm):
    """The same where nobody knows yet who it is."""

    email = LinksForm.declared_fields["email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Never shown. A mail goes there, and only what you confirm becomes public.")

    clean_email = LinksForm.clean_email


class NameForm(AsForm):
    """On the own page: the name wherever one is shown by name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Changes wherever you are shown with your name. Empty: you are nowhere.")
