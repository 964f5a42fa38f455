"""The entries of a person's calendar: the newest sign-up for each event, in the state that it is in."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from events.ical import events_for_entries, feed_file
from events.models import Event, Status
from registrations.itip import ENDED, own_entry
from registrations.models import Registration, State


def private_calendar(link, now):
    """The bytes of the calendar, in as many statements for one sign-up as for fifty. Access details stay off: people
    share calendars."""
    newest = _newest(link, now)
    language = newest[-1].language if newest else None
    with override(language or "de"):
        return feed_file(newest, name=_("My sign-ups"), make=_entry)


def _newest(link, now):
    """For each event the last sign-up of the address; ``ended_before`` counts those that ended before it."""
    events = Event.objects.exclude(status=Status.DRAFT).filter(publish_at__lte=now)
    rows = Registration.objects.filter(address_key=link.address_key, event__in=events).order_by("pk")
    rows = rows.exclude(state=State.UNCONFIRMED)
    rows, found = list(rows), {}
    entries = {event.pk: event for event in events_for_entries([row.event_id for row in rows])}
    for row in rows:
        row.event = entries[row.event_id]
        before = found.get(row.event_id)
        row.ended_before = before.ended_before + (before.state in ENDED) if before else 0
        found[row.event_id] = row
    return list(found.values())


def _entry(registration):
    with override(registration.language):
        note = f"{_('Your sign-up')}: {registration.get_state_display()}"
    return own_entry(registration, ended_before=registration.ended_before, note=note)
