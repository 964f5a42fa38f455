"""Mails to people on stage and to invited guests: who has no registration (yet)."""

from functools import wraps

from django.utils.translation import pgettext

from events.models import Appearance, Status
from outbox.mails import compose, mail
from registrations import links
from registrations.itip import for_stage
from registrations.mails import words
from registrations.mails.happenings import changes_of
from registrations.mails.letter import RELATED, about, refuse, reply_to, require_ahead, unless_stale
from registrations.models import InvitedGuest

ENDINGS = {Status.CANCELLED, Status.WITHDRAWN}


def _declare(kind, model, parameter, related):
    """Declare a mail: a function of the row that the parameter names, the message and `now`."""

    def register(function):
        @mail(f"registrations.{kind}")
        @wraps(function)
        def render(message, now):
            row = model.objects.filter(pk=message.parameters.get(parameter)).select_related(*related, *RELATED).first()

            def of_row():
                refuse("the person is no longer on the list", row is None)
                refuse("the event is not public", row.event.status == Status.DRAFT)
                return function(row, message, now)

            return unless_stale(of_row)

        return function

    return register


@_declare("stage_link", Appearance, "appearance", ["speaker"])
def stage_link(appearance, message, now):
    """The link to the own page of a speaker or moderator."""
    require_ahead(appearance.event, now)
    return _to_stage(appearance, message, now, pgettext("subject", "Your page for the event"))


@_declare("stage_changed", Appearance, "appearance", ["speaker"])
def stage_changed(appearance, message, now):
    event = appearance.event
    refuse("the event is over", event.is_over(now))
    found = words.differences(event, changes_of(message), on_stage=True)
    turned = _turned(event, message)
    refuse("what changed was changed back", not found and not turned)
    return _to_stage(appearance, message, now, _subject(event, turned), differences=found, turned=turned)


@_declare("invited", InvitedGuest, "guest", ["ticket_type"])
def invited(guest, message, now):
    require_ahead(guest.event, now)
    _require_unanswered(guest)
    return _to_guest(guest, message, pgettext("subject", "Invitation"))


@_declare("invitation_changed", InvitedGuest, "guest", ["ticket_type"])
def invitation_changed(guest, message, now):
    event = guest.event
    refuse("the event is over", event.is_over(now))
    _require_unanswered(guest)
    found = words.differences(event, changes_of(message))
    turned = _turned(event, message)
    refuse("what changed was changed back", not found and not turned)
    return _to_guest(guest, message, _subject(event, turned), differences=found, turned=turned)


def _require_unanswered(guest):
    refuse("the invitation has been answered", guest.accepted_at or guest.declined_at)


def _turned(event, message):
    """The status that the event has now, if it is another one than before these changes; else empty."""
    statuses = [change for change in changes_of(message) if change.what == "status"]
    return event.status if statuses and statuses[0].old != event.status else ""


def _subject(event, turned):
    if turned in ENDINGS:
        return pgettext("subject", "Event cancelled")
    if turned == Status.POSTPONED:
        return pgettext("subject", "Postponed")
    return pgettext("subject", "It takes place") if turned else pgettext("subject", "Changed")


def _to_stage(appearance, message, now, subject, **context):
    event, name = appearance.event, appearance.speaker.full_name
    context |= about(event, message) | {"name": name, "page": links.stage_page(appearance)}
    part = for_stage(appearance, message.language, now)
    subject = words.subject(subject, event)
    return compose(message, subject=subject, context=context, calendar=part, reply_to=reply_to(event))


def _to_guest(guest, message, subject, **context):
    context |= about(guest.event, message) | {"guest": guest, "page": links.invitation_page(guest)}
    subject = words.subject(subject, guest.event)
    return compose(message, subject=subject, context=context, reply_to=reply_to(guest.event))
