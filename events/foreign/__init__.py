"""What calendars of others say, read with suspicion by a program of its own (``reading.py``) that knows no Django.

Bytes go in, JSON comes out. An entry is a dict of plain values:

    key        identifies it within its source from one reading to the next, at most 200 characters
    uid        the source's own identifier, empty where it gives none
    title, subtitle, text (Markdown), url, location, room, people, language ("de", "en" or ""), categories
    starts, ends   instants in ISO 8601 and UTC; ``zone`` is the IANA name of the zone whose wall clock shows them
    all_day, open_end (the end is a guess), online (it says so itself), private, status (confirmed, cancelled)

A problem is a dict of ``code`` (see ``events.importing.words``), ``entry`` (the title concerned, or empty) and
``given`` (what was found).
"""
