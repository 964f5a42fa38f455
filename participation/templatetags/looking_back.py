"""What templates ask about a meetup that is over."""

from django import template
from django.urls import reverse

from participation.looking_back import LookingBack, of_everybody, of_participants
from participation.models import Material, Results

register = template.Library()


@register.simple_tag
def looking_back(event, now, is_preview=False):
    """What the public page shows of what came of it: ``{% looking_back event now is_preview as past %}``."""
    return LookingBack() if is_preview else of_everybody(event, now)


@register.simple_tag
def looking_back_of_participant(registration, now):
    """The same on a participant's own page, with what is for participants only; nothing for who had no seat."""
    if not registration.is_confirmed:
        return LookingBack()
    return of_participants(registration.event, now, _below("registration_material", registration.token))


@register.simple_tag
def looking_back_from_stage(stage, now):
    """The same on the own page of somebody on stage."""
    return of_participants(stage.appearance.event, now, _below("stage_material", stage.token))


@register.filter
def of_item(past, item):
    """The pieces that belong to a row of the timetable, by its id."""
    return past.by_item.get(item, []) if past and item else []


@register.inclusion_tag("admin/participation/_entrance.html")
def results_entrance(event, now):
    """From an event's panel to what came of it; nothing before it is over."""
    if not event.is_over(now):
        return {"event": None}
    results = Results.objects.filter(event=event).first()
    return {"event": event, "results": results, "number": Material.objects.filter(event=event).count()}


def _below(name, token):
    return lambda args: reverse(name, args=[token, *args])
