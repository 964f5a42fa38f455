"""Calls for contributions on the pages of meetups and series, and in the workplace."""

from django import template
from django.urls import reverse

from events.models import Event
from participation.models import CallForProposals, ProposalState

register = template.Library()
ON_PAGE = "participation/proposals/_on_page.html"


@register.inclusion_tag(ON_PAGE)
def call_of_event(event, now):
    """The way to propose something while that is possible; nothing otherwise."""
    call = CallForProposals.stored_for(event) if now < event.starts_at else None
    return _shown(call, "propose", event, now)


@register.inclusion_tag(ON_PAGE)
def call_of_series(series, now):
    call = CallForProposals.objects.filter(series=series).first() if series.is_active else None
    return _shown(call, "propose_for_series", series, now)


def _shown(call, name, about, now):
    if call is None or not call.takes_proposals(now):
        return {"call": None}
    closes_at = call.closes_at and call.closes_at.astimezone(getattr(about, "zone", None))
    return {"call": call, "about": about, "closes_at": closes_at, "address": reverse(name, args=[about.slug])}


@register.inclusion_tag("admin/participation/_entrance_proposals.html")
def proposals_entrance(event, user):
    """From an event's panel in the workplace to its call; for those who answer for its participants."""
    if not Event.objects.controlled_by(user).filter(pk=event.pk).exists():
        return {"event": None}
    return {
        "event": event,
        "call": CallForProposals.objects.filter(event=event).first(),
        "number": event.proposals.count(),
        "undecided": event.proposals.filter(state=ProposalState.RECEIVED).count(),
    }
