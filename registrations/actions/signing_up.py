"""Signing up, and confirming one's address."""

import datetime as dt
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Status
from outbox.models import name_of
from registrations import addresses, limits
from registrations.actions import refusals
from registrations.actions.allocate import NEWS, allocate
from registrations.actions.answers import keep
from registrations.actions.refusals import Full, Refused, SignedUpAlready
from registrations.actions.seats import briefly, lock
from registrations.actions.telling import tell
from registrations.models import Registration, State

AGAIN = dt.timedelta(hours=1)


class Outcome(StrEnum):
    """What a new sign-up gets at this moment; names the answer page ``…/register/sent/<value>/``."""

    SEAT = ""
    WAITING = "waiting"
    APPROVAL = "approval"
    CONFIRM = "confirm"


def sign_up(
    *,
    event,
    name,
    email,
    now,
    ticket_type=None,
    language="de",
    answers=None,
    condition_confirmed=False,
    with_assistant=False,
    notice_version="",
    client="",
):
    """Sign somebody up by the form; the visitor's answer is the Outcome.

    ``answers`` are JSON values by question id. ``client`` is the visitor's network address, for limits.
    An address that is signed up already gets the same answer as a new one would, and its owner a mail with the link, at
    most once an hour. Raises a NotTaken with a sentence for the visitor, BadAddress, or Busy.
    """
    address = addresses.parse(email)
    verdict = limits.note(client=client, address=address.key, about=name_of(event), now=now)
    answer = _sign_up(
        event=event,
        ticket_type=ticket_type,
        condition_confirmed=condition_confirmed,
        verdict=verdict,
        answers=answers or {},
        now=now,
        values={
            "name": name.strip(),
            "email": address.typed,
            "address_key": address.key,
            "language": language,
            "with_assistant": with_assistant,
            "notice_version": notice_version,
            "notice_accepted_at": now,
        },
    )
    if isinstance(answer, Refused):
        raise answer
    return answer


@briefly()
@transaction.atomic
def _sign_up(*, event, ticket_type, condition_confirmed, verdict, answers, now, values):
    """The Outcome, or the refusal as a value: what was written before it (a promotion, say) stays."""
    seats = lock(event, now)
    ticket_type = _admit(seats, ticket_type, values["address_key"], condition_confirmed)
    must_confirm = verdict.must_confirm or seats.settings.confirm_address
    registration = Registration(
        event=seats.event,
        ticket_type=ticket_type,
        state=wish(ticket_type, must_confirm),
        condition_confirmed=ticket_type.condition,
        created_at=now,
        link_sent_at=now,
        **values | {"with_assistant": values["with_assistant"] and ticket_type.allows_assistants},
    )
    try:
        allocate(seats, newcomer=registration)
    except Full as refusal:
        return refusal
    except SignedUpAlready:
        return _answer_again(seats, ticket_type, verdict, registration.state)
    keep(registration, answers, now=now)
    _tell_first(registration, verdict, now)
    return outcome_of(registration.state, gets_seat=not registration.is_waitlisted)


def _admit(seats, ticket_type, key, condition_confirmed):
    """The ticket type to sign up for, read afresh. Raises the refusal."""
    refusals.refuse_event(seats.event, seats.now)
    if seats.event.external_signup_url:
        raise refusals.no_sign_up(seats.event)
    if ticket_type is None and len(seats.ticket_types) > 1:
        raise refusals.foreign_ticket_type()
    ticket_type = seats.wanted(ticket_type)
    refusals.refuse_window(seats.event, ticket_type, seats.now)
    if not ticket_type.takes_address(key):
        raise refusals.wrong_domain(seats.event, ticket_type)
    if ticket_type.condition and not condition_confirmed:
        raise refusals.condition_missing(ticket_type)
    return ticket_type


def wish(ticket_type, must_confirm):
    """The state that a newcomer comes for, see `allocate`."""
    if must_confirm:
        return State.UNCONFIRMED
    return State.PENDING if ticket_type.needs_approval else State.CONFIRMED


def outcome_of(state, gets_seat):
    """What a visitor is told whose sign-up came for this state, or is in it."""
    if state == State.UNCONFIRMED:
        return Outcome.CONFIRM
    if state == State.PENDING:
        return Outcome.APPROVAL
    return Outcome.SEAT if gets_seat else Outcome.WAITING


def _tell_first(registration, verdict, now):
    kinds = NEWS | {State.UNCONFIRMED: "confirm_address", State.PENDING: "pending"}
    if verdict.quiet:
        _tell_quietly(registration, verdict, now)
    else:
        tell(registration, kinds[registration.state], now=now, not_before=verdict.not_before)


def _tell_quietly(registration, verdict, now):
    """For an address that is signed up suspiciously often: one mail an hour with all its links."""
    once = f"links {verdict.address} {now:%Y-%m-%dT%H}"
    tell(registration, "all_my_links", now=now, once=once, not_before=verdict.not_before)


def _answer_again(seats, ticket_type, verdict, wanted):
    """The answer that a new address would get; the owner of the registration hears of it once an hour."""
    existing, now = Registration.objects.get(pk=seats.known), seats.now
    if existing.link_sent_at is None or existing.link_sent_at <= now - AGAIN:
        existing.event, existing.link_sent_at = seats.event, now
        existing.save(update_fields=["link_sent_at"])
        if verdict.quiet:
            _tell_quietly(existing, verdict, now)
        else:
            unconfirmed = existing.state == State.UNCONFIRMED
            kind = "confirm_address" if unconfirmed else "already_registered"
            tell(existing, kind, now=now, not_before=verdict.not_before)
    try:
        return outcome_of(wanted, seats.offers_seat(ticket_type))
    except Full as refusal:
        return refusal


@briefly()
@transaction.atomic
def confirm_address(*, registration, now):
    """The link in the mail was followed and its button pressed: the held seat is theirs, or they come as if new.

    Does nothing a second time. Raises a NotTaken when there is no room any more or the event takes nobody.
    """
    seats = lock(registration.event, now)
    registration = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    registration.event = seats.event
    if registration.state != State.UNCONFIRMED:
        if not registration.is_live:
            raise Refused(_("This sign-up has ended. Sign up again if you want to come."))
        return registration
    if seats.event.status != Status.POSTPONED:  # there, sign-ups stay what they are until the new date
        refusals.refuse_event(seats.event, now)
    registration.address_confirmed_at = now
    registration.state = wish(seats.ticket_types[registration.ticket_type_id], must_confirm=False)
    allocate(seats, newcomer=registration)
    tell(registration, (NEWS | {State.PENDING: "pending"})[registration.state], now=now)
    return registration
