"""Mails about what happens to an event, and what is due at a time."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Change, Status
from registrations.actions.certifying import is_certifiable
from registrations.actions.telling import access_of
from registrations.mails import words
from registrations.mails.letter import letter, refuse, require, write
from registrations.models import Broadcast, RegistrationSettings, State

TOLD = (State.CONFIRMED, State.WAITLISTED, State.PENDING)


@letter("access_details_ready")
def access_details_ready(registration, message, now):
    event = registration.event
    require(registration, State.CONFIRMED)
    refuse("access details are not shown", not RegistrationSettings.of(event).shows_access(now))
    refuse("there are no access details", access_of(registration) is None)
    again = message.parameters.get("told_before")
    subject = pgettext("subject", "Access details changed") if again else pgettext("subject", "Access details")
    return write(message, registration, now, subject=words.subject(subject, event), again=again)


@letter("reminder")
def reminder(registration, message, now):
    event = registration.event
    require(registration, State.CONFIRMED)
    refuse("the event does not take place", event.status != Status.PUBLISHED)
    refuse("the event was moved", event.starts_at != dt.datetime.fromisoformat(message.parameters["starts_at"]))
    refuse("the event has begun", event.starts_at <= now)
    begins = words.begins(event, now)
    subject = words.subject(pgettext("subject", "Reminder"), event)
    return write(message, registration, now, subject=subject, begins=begins)


@letter("event_changed")
def event_changed(registration, message, now):
    event = registration.event
    require(registration, *TOLD)
    refuse("the event does not take place as planned", event.status != Status.PUBLISHED)
    refuse("the event is over", event.is_over(now))
    found = words.differences(event, changes_of(message))
    refuse("what changed was changed back", not found)
    subject = words.subject(pgettext("subject", "Changed"), event)
    return write(message, registration, now, subject=subject, differences=found, calendar=True)


@letter("postponed")
def postponed(registration, message, now):
    event = registration.event
    require(registration, *TOLD)
    refuse("the event is no longer postponed", event.status != Status.POSTPONED)
    subject = words.subject(pgettext("subject", "Postponed"), event)
    return write(message, registration, now, subject=subject, calendar=True, old_day=words.long_day(event.first_day))


@letter("new_date")
def new_date(registration, message, now):
    event = registration.event
    require(registration, *TOLD)
    refuse("the event does not take place", event.status != Status.PUBLISHED)
    refuse("the event is over", event.is_over(now))
    moved = [each for each in words.differences(event, changes_of(message)) if each.label == _("When")]
    words_first = pgettext("subject", "New date") if moved else pgettext("subject", "It takes place")
    subject = words.subject(words_first, event)
    return write(message, registration, now, subject=subject, calendar=True, moved=moved)


@letter("event_cancelled")
def event_cancelled(registration, message, now):
    event = registration.event
    require(registration, *TOLD)
    refuse("the event takes place after all", event.status not in (Status.CANCELLED, Status.WITHDRAWN))
    subject = words.subject(pgettext("subject", "Event cancelled"), event)
    withdrawn = event.status == Status.WITHDRAWN
    return write(message, registration, now, subject=subject, calendar=True, withdrawn=withdrawn)


@letter("organisers_message")
def organisers_message(registration, message, now):
    """Who no longer belongs to the part that was written to is not meant any more."""
    event = registration.event
    broadcast = Broadcast.objects.filter(pk=message.parameters["broadcast"]).first()
    refuse("the message has been deleted", broadcast is None)
    require(registration, *broadcast.states)
    refuse("the event has been withdrawn", event.status == Status.WITHDRAWN)
    subject = _("%(subject)s – %(title)s") % {"subject": broadcast.subject, "title": event.shown_title}
    return write(message, registration, now, subject=subject, broadcast=broadcast, over=event.is_over(now))


@letter("thank_you")
def thank_you(registration, message, now):
    event = registration.event
    require(registration, State.CONFIRMED)
    refuse("the event did not take place", event.status != Status.PUBLISHED or not event.is_over(now))
    subject = _("Thank you: %(title)s") % {"title": event.shown_title}
    has_certificate = is_certifiable(registration, now)
    return write(message, registration, now, subject=subject, moment=now, has_certificate=has_certificate)


def changes_of(message):
    """The Change rows that a message is about, oldest first."""
    return list(Change.objects.filter(pk__in=message.parameters.get("changes", [])).order_by("pk"))
