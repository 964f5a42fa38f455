"""Addresses that mails and calendar entries carry: below the configured base, in the active language.

Those of own pages are keys. They go to the person they belong to and nowhere else.
"""

from django.urls import reverse

from outbox.mails import absolute
from registrations.door import Door
from registrations.models import StagePage


def event_page(event):
    return absolute(event.get_absolute_url())


def own_page(registration):
    """The participant's own page."""
    return absolute(reverse("registration", args=[registration.token]))


def calendar(link):
    """The calendar of all sign-ups of an address."""
    return absolute(reverse("calendar_feed", args=[link.token]))


def cancel_page(registration):
    return absolute(reverse("registration_cancel", args=[registration.token]))


def invitation_page(guest):
    """Where an invited guest accepts or declines."""
    return absolute(reverse("guest_invitation", args=[guest.token]))


def door_page(event):
    """For helpers at the door; open on the day only."""
    return absolute(reverse("door", args=[Door(event).token]))


def stage_page(appearance):
    """The own page of somebody on stage."""
    return absolute(reverse("stage", args=[StagePage.of(appearance).token]))
