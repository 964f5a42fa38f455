"""One line of an import, read with suspicion."""

import datetime as dt
import json
import re
from dataclasses import dataclass

from events.importing.places import Place, place_of, zone_of
from events.times import instant, midnight

MOST_BYTES = 200_000
GUESSED_LENGTH = dt.timedelta(hours=2)
LANGUAGES = ("de", "en")
TYPES = {"all_day": bool, "online": bool, "german": bool, "topics": list}
LINK = re.compile(r"""<a\s+href=(["'])(?P<url>[^"'<>]*)\1\s*>(?P<text>[^<>]+)</a>""", re.IGNORECASE)


class BrokenLine(Exception):
    """This line cannot become an event; the message says why."""


@dataclass(frozen=True)
class Entry:
    """What a line says, in the portal's terms."""

    source: str
    source_id: str
    source_licence: str
    title: str
    language: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    time_zone: str
    all_day: bool
    open_end: bool
    is_online: bool
    place: Place | None
    topics: tuple[str, ...]
    description: str
    url: str


def read(line):
    """The Entry of a line (bytes). Raises BrokenLine."""
    row = parse(line)
    title, url = title_and_url(row)
    place = place_of(text(row, "venue"), text(row, "city"), text(row, "country_code"))
    return Entry(
        source=required(row, "source"),
        source_id=required(row, "id"),
        source_licence=required(row, "source_licence"),
        title=title,
        language=language(row),
        is_online=place is None if row.get("online") is None else row["online"],
        place=place,
        topics=topics(row),
        description=text(row, "description"),
        url=url,
        **times(row),
    )


def parse(line):
    if len(line) > MOST_BYTES:
        raise BrokenLine(f"The line is longer than {MOST_BYTES} bytes.")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BrokenLine("The line is not UTF-8.") from None
    except (ValueError, RecursionError) as error:
        raise BrokenLine(f"The line is not JSON: {error}.") from None
    if not isinstance(row, dict):
        raise BrokenLine("The line is not a JSON object.")
    for key, value in row.items():
        if value is not None and key in TYPES and not isinstance(value, TYPES[key]):
            raise BrokenLine(f"“{key}” is not what it should be: {str(value)[:60]!r}.")
    return row


def text(row, key):
    """The text of a field, empty where it is missing."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BrokenLine(f"“{key}” is not a text: {str(value)[:60]!r}.")
    if "\0" in value:
        raise BrokenLine(f"“{key}” holds a null character.")
    return value.strip()


def required(row, key):
    value = text(row, key)
    if not value:
        raise BrokenLine(f"“{key}” is missing.")
    return value


def title_and_url(row):
    """Some sources put a link around the title: the title is its text, and its address stands in for a missing one."""
    title, url = required(row, "title"), text(row, "url")
    if link := LINK.fullmatch(title):
        title = link["text"].strip()
        url = url or (link["url"] if link["url"].startswith(("http://", "https://")) else "")
    return title, url


def language(row):
    """The first language given that the portal knows; else German where the source marks the event as German."""
    given = [word.strip().lower() for word in text(row, "language").split(",")]
    return next((word for word in given if word in LANGUAGES), "de" if row.get("german") else "en")


def topics(row):
    """The topics once each, in their order."""
    names = row.get("topics") or []
    if not all(isinstance(name, str) for name in names):
        raise BrokenLine("“topics” holds something that is not a text.")
    return tuple(dict.fromkeys(" ".join(name.replace("_", " ").split()) for name in names if name.strip()))


def times(row):
    """Start, end and zone. A missing end is a guess: the same day, or two hours later.

    All-day events touch every day from start to end, counted in their own zone.
    """
    zone = zone_of(text(row, "timezone"), text(row, "country_code"))
    start, end = moment(row, "start"), moment(row, "end")
    if start is None:
        raise BrokenLine("“start” is missing.")
    if row.get("all_day") or not isinstance(start, dt.datetime):
        values = whole_days(day_of(start), day_of(end or start), zone)
    else:
        values = clock_times(start, end, zone)
    if values["ends_at"] <= values["starts_at"]:
        raise BrokenLine("The event ends before it begins.")
    return values | {"time_zone": zone, "open_end": end is None}


def moment(row, key):
    """A date, a wall-clock time without zone, or None."""
    value = text(row, key)
    try:
        if not value:
            return None
        read = dt.date.fromisoformat(value) if len(value) <= 10 else dt.datetime.fromisoformat(value)
    except ValueError:
        raise BrokenLine(f"“{key}” is neither a date nor a time: {value[:60]!r}.") from None
    if not 1900 < read.year < 2200:
        raise BrokenLine(f"“{key}” lies in the year {read.year}.")
    return read


def day_of(value):
    return value.date() if isinstance(value, dt.datetime) else value


def whole_days(first, last, zone):
    after = last + dt.timedelta(days=1)
    return {"starts_at": midnight(first, zone), "ends_at": midnight(after, zone), "all_day": True}


def clock_times(start, end, zone):
    starts_at = at(start, zone)
    if end is None:
        ends_at = starts_at + GUESSED_LENGTH
    elif isinstance(end, dt.datetime):
        ends_at = at(end, zone)
    else:
        ends_at = midnight(end + dt.timedelta(days=1), zone)
    return {"starts_at": starts_at, "ends_at": ends_at, "all_day": False}


def at(wall_clock, zone):
    """The instant of a time; one with an offset says it itself, one that happens twice means the first."""
    if wall_clock.tzinfo:
        return wall_clock.astimezone(dt.UTC)
    return instant(wall_clock, zone, second=False)
