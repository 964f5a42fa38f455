"""What somebody who signed up now would get, for the form and the pages around it."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from registrations.actions.refusals import NotTaken, refuse_event, refuse_window
from registrations.actions.seats import look_at
from registrations.actions.signing_up import Outcome, outcome_of, wish
from registrations.models import TicketType


class Offer(NamedTuple):
    """A ticket type with what it gives now: an Outcome, or the refusal whose text says why and what else to do.

    ``free`` seats, None without a limit; ``waiting`` people.
    """

    ticket_type: TicketType
    outcome: Outcome | None
    refusal: NotTaken | None
    free: int | None
    waiting: int


def offers(*, event, now):
    """An Offer for each ticket type of an event that was just read, in the organiser's order. Four statements."""
    seats = look_at(event, now)
    return [_offer(seats, ticket_type) for ticket_type in seats.ticket_types.values()]


def _offer(seats, ticket_type):
    room = seats.open_room(ticket_type)
    free = None if ticket_type.capacity is None and seats.settings.total_capacity is None else int(room)
    outcome = refusal = None
    try:
        refuse_event(seats.event, seats.now)
        refuse_window(seats.event, ticket_type, seats.now)
        gets_seat = seats.offers_seat(ticket_type)
    except NotTaken as error:
        refusal = error
    else:
        outcome = outcome_of(wish(ticket_type, seats.settings.confirm_address), gets_seat)
    return Offer(ticket_type, outcome, refusal, free, seats.contingents[ticket_type.pk].waiting)


def offer_words(offer):
    """A ticket type as a choice: its name, whom it is for, what is left."""
    words = [str(offer.ticket_type)]
    if offer.ticket_type.for_whom:
        words.append(offer.ticket_type.for_whom)
    if offer.refusal:
        words.append(str(offer.refusal).split(". ")[0].rstrip("."))
    elif offer.outcome == "waiting":
        words.append(_("waiting list"))
    elif offer.free is not None:
        words.append(_("%(number)s free") % {"number": offer.free})
    return " · ".join(words)


def place_in_line(registration):
    """The place of somebody who waits among those waiting for the same ticket type, from 1; None for anybody else."""
    if not registration.is_waitlisted:
        return None
    line = type(registration).objects.waiting().filter(event=registration.event_id)
    ahead = line.filter(ticket_type=registration.ticket_type_id, queue_number__lte=registration.queue_number)
    return ahead.count()
