"""The calendar of one's own sign-ups. Its address contains links to all of them, so it comes by mail only."""

from django.db import transaction
from django.utils.translation import gettext as _

from registrations.actions.refusals import Refused
from registrations.actions.telling import tell
from registrations.models import CalendarLink, Registration, State


@transaction.atomic
def send_calendar(*, registration, now):
    """Mail the address of the calendar, which is made if there is none; at most once an hour."""
    if not registration.is_live or registration.state == State.UNCONFIRMED or not registration.address_key:
        raise Refused(_("There is no live sign-up with an address to send a link to."))
    link, _made = CalendarLink.objects.get_or_create(address_key=registration.address_key, defaults={"created_at": now})
    tell(registration, "calendar_link", now=now, once=f"calendar {link.pk} {now:%Y-%m-%dT%H}")
    return link


@transaction.atomic
def end_calendar(*, registration):
    """The address leads nowhere from now on."""
    CalendarLink.objects.filter(address_key=registration.address_key).exclude(address_key="").delete()


def forget_calendars(*, address_keys):
    """Calendars go with the last registration of their address."""
    links = CalendarLink.objects.filter(address_key__in=address_keys)
    return links.exclude(address_key__in=Registration.objects.values("address_key")).delete()[0]
