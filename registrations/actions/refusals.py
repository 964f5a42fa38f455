"""Why somebody does not get a seat, in sentences fit for the visitor: the reason, and what else to do."""

from django.utils.translation import gettext as _

from events.actions import Refused
from events.dates import clock, long_day, when_line
from events.models import Event, Status


class Busy(Exception):
    """The event's seats were locked for too long by others. A view answers 503 with Retry-After."""

    retry_after = 3  # seconds

    def __str__(self):
        return _("Very many people are signing up right now. Wait a moment, then send the form again.")


class NotTaken(Refused):
    """A sign-up is refused. ``field`` names the form field that it belongs to, if one.

    ``may_pass``: the same may be taken a moment later. ``of_ticket_type``: another ticket type may be better off.
    """

    field = None
    may_pass = False
    of_ticket_type = False


class NotPublished(NotTaken):
    pass


class EventCancelled(NotTaken):
    pass


class EventPostponed(NotTaken):
    pass


class EventOver(NotTaken):
    pass


class NoSignUp(NotTaken):
    """The event has no ticket types."""


class NotOpenYet(NotTaken):
    may_pass = of_ticket_type = True


class Closed(NotTaken):
    of_ticket_type = True


class Full(NotTaken):
    may_pass = of_ticket_type = True


class SignedUpAlready(NotTaken):
    """Never shown by the form, which answers as to a new address."""

    field = "email"


class ForeignTicketType(NotTaken):
    field = "ticket_type"


class WrongDomain(NotTaken):
    field = "email"


class ConditionMissing(NotTaken):
    field = "condition_confirmed"


def refuse_event(event, now):
    """Raises the refusal if this event takes nobody at the moment, whatever the ticket type."""
    if event.status in (Status.DRAFT, Status.WITHDRAWN) or event.is_scheduled(now):
        raise NotPublished(_("This event is not public. Nobody can sign up for it."))
    if event.status == Status.CANCELLED:
        raise EventCancelled(_join(_("This event has been cancelled."), _next_date(event, now), _contact(event)))
    if event.status == Status.POSTPONED:
        words = _("This event is postponed and its new date is not known yet. Come back when it is.")
        raise EventPostponed(_join(words, _contact(event)))
    if event.is_over(now):
        raise EventOver(_join(_("This event is over."), _next_date(event, now)))


def refuse_window(event, ticket_type, now):
    """Raises the refusal if sign-up for this ticket type is not open."""
    if ticket_type.opens_at and ticket_type.opens_at > now:
        opening = _("Sign-up opens on %(when)s. Come back then.") % {"when": _moment(ticket_type.opens_at, event)}
        raise NotOpenYet(opening)
    if not ticket_type.is_open(event, now):
        closed = _("Sign-up closed on %(when)s.") % {"when": _moment(ticket_type.closing(event), event)}
        raise Closed(_join(closed, _contact(event), _next_date(event, now)))


def full(event, ticket_type, now):
    """The refusal for a contingent without a free seat and without room in the line."""
    if ticket_type.has_waiting_list:
        words = _("All seats are taken and the waiting list is full.")
    else:
        words = _("All seats are taken.")
    return Full(_join(words, _contact(event), _next_date(event, now)))


def foreign_ticket_type():
    return ForeignTicketType(_("Choose one of the ticket types of this event."))


def no_sign_up(event):
    return NoSignUp(_join(_("One cannot sign up for this event here."), _contact(event)))


def wrong_domain(event, ticket_type):
    domains = ", ".join(ticket_type.allowed_domains.replace(",", " ").split())
    words = _("Only addresses of these domains can sign up: %(domains)s.") % {"domains": domains}
    return WrongDomain(_join(words, _contact(event)))


def condition_missing(ticket_type):
    words = _("Confirm that this applies to you: %(condition)s") % {"condition": ticket_type.condition}
    return ConditionMissing(words)


def _join(*sentences):
    return " ".join(filter(None, sentences))


def _moment(moment, event):
    local = moment.astimezone(event.zone)
    return _("%(day)s, at %(time)s") % {"day": long_day(local), "time": clock(local)}


def _contact(event):
    name, email, phone = event.contact
    reach = " / ".join(filter(None, [email, phone]))
    if not reach:
        return ""
    if name:
        return _("If you have a question, ask %(name)s: %(reach)s.") % {"name": name, "reach": reach}
    return _("If you have a question, write to %(reach)s.") % {"reach": reach}


def _next_date(event, now):
    """The next event of the series that one can go to."""
    if event.series_id is None:
        return ""
    later = Event.objects.listed(now).filter(series=event.series_id, status=Status.PUBLISHED, starts_at__gt=now)
    following = later.exclude(pk=event.pk).order_by("starts_at").first()
    if following is None:
        return ""
    return _("The next date of this series: %(title)s, %(when)s.") % {
        "title": following.shown_title.text, "when": when_line(following)
    }  # fmt: skip
