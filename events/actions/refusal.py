"""What every verb on an event begins with: the locked row, and the way it says no."""

from events.models import Event


class Refused(Exception):
    """The action would be wrong; the message says why and what to do, in words fit for the person who asked."""


def locked(event):
    """The event as it is now, locked until the transaction ends: what the caller read may be old."""
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)
