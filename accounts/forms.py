"""Forms of members' accounts: accepting an invitation, and django-allauth's with the portal's words."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.required_sentences import RequiredSentences

ADDRESS = _("E-mail address")
PASSWORD_HELP = _("At least 12 characters. A few words that have nothing to do with each other are easy to remember.")
CODE_HELP = _("Six digits from your app, or one of your recovery codes.")


class Wording:
    """Labels and help of the portal; no placeholders, which repeat the label and vanish while one types."""

    labels = {
        "email": ADDRESS,
        "login": ADDRESS,
        "oldpassword": _("Current password"),
        "password": _("Password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
        "remember": _("Stay signed in on this device"),
        "code": _("Code"),
        "name": _("Name of the key"),
        "passwordless": _("Sign in with this key alone, without a password"),
    }
    helps = {"password1": PASSWORD_HELP, "password": "", "oldpassword": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, field.help_text)


class LoginForm(RequiredSentences, Wording, account.LoginForm):
    pass


class ChangePasswordForm(RequiredSentences, Wording, account.ChangePasswordForm):
    pass


class SetPasswordForm(RequiredSentences, Wording, account.SetPasswordForm):
    pass


class ResetPasswordForm(RequiredSentences, Wording, account.ResetPasswordForm):
    def save(self, request, **kwargs):
        email = super().save(request, **kwargs)
        if not self.users:
            get_adapter(request).take_back_password_reset_mail(email)
        return email


class ResetPasswordKeyForm(RequiredSentences, Wording, account.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(RequiredSentences, Wording, account.ReauthenticateForm):
    pass


class AddEmailForm(RequiredSentences, Wording, account.AddEmailForm):
    labels = {"email": _("New e-mail address")}
    helps = {"email": _("A mail with a link goes there. Until you follow it, the present address stays.")}


class CodeForm(RequiredSentences, Wording, mfa.AuthenticateForm):
    helps = {"code": CODE_HELP}


class ReauthenticateCodeForm(RequiredSentences, Wording, mfa.ReauthenticateForm):
    helps = {"code": CODE_HELP}


class ActivateTOTPForm(RequiredSentences, Wording, AllauthActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}


class AddWebAuthnForm(RequiredSentences, Wording, webauthn.AddWebAuthnForm):
    helps = {"passwordless": _("The key then asks for a fingerprint, a face or a PIN.")}


class EditWebAuthnForm(RequiredSentences, Wording, webauthn.EditWebAuthnForm):
    pass


class AcceptInvitationForm(RequiredSentences, forms.Form):
    """What a new account needs; the address is that of the invitation."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As your colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self):
        values = super().clean()
        password = values.get("password")
        if password:
            try:
                validate_password(password, User(email=self.email, name=values.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        if password and "again" in values and values["again"] != password:
            self.add_error("again", _("The two passwords differ."))
        return values
