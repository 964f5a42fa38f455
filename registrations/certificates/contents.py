"""What a certificate says of an event, and how that is shown, on paper and where it is verified."""

import datetime as dt
from typing import NamedTuple

from django.conf import settings as portal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events import dates
from events.models import Event, ItemKind, Status
from registrations.models import CertificateSettings

WITHOUT = (ItemKind.BREAK, ItemKind.END, ItemKind.SOCIAL)
MOST_ITEMS = 60


def contents_of(event):
    """All that is certified but the name, as a dict that JSON keeps: what the event is at this moment."""
    settings = CertificateSettings.of(event)
    items = list(event.agenda_items.all())
    hosts = event.co_hosts.filter(accepted_at__isnull=False).select_related("organisation")
    return {
        "event": event.uid,
        "language": event.language,
        "title": {code: event.in_language("title", code).text for code, _name in portal.LANGUAGES},
        "starts": event.starts_at.astimezone(dt.UTC).isoformat(),
        "ends": event.ends_at.astimezone(dt.UTC).isoformat(),
        "zone": event.time_zone,
        "all_day": event.all_day,
        "open_end": event.open_end,
        "mode": event.attendance_mode,
        "place": str(event.venue) if event.is_in_person and event.venue else "",
        "minutes": settings.minutes or contact_minutes(event, items),
        "contents": [item.title for item in items if item.kind not in WITHOUT][:MOST_ITEMS],
        "organisers": [event.organisation.name, *(each.organisation.name for each in hosts)],
        "signer": settings.signer,
        "function": settings.function,
    }


def contact_minutes(event, items):
    """Minutes of what is on the agenda, without breaks and get-togethers; without a timed agenda from start to end.

    What happens side by side counts once. A row without an end lasts until the next one begins, the last one until the
    event ends. None where an end is only guessed or there are days without times.
    """
    timed = sorted((item for item in items if item.starts_at), key=lambda item: item.starts_at)
    spans = [(item.starts_at, _end(item, timed, event)) for item in timed if item.kind not in WITHOUT]
    if not spans:
        spans = [] if event.all_day else [(event.starts_at, None if event.open_end else event.ends_at)]
    if not spans or any(end is None for _start, end in spans):
        return None
    total, reached = dt.timedelta(), spans[0][0]
    for start, end in spans:
        total += max(end - max(start, reached), dt.timedelta())
        reached = max(reached, end)
    return round(total / dt.timedelta(minutes=1)) or None


def _end(item, timed, event):
    if item.ends_at:
        return item.ends_at
    following = next((other.starts_at for other in timed if other.starts_at > item.starts_at), None)
    return following or (None if event.open_end or event.all_day else event.ends_at)


class Shown(NamedTuple):
    """The contents in words of the active language; ``language`` is that of title and agenda."""

    title: str
    language: str
    when: str
    where: str
    hours: str
    contents: list
    organisers: str
    signer: str


def shown(contents):
    """Also of an event that has changed since."""
    language = get_language()
    title = contents["title"].get(language) or contents["title"][contents["language"]]
    is_translated = title != contents["title"][contents["language"]]
    return Shown(
        title=title,
        language=language if is_translated else contents["language"],
        when=dates.when_line(_event(contents)),
        where=_where(contents),
        hours=_hours(contents),
        contents=contents["contents"],
        organisers=", ".join(contents["organisers"]),
        signer=", ".join(filter(None, [contents["signer"], contents["function"]])),
    )


def _event(contents):
    return Event(
        starts_at=dt.datetime.fromisoformat(contents["starts"]),
        ends_at=dt.datetime.fromisoformat(contents["ends"]),
        time_zone=contents["zone"],
        all_day=contents["all_day"],
        open_end=contents["open_end"],
        status=Status.PUBLISHED,
    )


def _where(contents):
    online = _("Online") if contents["mode"] == "online" else _("in person or online")
    if contents["mode"] == "in_person":
        return contents["place"]
    return f"{contents['place']} ({online})" if contents["place"] else online


def _hours(contents):
    minutes = contents["minutes"]
    if not minutes:
        return ""
    return dates.duration(_event(contents).starts_at, _event(contents).starts_at + dt.timedelta(minutes=minutes))
