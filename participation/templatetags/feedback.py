"""Feedback on pages and in mails of lower apps."""

from django import template
from django.urls import reverse

from events.models import Event
from outbox.mails import absolute
from participation.feedback import published_feedback
from participation.models import FeedbackBox, FeedbackGiven, FeedbackSettings

register = template.Library()


@register.inclusion_tag("participation/feedback/_published.html")
def feedback_on_event_page(event, now, is_preview=False):
    return {"feedback": None if is_preview else published_feedback(event, now), "event": event}


@register.inclusion_tag("participation/feedback/_on_own_page.html")
def own_feedback(registration, now):
    event = registration.event
    settings = FeedbackSettings.stored_for(event) if registration.is_confirmed and event.ends_at <= now else None
    if settings is None or not settings.is_open(now):
        return {"shows": False}
    given = FeedbackGiven.objects.filter(registration=registration).exists()
    return {"shows": True, "registration": registration, "event": event, "settings": settings, "given": given}


@register.simple_tag
def feedback_address(registration, now):
    """Where this participant gives feedback, for mails; nothing while there is none to give."""
    settings = FeedbackSettings.stored_for(registration.event)
    if settings is None or not settings.is_open(now):
        return ""
    return absolute(reverse("registration_feedback", args=[registration.token]))


@register.inclusion_tag("admin/participation/_entrance_feedback.html")
def feedback_entrance(event, user):
    """From an event's panel to its feedback; for those who answer for its participants."""
    if not Event.objects.controlled_by(user).filter(pk=event.pk).exists():
        return {"event": None}
    settings = FeedbackSettings.stored_for(event)
    number = FeedbackBox.objects.filter(event=event).values_list("answers", flat=True).first() or 0
    return {"event": event, "is_on": settings is not None and settings.is_on, "number": number}
