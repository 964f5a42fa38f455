"""Invitations: a list of addresses, each with a personal link to accept or decline."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from outbox.actions import enqueue
from outbox.models import name_of
from registrations import addresses
from registrations.actions import refusals
from registrations.actions.allocate import NEWS, allocate
from registrations.actions.answers import keep
from registrations.actions.refusals import Refused
from registrations.actions.seats import briefly, lock
from registrations.actions.telling import tell
from registrations.models import InvitedGuest, Registration, Source, State

GUESTS_A_DAY = 1000  # of one organisation: what somebody may do with a stolen session, too


@transaction.atomic
def invite(*, ticket_type, guests, by, now, language="de"):
    """Invite people, given as pairs of name and address; who is invited already is left alone.

    Returns the new InvitedGuests. Raises BadAddress or Refused, and nobody is invited.
    """
    event = ticket_type.event
    refusals.refuse_event(event, now)
    known = set(event.invited_guests.values_list("address_key", flat=True))
    new = {}
    for name, email in guests:
        address = addresses.parse(email)
        if address.key not in known:
            new[address.key] = InvitedGuest(
                event=event,
                ticket_type=ticket_type,
                name=name.strip(),
                email=address.typed,
                address_key=address.key,
                language=language,
                invited_by=by,
                invited_at=now,
            )
    _refuse_many(event.organisation, len(new), now)
    invited = InvitedGuest.objects.bulk_create(new.values())
    for guest in invited:
        enqueue(
            kind="registrations.invited",
            recipient=guest.email,
            language=guest.language,
            parameters={"guest": guest.pk},
            about=name_of(event),
            expires_at=event.ends_at,
            now=now,
        )
    return invited


def _refuse_many(organisation, number, now):
    lately = InvitedGuest.objects.filter(event__organisation=organisation, invited_at__gt=now - dt.timedelta(days=1))
    if lately.count() + number > GUESTS_A_DAY:
        words = _(
            "An organisation may invite %(limit)s people a day. Nobody was invited; shorten the list, go on tomorrow."
        )
        raise Refused(words % {"limit": GUESTS_A_DAY})


@briefly()
@transaction.atomic
def accept_invitation(*, guest, now, name="", answers=None, notice_version=""):
    """The guest comes: a seat kept for invited people, else an ordinary one, else a place in line.

    Accepting twice changes nothing; who had declined may still accept.
    """
    seats = lock(guest.event, now)
    guest = InvitedGuest.objects.select_for_update(no_key=True).get(pk=guest.pk)
    refusals.refuse_event(seats.event, now)
    live = Registration.objects.live().filter(event=seats.event, address_key=guest.address_key).first()
    if live and live.state != State.UNCONFIRMED:
        guest.registration = live
    else:
        guest.registration = _seat_guest(seats, guest, live, name, notice_version)
    guest.accepted_at, guest.declined_at = guest.accepted_at or now, None
    guest.save()
    keep(guest.registration, answers or {}, now=now)
    return guest.registration


def _seat_guest(seats, guest, unconfirmed, name, notice_version):
    """The link came by mail to this address, so it is confirmed; a half-finished sign-up of theirs is taken over."""
    registration = unconfirmed or Registration(event=seats.event, created_at=seats.now)
    registration.event = seats.event
    registration.ticket_type = seats.ticket_types[guest.ticket_type_id]
    registration.name = (name or guest.name).strip() or guest.email.partition("@")[0]
    registration.email, registration.address_key = guest.email, guest.address_key
    registration.language, registration.source = guest.language, Source.INVITATION
    registration.notice_version, registration.notice_accepted_at = notice_version, seats.now
    registration.address_confirmed_at = registration.link_sent_at = seats.now
    if registration.pk:
        registration.state, registration.hold_until = State.PENDING, None
        registration.save()
    registration.state, registration.reserved_seat = State.CONFIRMED, True
    allocate(seats, newcomer=registration)
    tell(registration, NEWS[registration.state], now=seats.now)
    return registration


@transaction.atomic
def decline_invitation(*, guest, now):
    """The guest does not come. Who has accepted cancels the registration instead."""
    guest = InvitedGuest.objects.select_for_update(no_key=True).get(pk=guest.pk)
    if guest.registration and guest.registration.is_live:
        raise Refused(_("You have accepted. Cancel your sign-up on its own page instead."))
    guest.accepted_at, guest.declined_at = None, guest.declined_at or now
    guest.save()
    return guest
