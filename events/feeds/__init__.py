"""What visitors subscribe to: calendars (events/ical) and Atom, for the whole list, any filter of it, or one group."""
