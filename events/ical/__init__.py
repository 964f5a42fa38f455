from events.ical.components import vevent
from events.ical.contents import events_for_entries
from events.ical.files import END, as_file, feed_file, feed_head, unless_broken
from events.ical.texts import clean, one_line
from events.ical.zones import vtimezone

__all__ = [
    "END",
    "as_file",
    "clean",
    "events_for_entries",
    "feed_file",
    "feed_head",
    "one_line",
    "unless_broken",
    "vevent",
    "vtimezone",
]
