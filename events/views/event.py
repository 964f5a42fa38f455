"""The page of a meetup."""

import datetime as dt

from django.db.models import Prefetch
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext

from events.models import AgendaItem, Appearance, Change, CoHost, Event, EventLink, Programme, Status
from events.page.agenda import agenda_of
from events.page.blocks import blocks_of, contents_of
from events.page.facts import facts_of
from events.page.people import people_of
from events.structured_data import as_data_block, crumbs_data, share_picture, structured_data
from events.views.slugged import SluggedPage

# What a link to another event shows.
IN_A_LINK = ("slug", "language", "title", "title_translated", "status", "time_zone", "starts_at", "ends_at", "all_day")


class EventPage(SluggedPage):
    template_name = "events/event_detail.html"

    def get_queryset(self):
        return with_page_contents(Event.objects.published(self.now), self.now)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | event_page_context(self.object, self.now)

    def not_found(self, request):
        slug = self.kwargs["slug"]
        withdrawn = Event.objects.withdrawn()
        if withdrawn.filter(slug=slug).exists() or withdrawn.formerly(slug).exists():
            return render(request, "410.html", status=410)
        return super().not_found(request)


def with_page_contents(events, now):
    """The events with all rows that their pages show, in a fixed number of queries."""
    announced = Appearance.objects.announced()
    on_agenda = AgendaItem.objects.prefetch_related(Prefetch("appearances", announced.select_related("speaker")))
    targets = Prefetch("target", Event.objects.only(*IN_A_LINK))
    whole = events.defer("search_de", "search_en").select_related(
        "organisation", "series", "venue", "platform", "availability", "picture"
    )
    return whole.prefetch_related(
        "sections",
        Prefetch("appearances", announced.select_related("speaker__picture")),
        Prefetch("agenda_items", on_agenda),
        Prefetch("co_hosts", CoHost.objects.exclude(accepted_at=None).select_related("organisation")),
        Prefetch("links", EventLink.objects.leading_somewhere(now).prefetch_related(targets)),
        "partners",
        "topics",
        "audiences",
        Prefetch("programmes", Programme.objects.only("slug", "language", "title", "title_translated")),
    )


def event_page_context(event, now):
    """Everything the template ``events/event_detail.html`` needs; the event comes from ``with_page_contents``."""
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
        "neighbours": neighbours_of(event, now),
        "share_picture": share_picture(event),
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


def neighbours_of(event, now):
    """The series' dates before and after this one, and its next date from now on if this one is over."""
    if not event.series:
        return {}
    dates = Event.objects.listed(now).filter(series=event.series, status=Status.PUBLISHED).exclude(pk=event.pk)
    dates = dates.only(*IN_A_LINK)
    earlier = dates.filter(starts_at__lte=event.starts_at).order_by("-starts_at", "-pk").first()
    later = dates.filter(starts_at__gt=event.starts_at).order_by("starts_at", "pk").first()
    coming = dates.filter(ends_at__gt=now).order_by("starts_at", "pk").first() if event.is_over(now) else None
    return {"earlier": earlier, "later": later, "coming": coming}


def _former_start(event):
    """The start that was public before the event was last moved, or None."""
    old = event.changes.filter(what=Change.What.STARTS_AT).order_by("-at", "-pk").values_list("old", flat=True).first()
    former = dt.datetime.fromisoformat(old) if old else None
    return former if former != event.starts_at else None
