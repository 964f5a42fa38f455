"""What helpers do at the door: check in, take it back, add people who have not signed up."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.sorting import sort_key
from registrations.actions.by_hand import add_by_hand
from registrations.actions.refusals import Full, Refused
from registrations.actions.seats import briefly, lock
from registrations.models import Registration, RegistrationSettings, Source

DOUBLE_TAP = dt.timedelta(seconds=20)


class NamesakeHere(Refused):
    """Somebody of this name is on the list; ``another=True`` adds one more."""


@transaction.atomic
def check_in(*, registration, now):
    """Mark a confirmed participant as present. A second call changes nothing."""
    registration = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    if not registration.is_confirmed:
        state = registration.get_state_display()
        raise Refused(_("%(name)s has no seat: %(state)s.") % {"name": registration.name, "state": state})
    if registration.checked_in_at is None:
        registration.checked_in_at = now
        registration.save(update_fields=["checked_in_at"])
    return registration


@transaction.atomic
def check_in_by_code(*, event, code, now):
    """Check in whoever shows this code. What belongs to another event is as unknown as what belongs to nobody."""
    registration = Registration.objects.filter(event=event, door_code=code).first() if code else None
    if registration is None:
        raise Refused(_("This code belongs to nobody who signed up for this event. Search for the name."))
    return check_in(registration=registration, now=now)


@transaction.atomic
def undo_check_in(*, registration):
    Registration.objects.filter(pk=registration.pk).update(checked_in_at=None)
    registration.refresh_from_db(fields=["checked_in_at"])
    return registration


@briefly()
@transaction.atomic
def add_walk_in(*, event, name, now, ticket_type=None, extra_seat=False, another=False):
    """Somebody at the door who has not signed up, by name; present at once.

    A second tap within seconds adds nobody twice. Raises NamesakeHere if somebody of this name is on the list
    (unless ``another``), and Full when there is no free seat.
    """
    lock(event, now)
    namesakes = [each for each in event.registrations.live() if sort_key(each.name) == sort_key(name)]
    if double := next((each for each in namesakes if _is_just_added(each, now)), None):
        return double
    if namesakes and not another:
        raise NamesakeHere(_("%(name)s is on the list already. Is this somebody else?") % {"name": namesakes[0].name})
    full = Full(_("All seats are taken. Organisers can give somebody a seat outside the contingent."))
    try:
        registration = add_by_hand(
            event=event,
            name=name,
            source=Source.DOOR,
            by=None,
            now=now,
            ticket_type=ticket_type,
            extra_seat=extra_seat,
            present=True,
        )
    except Full as refusal:
        raise full from refusal
    if not registration.is_confirmed:
        raise full
    return registration


def _is_just_added(registration, now):
    added = registration.source == Source.DOOR and registration.is_confirmed
    return added and abs(now - registration.created_at) <= DOUBLE_TAP


@transaction.atomic
def renew_door_link(*, event, by):
    """The link that helpers have leads nowhere from now on."""
    RegistrationSettings.objects.get_or_create(event=event)
    settings = RegistrationSettings.objects.select_for_update().get(event=event)
    settings.door_generation += 1
    settings.save(update_fields=["door_generation"])
    return settings
