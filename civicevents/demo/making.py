"""Rows of the demo, made once: each function returns what exists already under its slug, name or number."""

import datetime as dt

from django.core.files.base import ContentFile

from accounts.models import Membership, Organisation, User
from civicevents.demo import drawing
from events.actions import publish
from events.models import (
    AgendaItem,
    Appearance,
    AppearanceRole,
    AttendanceMode,
    Audience,
    CoHost,
    Event,
    EventLink,
    ItemKind,
    Partner,
    Platform,
    Programme,
    Section,
    Series,
    Topic,
    Venue,
)
from events.times import DEFAULT_ZONE, instant, midnight
from pictures.images import clean_logo, render
from pictures.models import Licence, Picture
from speakers.models import Affiliation, Speaker, SpeakerLink

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
SPEAKER, MODERATOR, FACILITATOR = AppearanceRole.SPEAKER, AppearanceRole.MODERATOR, AppearanceRole.FACILITATOR
DRAWN_BY = "Projekt civicevents"


class Calendar:
    """Dates that lie as far from the day of loading as the demo needs them."""

    def __init__(self, now):
        self.now = now
        self.today = now.date()

    def next(self, weekday, *, weeks):
        """The first such weekday at least so many weeks ahead (or behind, if negative), not at the turn of the year."""
        day = self.today + dt.timedelta(weeks=weeks)
        day += dt.timedelta(days=(weekday - day.weekday()) % 7)
        while (day.month, day.day) >= (12, 20) or (day.month, day.day) <= (1, 6):
            day += dt.timedelta(weeks=1 if weeks > 0 else -1)
        return day

    def in_days(self, days):
        return self.now + dt.timedelta(days=days)


def clock(day, time):
    """The instant of a wall-clock time such as "18:10" on a day, in Berlin."""
    return instant(dt.datetime.combine(day, dt.time.fromisoformat(time)), DEFAULT_ZONE)


def between(day, start, end, last=None):
    """Start and end of an event by the clock; it ends on ``last`` if that is another day."""
    return {"starts_at": clock(day, start), "ends_at": clock(last or day, end)}


def whole_days(first, last=None):
    """Start and end of an all-day event that touches both days."""
    end = midnight((last or first) + dt.timedelta(days=1), DEFAULT_ZONE)
    return {"starts_at": midnight(first, DEFAULT_ZONE), "ends_at": end, "all_day": True}


def user(email, name, password, **fields):
    return User.objects.filter(email=email).first() or User.objects.create_user(email, password, name=name, **fields)


def member(account, organisation, role):
    Membership.objects.get_or_create(user=account, organisation=organisation, defaults={"role": role})


def organisation(slug, name, **fields):
    """An organisation with a drawn mark that stands for its logo."""
    found = Organisation.objects.filter(slug=slug).first()
    if found:
        return found
    made = Organisation(slug=slug, name=name, **fields)
    made.logo = clean_logo(ContentFile(drawing.mark(fields.get("short_name") or name), "mark.png"))
    made.logo_alternative_text = f"Gezeichnetes Zeichen als Platzhalter für das Logo: {made.short_name or name}"
    made.save()
    return made


def topic(name, name_en):
    return Topic.objects.get_or_create(name=name, defaults={"name_en": name_en})[0]


def audience(name, name_en):
    return Audience.objects.get_or_create(name=name, defaults={"name_en": name_en})[0]


def platform(host, name, **fields):
    return Platform.objects.get_or_create(organisation=host, name=name, defaults=fields)[0]


def venue(host, name, **fields):
    return Venue.objects.get_or_create(organisation=host, name=name, defaults=fields)[0]


def series(host, slug, title, audiences=(), **fields):
    made, created = Series.objects.get_or_create(slug=slug, defaults={"organisation": host, "title": title} | fields)
    if created:
        made.audiences.set(audiences)
    return made


def programme(host, slug, title, **fields):
    return Programme.objects.get_or_create(slug=slug, defaults={"organisation": host, "title": title} | fields)[0]


def picture(host, png, alternative_text, **fields):
    """A drawing of the project's own."""
    rights = {"author": DRAWN_BY, "licence": Licence.CC0_1} | fields
    made = Picture(organisation=host, alternative_text=alternative_text, **rights)
    made.take(render(ContentFile(png)))
    made.save()
    return made


