"""Comments on the page of a meetup, and the way to them in the workplace."""

from django import template

from events.models import Event
from participation.commenting import MOST, comments_context
from participation.models import CommentSettings, ContributionState

register = template.Library()


@register.inclusion_tag("participation/comments/_on_event_page.html")
def comments_section(event, now, is_preview=False):
    """What was said and the way to say something; nothing where the organiser does not want comments."""
    return {"shows": False} if is_preview else comments_context(event, now, MOST)


@register.inclusion_tag("admin/participation/_entrance_comments.html")
def comments_entrance(event, user):
    """From an event's panel in the workplace to its comments; for those who answer for its participants."""
    if not Event.objects.controlled_by(user).filter(pk=event.pk).exists():
        return {"event": None}
    settings = CommentSettings.stored_for(event)
    return {
        "event": event,
        "is_set_up": settings is not None and settings.takes_comments,
        "number": event.comments.shown().count(),
        "held": event.comments.filter(state=ContributionState.HELD).count(),
    }
