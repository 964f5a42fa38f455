"""What a participant's own page says: how things stand, what comes next, and what can be done about it."""

from typing import NamedTuple

import segno
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from events import dates
from events.models import AgendaItem, Appearance, Change, Status
from events.page.agenda import agenda_of
from events.page.facts import Contact
from outbox.mails import absolute
from registrations.actions.certifying import is_certifiable
from registrations.actions.telling import shown_access
from registrations.models import AccessDetails, RegistrationSettings, State
from registrations.networking import networking_of
from registrations.offers import place_in_line

SWITCHABLE = (State.CONFIRMED, State.WAITLISTED, State.PENDING)


class Step(NamedTuple):
    """A stop of the line "what happens next"; ``is_done`` fills it."""

    when: str
    heading: str
    words: str
    is_done: bool = False


def standing_of(registration, now):
    """How things stand, in one word that the templates know: what has ended comes first, then what the event does."""
    event = registration.event
    if not registration.is_live:
        return registration.state
    if event.status == Status.CANCELLED:
        return "event_cancelled"
    if not event.is_published(now):
        return "not_public"
    if event.status == Status.POSTPONED:
        return "postponed"
    if event.is_over(now):
        return "over"
    return registration.state


def own_page_context(registration, now):
    """The template context of the page; nothing of it may be shown to anybody else."""
    event, settings = registration.event, RegistrationSettings.of(registration.event)
    standing = standing_of(registration, now)
    agenda, way_in = agenda_of(_with_agenda(event), now), access_context(registration, now)
    seats = getattr(event, "availability", None)
    return {
        "registration": registration,
        "event": event,
        "now": now,
        "standing": standing,
        "place": place_in_line(registration),
        "promotes": settings.promotes(now),
        "answers": list(registration.answers.select_related("question")),
        "ticket_type": registration.ticket_type if event.ticket_types.count() > 1 else None,
        "agenda": agenda if standing not in ("event_cancelled", "not_public", "postponed") else None,
        "steps": steps_of(registration, settings, standing, now, way_in["access"]),
        "deletion_day": settings.deletion_day,
        "has_certificate": is_certifiable(registration, now),
        "contact": Contact(*event.contact),
        "door_code": door_picture(registration) if standing == State.CONFIRMED and event.is_in_person else None,
        "new_date": standing in SWITCHABLE and has_new_date(registration),
        "can_switch": standing in SWITCHABLE and event.ticket_types.count() > 1,
        "can_cancel": standing in (*SWITCHABLE, State.UNCONFIRMED, "postponed"),
        "can_change": standing in (*SWITCHABLE, "postponed"),
        "has_calendar": standing in (*SWITCHABLE, "postponed"),
        "may_sign_up_again": not registration.is_live
        and bool(event.status == Status.PUBLISHED and seats and seats.is_open(now)),
        **networking_of(registration, now),
        **way_in,
    }


def access_context(registration, now):
    """``access`` if it is time; ``shows_link``: the link itself, too, which later is behind the button that counts.

    ``access_from``: when they will be there, for a confirmed participant who is too early.
    """
    event, settings = registration.event, RegistrationSettings.of(registration.event)
    expected = event.is_online or AccessDetails.objects.for_participants().filter(event=event).exists()
    early = registration.is_confirmed and event.status == Status.PUBLISHED and now < settings.access_shown_from
    return {
        "access": shown_access(registration, now),
        "shows_link": registration.joined_at is not None or not settings.counts_as_present(now),
        "access_from": settings.access_shown_from.astimezone(event.zone) if early and expected else None,
    }


def _with_agenda(event):
    people = Appearance.objects.announced().select_related("speaker")
    items = AgendaItem.objects.prefetch_related(Prefetch("appearances", people))
    prefetch_related_objects([event], Prefetch("agenda_items", items))
    return event


def has_new_date(registration):
    """Whether the event got a new date after it had been postponed, since this person signed up."""
    changes = registration.event.changes.filter(at__gt=registration.created_at, what=Change.What.STATUS)
    return changes.filter(old=Status.POSTPONED, new=Status.PUBLISHED).exists()


def steps_of(registration, settings, standing, now, access):
    """The line of what happens next; empty where nothing does. ``access``: what is shown already, or None."""
    first = {
        State.UNCONFIRMED: _unconfirmed_steps,
        State.PENDING: _pending_steps,
        State.WAITLISTED: _waiting_steps,
        State.CONFIRMED: _confirmed_steps,
    }.get(standing)
    if first is None:
        return []
    event = registration.event
    begins = _("It begins at %(time)s.") % {"time": dates.clock(event.local_start)} if not event.all_day else ""
    afterwards = _("On %(day)s we delete your data.") % {"day": dates.long_day(settings.deletion_day)}
    return [
        *first(registration, settings, now, access),
        Step(_day(event.local_start), _("The event"), begins, event.starts_at <= now),
        Step(_("after it"), _("Reading up"), afterwards),
    ]


def _confirmed_steps(registration, settings, now, access):
    event = registration.event
    confirmed_at = registration.confirmed_at.astimezone(event.zone)
    mail = _("It came by e-mail, with a calendar entry and the link to this page.") if registration.email else ""
    steps = [Step(_day(confirmed_at), _("Confirmation"), mail, True)]
    if event.is_online:
        shown_from = settings.access_shown_from.astimezone(event.zone)
        words = _("From %(time)s on they are on this page. We write to you then.") % {"time": dates.clock(shown_from)}
        step = Step(_day(shown_from), _("Access details"), words)
        if access:
            step = Step(_("now"), _("Access details"), _("They are on this page."), True)
        elif shown_from <= now:
            step = Step(_("soon"), _("Access details"), _("They are not there yet. We write to you when they are."))
        steps.append(step)
    return steps


def _waiting_steps(registration, settings, now, access):
    event, ends = registration.event, settings.promotion_ends_at.astimezone(registration.event.zone)
    signed_up = registration.created_at.astimezone(event.zone)
    moment = {"day": dates.long_day(ends), "time": dates.clock(ends)}
    return [
        Step(_day(signed_up), _("Waiting list"), _("Your place in line is kept. You need do nothing."), True),
        Step(
            _("any time"),
            _("A seat becomes free"),
            _("The first in line gets it at once, and an e-mail. People move up until %(day)s, %(time)s.") % moment,
        ),
    ]


def _pending_steps(registration, settings, now, access):
    signed_up = registration.created_at.astimezone(registration.event.zone)
    return [
        Step(_day(signed_up), _("Signed up"), "", True),
        Step(_("now"), _("The organisers decide"), _("They look at each sign-up. You get an e-mail.")),
    ]


def _unconfirmed_steps(registration, settings, now, access):
    signed_up = registration.created_at.astimezone(registration.event.zone)
    return [
        Step(_day(signed_up), _("Signed up"), "", True),
        Step(_("now"), _("You confirm your address"), _("Then your sign-up counts.")),
    ]


def _day(moment):
    """10. Dez / 10 Dec, short enough for the margin of the line."""
    return f"{dates.day_number(moment)}{dates.SPACE}{dates.month_short(moment)}"


class DoorCode(NamedTuple):
    picture: str
    text: str


def door_picture(registration):
    """The QR code that helpers at the door scan: an address with a code of its own, never this page's token."""
    code = registration.door_code
    picture = segno.make(absolute(reverse("door_code", args=[code])), error="m", micro=False)
    svg = picture.svg_inline(scale=5, border=4, light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return DoorCode(mark_safe(svg), " ".join(code[i : i + 5] for i in range(0, len(code), 5)))  # noqa: S308
