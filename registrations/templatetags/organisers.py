"""What templates of the workplace ask about sign-up."""

from django import template

from events.models import Event
from registrations.models import State

register = template.Library()


@register.inclusion_tag("admin/registrations/_entrance_links.html")
def sign_up_entrance(event, user):
    """From an event's panel to its participants; nothing for co-hosts who are no joint controllers."""
    if not Event.objects.controlled_by(user).filter(pk=event.pk).exists():
        return {"event": None}
    states = (State.CONFIRMED, State.WAITLISTED, State.PENDING)
    counted = {state: event.registrations.filter(state=state).count() for state in states}
    return {"event": event, "is_set_up": event.ticket_types.exists(), **{str(k): n for k, n in counted.items()}}
