"""A feed of either kind: what is known of it before its texts are read, and its parts."""

from functools import cached_property

from events import ical
from events.feeds import atom
from events.feeds.texts import SHARE, state_of, texts_of
from events.models import EntryText, Event

Kind = EntryText.Kind


class CalendarFeed:
    """The events as a calendar, by time."""

    kind = Kind.CALENDAR

    def __init__(self, events, *, language, name):
        self.events, self.language, self.name = events, language, name

    @cached_property
    def state(self):
        return state_of(self.events, self.kind, self.language)

    @property
    def is_short(self):
        return len(self.state.ids) <= SHARE

    def parts(self):
        """Its bytes, piece by piece."""
        yield ical.feed_head(self.name, self.state.zones)
        for text in texts_of(self.state.ids, self.state.changed, self.kind, self.language):
            yield text.encode()
        yield ical.END


class AtomFeed:
    """The events of the newest entries, newest first."""

    kind = Kind.FEED
    is_short = True

    def __init__(self, events, *, language, selection, address):
        self.language, self.selection, self.address = language, selection, address
        self._events = events

    @cached_property
    def newest(self):
        """Pairs of number and moment."""
        return list(atom.latest_news(self._events).values_list("pk", "news_at"))

    @cached_property
    def state(self):
        return state_of(Event.objects.filter(pk__in=[pk for pk, _ in self.newest]), self.kind, self.language)

    def parts(self):
        updated = self.newest[0][1] if self.newest else None
        yield atom.feed_head(self.selection, language=self.language, address=self.address, updated=updated).encode()
        for text in texts_of([pk for pk, _ in self.newest], self.state.changed, self.kind, self.language):
            yield text.encode()
        yield atom.END.encode()
