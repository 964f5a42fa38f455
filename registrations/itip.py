"""Calendar entries of participants: the event's own, with the own page as its address.

In mails they are iTIP (RFC 5546, put into mail by RFC 6047): ORGANIZER is the portal under the organiser's name, since
nobody reads answers; the one ATTENDEE is the recipient, who is not asked for an answer. UID is the event's, so that an
entry is updated and never doubled, whatever subscription it came from first.
"""

from django.utils.translation import override

from events.ical import vevent
from events.models import Status
from registrations.links import own_page
from registrations.models import Registration, State

ENDED = {State.CANCELLED, State.DECLINED}


def own_entry(registration):
    """The VEVENT of a registration in its language: TENTATIVE without a seat, CANCELLED when it has ended."""
    with override(registration.language):
        page = own_page(registration)
        entry = vevent(registration.event, language=registration.language, url=page)
    _replace(entry, "sequence", sequence(registration))
    if registration.state in ENDED:
        _replace(entry, "status", "CANCELLED")
    elif not registration.is_confirmed and registration.event.status == Status.PUBLISHED:
        _replace(entry, "status", "TENTATIVE")
    return entry


def sequence(registration):
    """The event's sequence, raised by what happened to this address at the event before.

    A calendar that was told of a cancellation ignores an invitation that is not newer: each earlier sign-up that has
    ended counts two, for itself and for its end, and an end of this one counts one more.
    """
    ended = 0
    if registration.address_key:
        earlier = Registration.objects.filter(event=registration.event_id, address_key=registration.address_key)
        ended = earlier.filter(state__in=ENDED, pk__lt=registration.pk).count()
    return registration.event.sequence + 2 * ended + (registration.state in ENDED)


def _replace(entry, name, value):
    entry.pop(name, None)
    entry.add(name, value)
