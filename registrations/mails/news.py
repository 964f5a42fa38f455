"""Mails about a participant's own sign-up: what became of it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Event, Status
from outbox.mails import absolute, compose
from registrations import links
from registrations.mails import words
from registrations.mails.letter import letter, refuse, require, require_ahead, write
from registrations.models import LIVE, CalendarLink, Registration, State
from registrations.offers import place_in_line


@letter("registered")
def registered(registration, message, now):
    return _of_seat(registration, message, now, pgettext("subject", "Confirmed"))


@letter("approved")
def approved(registration, message, now):
    return _of_seat(registration, message, now, pgettext("subject", "Approved"))


@letter("moved_up")
def moved_up(registration, message, now):
    return _of_seat(registration, message, now, pgettext("subject", "You have moved up"))


def _of_seat(registration, message, now, subject):
    require_ahead(registration.event, now)
    require(registration, State.CONFIRMED)
    return _write(registration, message, now, subject, calendar=True)


@letter("waitlisted")
def waitlisted(registration, message, now):
    require_ahead(registration.event, now)
    require(registration, State.WAITLISTED)
    return _write(registration, message, now, pgettext("subject", "Waiting list"))


@letter("pending")
def pending(registration, message, now):
    require_ahead(registration.event, now)
    require(registration, State.PENDING)
    return _write(registration, message, now, pgettext("subject", "Sign-up received"))


@letter("confirm_address")
def confirm_address(registration, message, now):
    event = registration.event
    require_ahead(event, now)
    require(registration, State.UNCONFIRMED)
    held = registration.hold_until and registration.hold_until > now
    subject = words.subject(pgettext("subject", "Please confirm"), event)
    until = words.moment(registration.hold_until, event) if held else ""
    return write(message, registration, now, subject=subject, held_until=until)


@letter("declined")
def declined(registration, message, now):
    require(registration, State.DECLINED)
    return _write(registration, message, now, pgettext("subject", "No seat"))


@letter("switched")
def switched(registration, message, now):
    require_ahead(registration.event, now)
    require(registration, State.CONFIRMED, State.WAITLISTED, State.PENDING)
    return _write(registration, message, now, pgettext("subject", "Sign-up switched"), calendar=True)


@letter("changed_by_me")
def changed_by_me(registration, message, now):
    require_ahead(registration.event, now)
    require(registration, *LIVE)
    return _write(registration, message, now, pgettext("subject", "Details changed"))


@letter("already_registered")
def already_registered(registration, message, now):
    require_ahead(registration.event, now)
    require(registration, *LIVE)
    return _write(registration, message, now, pgettext("subject", "Your sign-up"), calendar=True)


@letter("cancelled_by_me")
def cancelled_by_me(registration, message, now):
    return _of_end(registration, message, now)


@letter("cancelled_by_organiser")
def cancelled_by_organiser(registration, message, now):
    return _of_end(registration, message, now)


def _of_end(registration, message, now):
    """Who has signed up again meanwhile has a newer mail, which this one would contradict."""
    require(registration, State.CANCELLED)
    again = Registration.objects.live().filter(event=registration.event, address_key=registration.address_key)
    refuse("the person has signed up again", again.exists())
    return _write(registration, message, now, pgettext("subject", "Sign-up cancelled"), calendar=True)


@letter("all_my_links")
def all_my_links(registration, message, now):
    """All live sign-ups of the address, whichever of them the message names."""
    live = Registration.objects.live().filter(address_key=registration.address_key, event__in=_takes_place(now))
    found = list(live.select_related("event", "ticket_type").order_by("event__starts_at", "pk"))
    refuse("there are no live registrations", not found or not registration.address_key)
    entries = [
        {
            "title": each.event.shown_title,
            "when": words.when(each.event),
            "state": each.state,
            "place": place_in_line(each),
            "page": links.own_page(each),
        }
        for each in found
    ]
    return compose(message, subject=_("Your sign-ups"), context={"entries": entries})


@letter("calendar_link")
def calendar_link(registration, message, now):
    require(registration, *LIVE)
    link = CalendarLink.objects.filter(address_key=registration.address_key).first()
    refuse("the calendar has been ended", link is None)
    context = {"calendar_address": links.calendar(link), "help_page": absolute(reverse("subscribe"))}
    return compose(message, subject=_("Your calendar"), context=context)


def _takes_place(now):
    return Event.objects.upcoming(now).filter(status__in=[Status.PUBLISHED, Status.POSTPONED])


def _write(registration, message, now, subject, **more):
    return write(message, registration, now, subject=words.subject(subject, registration.event), **more)