def portrait(host, name, **fields):
    text = f"Gezeichneter Umriss als Platzhalter für ein Foto von {name}."
    return picture(host, drawing.portrait(name), text, depicted=name, **fields)


def person(host, name, *, bio="", affiliations=(), links=(), pictured=False, credit=None, **fields):
    """A speaker. Affiliations are (function, organisation, since); ``credit`` replaces the drawing's own rights."""
    found = Speaker.objects.filter(organisation=host, name=name).first()
    if found:
        return found
    if pictured or credit:
        fields["picture"] = portrait(host, name, **credit or {})
    made = Speaker.objects.create(organisation=host, name=name, bio=bio, **fields)
    for position, (function, organisation_name, since) in enumerate(affiliations):
        Affiliation.objects.create(
            speaker=made, function=function, organisation_name=organisation_name, since=since, position=position
        )
    for position, (label, url) in enumerate(links):
        SpeakerLink.objects.create(speaker=made, label=label, url=url, position=position)
    return made


def event(host, number, title, *, published_at=None, publish_from=None, by=None, parts=None, **fields):
    """An event with its parts, public since ``published_at`` (or from ``publish_from`` on); else a draft.

    ``parts`` names lists: topics, audiences, programmes, sections, people, agenda, co_hosts, partners, links. Returns
    the event and whether it is new.
    """
    found = Event.objects.filter(organisation=host, source="", source_id=number).first()
    if found:
        return found, False
    fields = {"attendance_mode": AttendanceMode.ONLINE} | fields
    made = Event.objects.create(organisation=host, source_id=number, title=title, **fields)
    _tags(made, parts or {})
    _page(made, parts or {}, by)
    if published_at:
        made = publish(event=made, by=by, now=published_at, at=publish_from)
    return made, True


def _tags(made, parts):
    made.topics.set(parts.get("topics", ()))
    made.audiences.set(parts.get("audiences", ()))
    made.programmes.set(parts.get("programmes", ()))


def _page(made, parts, by):
    for position, (heading, body) in enumerate(parts.get("sections", ())):
        Section.objects.create(event=made, position=position, heading=heading, body=body)
    stage = _stage(made, parts.get("people", ()))
    for position, item in enumerate(parts.get("agenda", ())):
        people = [stage[name] for name in item.pop("people", ())]
        AgendaItem.objects.create(event=made, position=position, **item).appearances.set(people)
    for position, co_host in enumerate(parts.get("co_hosts", ())):
        CoHost.objects.create(
            event=made, position=position, organisation=co_host, accepted_at=made.created_at, accepted_by=by
        )
    for position, partner in enumerate(parts.get("partners", ())):
        Partner.objects.create(event=made, position=position, **partner)
    for position, link in enumerate(parts.get("links", ())):
        EventLink.objects.create(event=made, position=position, **link)


def _stage(made, people):
    """Appearances by the speaker's name. Each is a speaker, a role and, if wanted, fields of that day.

    ``shares`` names the person whose entry and text this one shares.
    """
    stage = {}
    for position, (speaker, role, *more) in enumerate(people):
        fields = dict(more[0]) if more else {}
        if first := fields.pop("shares", None):
            fields["shares_entry_with"] = stage[first]
        stage[speaker.name] = Appearance.objects.create(
            event=made, speaker=speaker, role=role, position=position, **fields
        )
    return stage


def item(title, kind=ItemKind.TALK, people=(), abstract="", **fields):
    """A row of an agenda, without a time unless given."""
    return {"title": title, "kind": kind, "people": people, "abstract": abstract, **fields}


def timed(day, rows):
    """Rows of an agenda on one day: start, end or None, title, then optionally kind, people, abstract, track."""
    items = []
    for start, end, title, *rest in rows:
        kind, people, abstract, track = (*rest, *(ItemKind.TALK, (), "", "")[len(rest) :])
        times = {"starts_at": clock(day, start), "ends_at": clock(day, end) if end else None}
        items.append(item(title, kind, people, abstract, track=track, **times))
    return items
