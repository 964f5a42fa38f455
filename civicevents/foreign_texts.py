"""Texts of Django's admin whose German is not ours ("Sichern", "Geschichte"): named here, translated in locale/."""

from django.utils.translation import gettext_noop

TEXTS = [
    gettext_noop("Change history: %s"),
    gettext_noop("History"),
    gettext_noop("Save and add another"),
    gettext_noop("Save and continue editing"),
    gettext_noop("Save and view"),
]
