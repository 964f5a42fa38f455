from events.ical.components import vevent
from events.ical.contents import with_entry_contents
from events.ical.files import as_file, feed_file
from events.ical.texts import clean, one_line
from events.ical.zones import vtimezone

__all__ = ["as_file", "clean", "feed_file", "one_line", "vevent", "vtimezone", "with_entry_contents"]
