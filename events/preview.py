"""The secret link under which an event can be read before it is public."""

from django.conf import settings
from django.urls import reverse

from accounts.capabilities import make_token

PURPOSE = "event-preview"


def preview_address(event):
    """The full address of the preview, for people who have no account."""
    token = make_token(PURPOSE, event.pk, event.preview_generation)
    return f"{settings.BASE_URL}{reverse('event_preview', args=[token])}"
