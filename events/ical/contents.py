"""The rows that calendar entries are made of: in four small statements, however many events there are."""

from collections import defaultdict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from events.contents import store
from events.models import AgendaItem, Appearance, Event, Topic
from events.statements import any_of, composed_once

_TEXTS = ("audience_note", "audience_note_html", "house_rules", "house_rules_html")
UNSEEN = (
    "search_de",
    "search_en",
    *_TEXTS,
    *(f"series__{name}" for name in ("description", "description_html", *_TEXTS)),
    "organisation__description",
    "organisation__description_html",
    "venue__directions",
    "venue__directions_html",
)


def events_for_entries(pks):
    """The events with these numbers, with all that their calendar entries say."""
    events = _events(pks=pks)
    fetch_entry_contents(events)
    return events


def fetch_entry_contents(events):
    """Fill in what an entry says besides the event's own row; nobody whose name is not announced is among it."""
    pks = [event.pk for event in events]
    people, items = (_by_event(rows(pks=pks)) for rows in (_people, _items))
    fetch_topics(events)
    for event in events:
        store(event, "appearances", people[event.pk])
        store(event, "agenda_items", items[event.pk])
        for item in items[event.pk]:
            store(item, "appearances", [each for each in people[event.pk] if each.pk in item.people])


def fetch_topics(events):
    links = _by_event(_topic_links(pks=[event.pk for event in events]))
    for event in events:
        store(event, "topics", [link.topic for link in links[event.pk]])


def has_entry_contents(event):
    fetched = getattr(event, "_prefetched_objects_cache", {})
    return {"appearances", "agenda_items", "topics"} <= fetched.keys() and all(
        "appearances" in getattr(item, "_prefetched_objects_cache", {}) for item in event.agenda_items.all()
    )


def _by_event(rows):
    found = defaultdict(list)
    for row in rows:
        found[row.event_id].append(row)
    return found


@composed_once
def _events(pks: list):
    related = ("organisation", "series", "venue", "platform", "availability", "picture")
    return Event.objects.filter(any_of("pk", pks)).select_related(*related).defer(*UNSEEN)


@composed_once
def _people(pks: list):
    people = Appearance.objects.announced().select_related("speaker").filter(any_of("event", pks))
    return people.defer("bio", "bio_html", "speaker__bio")


@composed_once
def _items(pks: list):
    people = AgendaItem.appearances.through.objects.filter(agendaitem=OuterRef("pk")).values("appearance")
    items = AgendaItem.objects.filter(any_of("event", pks)).annotate(people=ArraySubquery(people))
    return items.defer("abstract")


@composed_once
def _topic_links(pks: list):
    links = Event.topics.through.objects.filter(any_of("event", pks)).select_related("topic")
    return links.order_by(*(f"topic__{name}" for name in Topic._meta.ordering))
