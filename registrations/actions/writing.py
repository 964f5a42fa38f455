"""The organiser's own message, and one's own links."""

from django.db import transaction
from django.utils.translation import gettext as _

from events.models import Event
from outbox.actions import enqueue
from outbox.models import name_of
from registrations import addresses, limits
from registrations.actions.calendars import end_calendar
from registrations.actions.refusals import Refused
from registrations.actions.telling import tell
from registrations.models import Broadcast, Registration, State


def audience(*, event, states, ticket_types=(), present_only=False):
    """The registrations that a message would go to, for the count before it is sent."""
    chosen = event.registrations.filter(state__in=set(states) - {State.UNCONFIRMED})
    if ticket_types:
        chosen = chosen.filter(ticket_type__in=ticket_types)
    if present_only:
        chosen = chosen.exclude(checked_in_at=None, joined_at=None)
    return chosen


@transaction.atomic
def write_to(*, event, subject, body, states, by, now, ticket_types=(), present_only=False):
    """Send the organiser's message (Markdown) to a part of the participants; who has no address is to be called."""
    chosen = list(audience(event=event, states=states, ticket_types=ticket_types, present_only=present_only))
    if not chosen:
        raise Refused(_("Nobody belongs to this part. The message was not sent."))
    broadcast = Broadcast.objects.create(
        event=event,
        subject=subject,
        body=body,
        states=sorted(states),
        ticket_types=[kind.pk for kind in ticket_types],
        present_only=present_only,
        recipients=len(chosen),
        by=by,
        sent_at=now,
    )
    for registration in chosen:
        registration.event = event
        tell(registration, "organisers_message", now=now, broadcast=broadcast.pk)
    return broadcast


def send_links(*, email, now, language="de", client=""):
    """Mail all live links of an address to it, if there are any; at most once an hour.

    The answer to the visitor is the same in any case, and takes the same statements, so that the time tells nothing
    either: without a registration the mail is written and taken back. Raises BadAddress.
    """
    address = addresses.parse(email)
    verdict = limits.note(client=client, address=address.key, now=now)
    live = Registration.objects.live().filter(address_key=address.key, event__in=Event.objects.upcoming(now))
    newest = live.select_related("event").order_by("-pk").first()
    with transaction.atomic():
        enqueue(
            kind="registrations.all_my_links",
            recipient=newest.email if newest else address.typed,
            language=language,
            parameters={"registration": newest.pk if newest else 0},
            about=name_of(newest.event) if newest else "",
            once=f"links {verdict.address} {now:%Y-%m-%dT%H}",
            not_before=verdict.not_before,
            now=now,
        )
        transaction.set_rollback(newest is None)


@transaction.atomic
def resend_link(*, registration, now):
    """An organiser has the participant's link mailed again."""
    if not registration.is_live or not registration.email:
        raise Refused(_("There is no live sign-up with an address to send a link to."))
    Registration.objects.filter(pk=registration.pk).update(link_sent_at=now)
    tell(registration, "already_registered", now=now)


@transaction.atomic
def renew_links(*, registration, now):
    """Make every link to the own page that is out there lead nowhere, and mail the new one.

    The calendar of the address ends, too: it would tell the new link to whoever reads it.
    """
    end_calendar(registration=registration)
    registration = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    registration.generation += 1
    registration.save(update_fields=["generation"])
    if registration.is_live:
        tell(registration, "already_registered", now=now)
    return registration
