"""Texts of django-allauth whose German is none of ours (it says "du"): named here, they are translated in locale/."""

from django.utils.translation import gettext_noop

TEXTS = [
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop("Confirmation email sent to %(email)s."),
    gettext_noop("Incorrect code."),
    gettext_noop("Invalid or expired key."),
    gettext_noop("Please type your current password."),
    gettext_noop("The email address and/or password you specified are not correct."),
    gettext_noop("The new value must be different from the current one."),
    gettext_noop("The password reset token was invalid."),
    gettext_noop("Too many failed login attempts. Try again later."),
    gettext_noop("You have confirmed %(email)s."),
    gettext_noop("You have signed out."),
    gettext_noop("You must type the same password each time."),
    gettext_noop("Your primary email address must be verified."),
]
