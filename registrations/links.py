"""Addresses that are keys, as mails and calendar entries carry them: below the configured base, in the active language.

They go to the person they belong to and nowhere else.
"""

from django.urls import reverse

from outbox.mails import absolute


def own_page(registration):
    """The participant's own page. The pages below it are addresses of their own: ``cancel/``, ``join/``."""
    return absolute(reverse("registration", args=[registration.token]))
