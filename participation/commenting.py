"""What readers of comments see."""

from django.urls import reverse

from events.models import Status
from participation.models import Comment, CommentSettings

MOST = 30  # on the page of the meetup: the last ones
ALL = 1000


def comments_of(event, most):
    """The last ``most`` of what is told, in the order of writing, and whether there are more. One statement."""
    told = Comment.objects.filter(event=event).told().select_related("answered_by").order_by("-created_at", "-pk")
    rows = list(told[: most + 1])
    for row in rows:
        row.event = event
    return rows[:most][::-1], len(rows) > most


def comments_context(event, now, most):
    """The context of the comments on the page of a meetup and on their own; ``shows`` is False where there are none."""
    settings = CommentSettings.stored_for(event)
    if settings is None or not settings.is_public(now):
        return {"shows": False}
    comments, has_more = comments_of(event, most)
    is_open = settings.is_open(now)
    return {
        "shows": is_open or bool(comments),
        "event": event,
        "settings": settings,
        "comments": comments,
        "has_more": has_more,
        "is_open": is_open,
        "closes_at": settings.closes_at.astimezone(event.zone),
        "never_closes": event.status == Status.POSTPONED,
        "address": reverse("comment", args=[event.slug]),
        "list_address": reverse("comments", args=[event.slug]),
    }
