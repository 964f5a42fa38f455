"""What every verb on an event begins with: the locked row, and the way it says no."""

from accounts.refusal import Refused
from events.models import Event

__all__ = ["Refused", "locked"]


def locked(event):
    """The event as it is now, locked until the transaction ends: what the caller read may be old."""
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)
