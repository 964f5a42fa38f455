"""What all mails to a person about an event have in common."""

from functools import wraps

from events.models import Status
from outbox.mails import Drop, compose, mail
from registrations import links
from registrations.actions.telling import access_of
from registrations.itip import for_participant
from registrations.mails import words
from registrations.models import Registration, RegistrationSettings
from registrations.offers import place_in_line

RELATED = ("event__organisation", "event__venue", "event__platform", "event__registration_settings")


class Stale(Exception):
    """This mail is not needed any more; the message says why."""


def letter(kind):
    """Declare a mail to a participant: a function of the registration, the message and `now`."""

    def register(function):
        @mail(f"registrations.{kind}")
        @wraps(function)
        def render(message, now):
            found = Registration.objects.filter(pk=message.parameters.get("registration"))
            registration = found.select_related("ticket_type", *RELATED).first()
            if registration is None:
                return Drop("the registration has been erased")
            return unless_stale(function, registration, message, now)

        return function

    return register


def unless_stale(function, *args):
    """The mail, or the Drop for what Stale says."""
    try:
        return function(*args)
    except Stale as stale:
        return Drop(str(stale))


def refuse(reason, condition):
    """Raises Stale if the condition holds."""
    if condition:
        raise Stale(reason)


def require(registration, *states):
    """Raises Stale in any other state."""
    refuse(f"the registration is {registration.state} meanwhile", registration.state not in states)


def require_ahead(event, now):
    """Raises Stale unless the event takes place, now or at a date that is still to come."""
    refuse("the event does not take place", event.status not in (Status.PUBLISHED, Status.POSTPONED))
    refuse("the event is over", event.is_over(now))


def write(message, registration, now, *, subject, calendar=False, **context):
    """The Mail to a participant; with ``calendar`` it carries the entry of who has a seat, or had one."""
    event = registration.event
    context |= about(event, message) | {
        "registration": registration,
        "state": registration.state,
        "place": place_in_line(registration),
        "page": links.own_page(registration),
        "cancel_page": links.cancel_page(registration),
        "access": access(registration, now),
    }
    had_seat = registration.confirmed_at is not None
    part = for_participant(registration, now) if calendar and had_seat else None
    context["calendar"] = part
    return compose(message, subject=subject, context=context, calendar=part, reply_to=reply_to(event))


def about(event, message):
    """The context that every mail about an event has."""
    kind = message.kind.partition(".")[2]
    return {
        "event": event,
        "title": event.shown_title,
        "when": words.when(event),
        "where": words.where(event),
        "event_page": links.event_page(event),
        "organisation": event.organisation.name,
        "contact_email": reply_to(event),
        "deletion_day": words.long_day(RegistrationSettings.of(event).deletion_day),
        "paragraph": event.mail_paragraphs.filter(kind=kind).first(),
    }


def reply_to(event):
    """Where answers go: to the organisers."""
    return event.contact[1]


def access(registration, now):
    """For who has a seat where there are access details: "now" or from when they are on the own page; else empty."""
    event = registration.event
    if not registration.is_confirmed or event.status != Status.PUBLISHED or access_of(registration) is None:
        return ""
    settings = RegistrationSettings.of(event)
    return "now" if settings.shows_access(now) else words.moment(settings.access_shown_from, event)
