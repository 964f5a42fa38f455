"""The rows that the page of an event shows, in a fixed number of small statements.

Small, because PostgreSQL plans a join of seven wide tables for four milliseconds, and seven rows in half of one.
"""

import datetime as dt

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Value
from django.http import Http404

from events.models import (
    AgendaItem,
    Appearance,
    Audience,
    Change,
    CoHost,
    Event,
    EventLink,
    Partner,
    Platform,
    Programme,
    Section,
    Status,
    Topic,
    Venue,
)
from events.statements import composed_once
from pictures.models import Picture

# What a link to another event shows.
IN_A_LINK = ("slug", "language", "title", "title_translated", "status", "time_zone", "starts_at", "ends_at", "all_day")


@composed_once
def published_events(slug: str, now: dt.datetime):
    return with_its_own(Event.objects.published(now).filter(slug=slug))


def with_its_own(events):
    """The events with what they have one of and always need. The rest is for `fetch_contents`."""
    return events.defer("search_de", "search_en").select_related("organisation", "series", "availability")


def published_event(slug, now):
    """The event with its contents; raises Http404."""
    event = next(iter(published_events(slug=slug, now=now)), None)
    if event is None:
        raise Http404
    return fetch_contents(event, now)


def fetch_contents(event, now):
    """Fill in what the page shows; the event comes from `with_its_own`. Returns it."""
    for name, statement in ONE.items():
        key = getattr(event, f"{name}_id")
        setattr(event, name, next(iter(statement(pk=key)), None) if key else None)
    for name, statement in SEVERAL.items():
        store(event, name, statement(event=event.pk))
    store(event, "links", links_of(event=event.pk, now=now))
    appearances = event.appearances.all()
    for item in event.agenda_items.all():
        store(item, "appearances", [each for each in appearances if each.pk in item.people])
    return event


def store(instance, relation, rows):
    """Let ``instance.<relation>.all()`` be these rows, as if they had been prefetched."""
    found = getattr(instance, relation).all()
    found._result_cache, found._prefetch_done = rows, True
    instance.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = found


def accepted_co_hosts(event):
    """The co-hosts that have accepted, with their organisations; read once for each event object."""
    if "co_hosts" not in getattr(event, "_prefetched_objects_cache", {}):
        store(event, "co_hosts", co_hosts_of(event=event.pk))
    return list(event.co_hosts.all())


@composed_once
def venue(pk: int):
    return Venue.objects.filter(pk=pk)


@composed_once
def platform(pk: int):
    return Platform.objects.filter(pk=pk)


@composed_once
def picture(pk: int):
    return Picture.objects.filter(pk=pk)


@composed_once
def sections_of(event: int):
    return Section.objects.filter(event=event).defer("plain_heading", "plain_body", "plain_body_html")


@composed_once
def appearances_of(event: int):
    return Appearance.objects.announced().select_related("speaker__picture").filter(event=event)


@composed_once
def agenda_items_of(event: int):
    people = AgendaItem.appearances.through.objects.filter(agendaitem=OuterRef("pk")).values("appearance")
    return AgendaItem.objects.filter(event=event).annotate(people=ArraySubquery(people))


@composed_once
def co_hosts_of(event: int):
    return CoHost.objects.exclude(accepted_at=None).select_related("organisation").filter(event=event)


@composed_once
def partners_of(event: int):
    return Partner.objects.filter(event=event)


@composed_once
def topics_of(event: int):
    return Topic.objects.filter(events=event)


@composed_once
def audiences_of(event: int):
    return Audience.objects.filter(events=event)


@composed_once
def programmes_of(event: int):
    return Programme.objects.only("slug", "language", "title", "title_translated").filter(events=event)


@composed_once
def links_of(event: int, now: dt.datetime):
    links = EventLink.objects.leading_somewhere(now).filter(event=event).select_related("target")
    shown = [field.name for field in EventLink._meta.concrete_fields]
    return links.only(*shown, *(f"target__{name}" for name in IN_A_LINK))


@composed_once
def former_starts_of(event: int):
    starts = Change.objects.filter(event=event, what=Change.What.STARTS_AT)
    return starts.order_by("-at", "-pk").values_list("old")[:1]


@composed_once
def neighbours_of(series: int, event: int, starts_at: dt.datetime, now: dt.datetime):
    """The series' dates before and after this one, and its next date from now on: each with ``place`` saying which."""
    dates = Event.objects.listed(now).filter(series=series, status=Status.PUBLISHED).exclude(pk=event).only(*IN_A_LINK)
    earlier = dates.filter(starts_at__lte=starts_at).order_by("-starts_at", "-pk")
    later = dates.filter(starts_at__gt=starts_at).order_by("starts_at", "pk")
    coming = dates.filter(ends_at__gt=now).order_by("starts_at", "pk")
    each = {"earlier": earlier, "later": later, "coming": coming}
    first, *others = (found.annotate(place=Value(name))[:1] for name, found in each.items())
    return first.union(*others, all=True)


ONE = {"venue": venue, "platform": platform, "picture": picture}
SEVERAL = {
    "sections": sections_of,
    "appearances": appearances_of,
    "agenda_items": agenda_items_of,
    "co_hosts": co_hosts_of,
    "partners": partners_of,
    "topics": topics_of,
    "audiences": audiences_of,
    "programmes": programmes_of,
}
