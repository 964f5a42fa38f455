"""Events out of entries of calendars elsewhere: written as an organiser would have, and changed by the verbs."""

import datetime as dt
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.actions import move, record, snapshot
from events.importing.comparing import here, values
from events.importing.places import place_of
from events.importing.writing import HEADING, LINK, Writer
from events.models import AttendanceMode, Event, EventLink, Imported, LineUp, Section, Topic
from events.times import validate_zone
from outbox.markdown import MAX_LENGTH

COUNTRIES = {"Europe/Berlin": "DE", "Europe/Vienna": "AT", "Europe/Zurich": "CH"}
is_address = URLValidator(schemes=["http", "https"])


class Venues(Writer):
    """Finds a venue or makes one; knows nothing else of an import."""

    def forget(self):
        self.venues = {}


def create(source, entry, *, now):
    """A draft of the entry, remembered as taken over. Raises ValidationError for what no form would take."""
    event = Event(organisation=source.organisation, language=_language(source, entry), line_up=LineUp.FINAL)
    for name in ("title", "subtitle", "when", "where"):
        _assign(event, name, source, entry)
    event.source, event.source_id = source.name, entry["key"]
    event.source_url, event.source_licence = _link_to(source, entry), source.licence
    event.clean_fields(exclude=["organisation", "venue"])
    event.save()
    event.topics.set(_topics(entry))
    written = {}
    _write_text(event, entry, written)
    _write_link(event, entry, written)
    written |= here(Event.objects.get(pk=event.pk), written)
    Imported.objects.create(
        source=source, key=entry["key"], event=event, said=values(entry), written=written, taken_at=now
    )
    return event


def change(source, event, imported, entry, names, *, by, now):
    """Bring these fields of the event to what the entry says; people concerned hear of it as of any other change."""
    if "when" in names:
        starts, ends = _span(entry)
        if (starts, ends) != (event.starts_at, event.ends_at):
            event = move(event=event, starts_at=starts, ends_at=ends, by=by, now=now)
    before = snapshot(event)
    for name in names & {"title", "subtitle", "where"}:
        _assign(event, name, source, entry)
    if "when" in names:
        event.all_day, event.open_end, event.time_zone = entry["all_day"], entry["open_end"], entry["zone"]
    if url := _link_to(source, entry):
        event.source_url = url
    event.clean_fields(exclude=["organisation", "venue", "slug"])
    event.version += 1
    event.save()
    record(event=event, before=before, by=by, now=now)
    if "text" in names:
        _write_text(event, entry, imported.written)
    if "url" in names:
        _write_link(event, entry, imported.written)
    return event


def _span(entry):
    return dt.datetime.fromisoformat(entry["starts"]), dt.datetime.fromisoformat(entry["ends"])


def _assign(event, name, source, entry):
    """Set one field of ``comparing.FIELDS`` on the event; it is not saved."""
    if name == "title":
        with override(event.language):
            event.title = entry["title"] or _("Without a title")
    elif name == "subtitle":
        event.subtitle = entry["subtitle"]
    elif name == "when":
        validate_zone(entry["zone"])
        event.starts_at, event.ends_at = _span(entry)
        event.all_day, event.open_end, event.time_zone = entry["all_day"], entry["open_end"], entry["zone"]
    elif name == "where":
        place = place_of(entry["location"], "", COUNTRIES.get(entry["zone"], ""))
        if place:
            place = place._replace(postal_code=place.postal_code[:20], city=place.city[:120])
        event.venue = Venues(source.organisation).venue(place)
        event.room = entry["room"]
        event.attendance_mode = _mode(entry, place)


def _mode(entry, place):
    """In person where there is a place or a room; online where it says so, or where there is neither."""
    if place is None and not entry["room"]:
        return AttendanceMode.ONLINE
    return AttendanceMode.HYBRID if entry["online"] else AttendanceMode.IN_PERSON


def _language(source, entry):
    return entry["language"] if entry["language"] in ("de", "en") else source.language


def _topics(entry):
    """Those of the portal's topics that the source names; new ones are for people to add."""
    names = {name.casefold() for name in entry["categories"]}
    if not names:
        return []
    return [topic for topic in Topic.objects.all() if names & {topic.name.casefold(), topic.name_en.casefold()}]


def _write_text(event, entry, written):
    with override(event.language):
        heading, people = str(HEADING), ", ".join(entry["people"])
        parts = [_("With %(names)s") % {"names": people}] if people else []
    body = "\n\n".join([*parts, entry["text"]]).strip()[:MAX_LENGTH]
    section = event.sections.filter(pk=written.get("section")).first()
    if not body:
        if section:
            section.delete()
        written.pop("section", None)
        return
    section = section or Section(event=event, heading=heading)
    section.body = body
    section.clean_fields(exclude=["event"])
    section.save()
    written["section"] = section.pk


def _write_link(event, entry, written):
    link = event.links.filter(pk=written.get("link")).first()
    if not _is_address(entry["url"]):
        if link:
            link.delete()
        written.pop("link", None)
        return
    if link is None:
        with override(event.language):
            link = EventLink(event=event, label=str(LINK))
    link.url = entry["url"]
    link.clean_fields(exclude=["event"])
    link.save()
    written["link"] = link.pk


def _link_to(source, entry):
    """Where to read it at the source: the entry's own page, the source's, or the host that the calendar is from.

    The address of the calendar itself stays here: it may be a private one.
    """
    host = urlsplit(source.url).hostname
    candidates = (entry["url"], source.page, f"https://{host}/" if host else "")
    return next((url for url in candidates if _is_address(url)), "")


def _is_address(url):
    try:
        is_address(url)
    except ValidationError:
        return False
    return len(url) <= 500
