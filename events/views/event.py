"""The page of a meetup."""

import datetime as dt

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext

from events.contents import former_starts_of, neighbours_of, published_event
from events.models import Event, EventLink
from events.page.agenda import agenda_of
from events.page.blocks import blocks_of, contents_of
from events.page.facts import facts_of
from events.page.people import people_of
from events.share.facts import picture_for
from events.structured_data import as_data_block, crumbs_data, structured_data
from events.views.slugged import SluggedPage


class EventPage(SluggedPage):
    template_name = "events/event_detail.html"

    def get_queryset(self):
        return Event.objects.published(self.now)

    def get_object(self):
        return published_event(self.kwargs["slug"], self.now)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | event_page_context(self.object, self.now)

    def not_found(self, request):
        slug = self.kwargs["slug"]
        withdrawn = Event.objects.withdrawn()
        if withdrawn.filter(slug=slug).exists() or withdrawn.formerly(slug).exists():
            return render(request, "410.html", status=410)
        return super().not_found(request)


def event_page_context(event, now):
    """Everything the template ``events/event_detail.html`` needs; the event has its contents (events/contents.py)."""
    agenda, people = agenda_of(event, now), people_of(event)
    blocks = blocks_of(event, agenda=agenda, people=people)
    hosts = [event.organisation, *(co_host.organisation for co_host in event.co_hosts.all())]
    crumbs, address = crumbs_of(event), event.get_absolute_url()
    former_start = _former_start(event)
    data = structured_data(event, hosts=hosts, people=people, agenda=agenda, moved_from=former_start)
    links = list(event.links.all())
    return {
        "event": event,
        "now": now,
        **facts_of(event, now),
        "agenda": agenda,
        "people": people,
        "blocks": blocks,
        "contents": contents_of(event, blocks),
        "hosts": hosts,
        "audiences": list(event.audiences.all()) or (list(event.series.audiences.all()) if event.series else []),
        "reading": [link for link in links if link.kind == EventLink.Kind.READING],
        "further": [link for link in links if link.kind == EventLink.Kind.FURTHER],
        "partners": [partner for partner in event.partners.all() if partner.kind == partner.Kind.PARTNER],
        "supporters": [partner for partner in event.partners.all() if partner.kind == partner.Kind.SUPPORTER],
        "moved_from": former_start and former_start.astimezone(event.zone),
        "neighbours": _neighbours(event, now),
        "share_picture": picture_for(event),
        "crumbs": crumbs,
        "data_blocks": [
            as_data_block(data),
            as_data_block(crumbs_data([*crumbs, (event.shown_title, address)])),
        ],
    }


def crumbs_of(event):
    """Pairs of name and path of the pages above."""
    crumbs = [(pgettext("navigation", "Events"), reverse("event_list"))]
    if event.series:
        crumbs.append((event.series.shown_title, event.series.get_absolute_url()))
    return crumbs


def _neighbours(event, now):
    """The series' dates before and after this one, and its next date from now on if this one is over."""
    if not event.series_id:
        return {}
    found = neighbours_of(series=event.series_id, event=event.pk, starts_at=event.starts_at, now=now)
    return {each.place: each for each in found if each.place != "coming" or event.is_over(now)}


def _former_start(event):
    """The start that was public before the event was last moved, or None."""
    old = next((old for (old,) in former_starts_of(event=event.pk)), None)
    former = dt.datetime.fromisoformat(old) if old else None
    return former if former != event.starts_at else None
