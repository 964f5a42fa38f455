"""Search: PostgreSQL full text in German and English over everything an event's page says (docs/decisions.md).

``refresh(events)`` is called by whoever saves an event or what it shows; ``find(queryset, text)`` narrows a queryset.
"""

from events.search.index import events_about, events_at, events_in, events_of, events_showing, refresh
from events.search.query import find
from events.search.text import normalise

__all__ = [
    "events_about",
    "events_at",
    "events_in",
    "events_of",
    "events_showing",
    "find",
    "normalise",
    "refresh",
]
