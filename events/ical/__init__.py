from events.ical.components import as_file, clean, vevent
from events.ical.zones import vtimezone

__all__ = ["as_file", "clean", "vevent", "vtimezone"]
