"""What every kind of file ends as: entries with a key, a title and times that hold together."""

import datetime as dt
import hashlib
from collections import Counter

from events.foreign.bounds import LONGEST, MOST_ENTRIES, YEARS
from events.foreign.texts import one_line
from events.foreign.zones import named

GUESSED_LENGTH = dt.timedelta(hours=2)
DAY = dt.timedelta(days=1)


def span(start, end, *, zone, problems, entry):
    """Times of an entry out of two dates, or of two aware datetimes; ``end`` may be None.

    The end of dates is exclusive, as in RFC 5545. Returns None, and says why, where the begin is out of all bounds.
    """
    if start.year not in YEARS:
        problems.add("odd_year", entry=entry, given=start.year)
        return None
    all_day = not isinstance(start, dt.datetime)
    if all_day and isinstance(end, dt.datetime):
        end = end.date()
    if not all_day and end is not None and not isinstance(end, dt.datetime):
        end = dt.datetime.combine(end, dt.time(), tzinfo=start.tzinfo)
    if not all_day:  # on one clock, an hour that happens twice would end before it begins
        start, end = start.astimezone(dt.UTC), end and end.astimezone(dt.UTC)
    if end is not None and end < start:
        problems.add("ends_before", entry=entry, given=end.isoformat())
        end = None
    if end is not None and end - start > LONGEST:
        problems.add("too_long", entry=entry, given=end.isoformat())
        end = None
    open_end = end is None or end == start
    if all_day:
        open_end, end = False, end if end and end > start else start + DAY
        start, end = (dt.datetime.combine(day, dt.time(), tzinfo=named(zone)) for day in (start, end))
    elif open_end:
        end = start + GUESSED_LENGTH
    starts, ends = (moment.astimezone(dt.UTC).isoformat() for moment in (start, end))
    return {"starts": starts, "ends": ends, "all_day": all_day, "open_end": open_end, "zone": zone}


def entry_of(*, uid, title, times, text="", **values):
    return {
        "key": uid, "uid": uid[:200], "title": title, "subtitle": "", "text": text, "url": "", "location": "",
        "room": "", "people": [], "language": "", "categories": [], "online": None, "private": False,
        "status": "confirmed",
    } | times | values  # fmt: skip


def digest(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def address(text):
    """A web address fit for a link, or nothing."""
    text = text.strip()
    fit = text.lower().startswith(("http://", "https://")) and len(text) <= 500 and not any(c.isspace() for c in text)
    return text if fit else ""


def finished(entries, problems):
    """The entries with a key each, in the order of their begin, no more than the bound. Says what was told apart.

    An identifier that several entries share tells nobody apart; title and begin do.
    """
    entries = list(entries)
    shared = {key: number for key, number in Counter(entry["key"] for entry in entries).items() if number > 1}
    for key, number in shared.items():
        if key:
            problems.add("same_uid", given=f"{number} × {one_line(key, 60)}")
    found = {}
    for entry in entries:
        own = entry["key"]
        if not entry["title"]:
            problems.add("no_title", given=entry["starts"][:10])
        if not own:
            problems.add("no_uid", entry=entry["title"])
        if not own or own in shared:
            own = f"{own[:120]}#{digest(entry['title'], entry['starts'])}"
        elif len(own) > 200:
            own = f"{own[:120]}#{digest(own)}"
        if own in found:
            problems.add("twice", entry=entry["title"])
            continue
        found[own] = entry | {"key": own}
    ordered = sorted(found.values(), key=lambda entry: (entry["starts"], entry["key"]))
    if len(ordered) > MOST_ENTRIES:
        problems.add("too_many", given=f"{len(ordered)} > {MOST_ENTRIES}")
        # Those that come are worth more than those that have been.
        ordered = ordered[-MOST_ENTRIES:]
    return ordered
