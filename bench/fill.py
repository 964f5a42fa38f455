"""Fills a database with invented meetups that look like a portal in use; the same seed gives the same rows.

    from fill import fill
    fill(10_000, now=timezone.now(), registrations=20_000)

A script next to this file calls it after ``django.setup()``, once, on a migrated database. Rows are written in bulk,
past the models' `save`: what `save` would add (slugs, sort keys, UIDs) is added here.
"""

import datetime as dt
import random
from urllib.parse import urlsplit

import words
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction
from sign_ups import CAPACITIES, sign_up

from accounts.models import Organisation
from accounts.slugs import make_slug
from accounts.sorting import sort_key
from civicevents.demo import drawing
from events.models import (
    AgendaItem,
    Appearance,
    Audience,
    Availability,
    CoHost,
    Event,
    Platform,
    Programme,
    Section,
    Series,
    Topic,
    Venue,
)
from events.search import refresh
from events.times import midnight, zone_named
from pictures.images import render
from pictures.models import Licence, Picture
from registrations.models import TicketType
from speakers.models import Affiliation, Speaker

SHARE = 1000  # events at a time
PICTURES = 12
BERLIN = zone_named("Europe/Berlin")


def fill(number, *, now, seed=1, days=(-1500, 400), registrations=0, search=True):
    """Write ``number`` events that begin between these days from now, with everything that stands on their pages.

    ``registrations``: people signed up in all. ``search``: index the events, which takes longer than all the rest.
    """
    maker = Maker(random.Random(seed), now, days)  # noqa: S311 - nothing secret
    maker.surroundings(number)
    for first in range(0, number, SHARE):
        maker.share(range(first, min(first + SHARE, number)))
    sign_up(registrations, maker.dice, now)
    with connection.cursor() as cursor:
        host = urlsplit(settings.BASE_URL).hostname
        cursor.execute("UPDATE events_event SET uid = 'event-' || id || '@' || %s WHERE uid IS NULL", [host])
    if search:
        refresh(Event.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what autovacuum does a minute later


class Maker:
    """Makes rows by the dice; keeps what the events share."""

    def __init__(self, dice, now, days):
        self.dice, self.now, self.days = dice, now, days

    def one(self, rows):
        return self.dice.choice(rows)

    def some(self, rows, most):
        return self.dice.sample(rows, min(self.dice.randint(0, most), len(rows)))

    def happens(self, probability):
        return self.dice.random() < probability

    # What events share --------------------------------------------------------------------------------------------

    def surroundings(self, number):
        """As many hosts, people and places as so many events have."""
        self.towns = words.TOWNS
        self.organisations = self._named(Organisation, min(max(number // 100, 3), 300), self._organisation)
        self.pictures = [self._picture(place) for place in range(min(PICTURES, number))]
        self.series = self._named(Series, min(max(number // 40, 2), 600), self._series)
        self.programmes = self._named(Programme, min(max(number // 500, 2), 40), self._programme)
        self.topics, self.audiences = (
            self._named(model, len(names), lambda place, model=model, names=names: _tag(model, names[place]))
            for model, names in ((Topic, words.TOPICS), (Audience, words.AUDIENCES))
        )
        self.venues = Venue.objects.bulk_create(self._venue(place) for place in range(min(max(number // 20, 5), 2000)))
        self.platforms = Platform.objects.bulk_create(
            Platform(name=name, sort_key=sort_key(name), organisation=self.one(self.organisations), in_browser=True)
            for name in words.PLATFORMS
        )
        self.speakers = self._named(Speaker, min(max(number // 5, 10), 8000), self._speaker)
        Affiliation.objects.bulk_create(
            Affiliation(speaker=speaker, function=self.one(words.FUNCTIONS).format(place=self.one(self.towns)[0]))
            for speaker in self.speakers
        )

    def _named(self, model, number, make):
        """Rows with slugs of their own, and sort keys of the names that `make(place)` gives them."""
        rows = [make(place) for place in range(number)]
        for place, row in enumerate(rows):
            row.slug = f"{make_slug(row.slug_source())[:48]}-{place}"
            row.sort_key = sort_key(str(row))
        return model.objects.bulk_create(rows, batch_size=SHARE)

    def _organisation(self, place):
        town = self.one(self.towns)[0]
        name = f"{self.one(words.ORGANISATIONS)} {town} {place}"
        return Organisation(name=name, summary=f"Treffen in {town} und online.", contact_email="kontakt@example.org")

    def _series(self, place):
        title = f"{self.one(words.SERIES)} {self.one(words.TOPICS)[0]} {place}"
        return Series(title=title, organisation=self.one(self.organisations), summary=self._sentences("de", 1))

    def _programme(self, place):
        return Programme(title=f"{self.one(words.PROGRAMMES)} {place}", organisation=self.one(self.organisations))

    def _venue(self, place):
        town, code, latitude, longitude = self.one(self.towns)
        name = f"{self.one(words.HOUSES)} {place}"
        return Venue(
            name=name,
            sort_key=sort_key(f"{name} {town}"),
            organisation=self.one(self.organisations),
            street=f"{self.one(words.STREETS)} {self.dice.randint(1, 90)}",
            postal_code=code,
            city=town,
            latitude=f"{latitude + self.dice.random() / 50:.5f}",
            longitude=f"{longitude + self.dice.random() / 50:.5f}",
        )

    def _speaker(self, place):
        return Speaker(
            academic_title=self.one(words.TITLES),
            name=f"{self.one(words.GIVEN)} {self.one(words.FAMILY)}",
            organisation=self.one(self.organisations),
            bio=self._sentences("de", 2),
            picture=self.one([None, *self.pictures]),
        )

    def _picture(self, place):
        portrait = ContentFile(drawing.portrait(f"picture {place}"))
        picture = Picture(
            organisation=self.one(self.organisations),
            alternative_text="Gezeichneter Umriss einer Person",
            author="civicevents",
            licence=Licence.OWN_WORK,
        )
        picture.take(render(portrait))
        picture.save()
        return picture

    # Events ---------------------------------------------------------------------------------------------------------

    @transaction.atomic
    def share(self, places):
        events = Event.objects.bulk_create([self._event(place) for place in places])
        self._tags(events)
        people = Appearance.objects.bulk_create(row for event in events for row in self._people(event))
        on_stage = {}
        for row in people:
            on_stage.setdefault(row.event_id, []).append(row)
        items = AgendaItem.objects.bulk_create(row for event in events for row in self._agenda(event))
        through = AgendaItem.appearances.through
        through.objects.bulk_create(
            through(agendaitem_id=item.pk, appearance_id=person.pk)
            for item in items
            for person in self.some(on_stage.get(item.event_id, []), 1)
        )
        Section.objects.bulk_create(row for event in events for row in self._sections(event))
        CoHost.objects.bulk_create(
            CoHost(event=event, organisation=host, accepted_at=self.now)
            for event in events
            if self.happens(0.1)
            for host in [self.one(self.organisations)]
            if host != event.organisation
        )
        taking = [event for event in events if self.happens(0.7)]
        types = TicketType.objects.bulk_create(
            TicketType(event=event, capacity=self.one(CAPACITIES), set_for_start=event.starts_at) for event in taking
        )
        Availability.objects.bulk_create(
            Availability(event_id=type_.event_id, takes_registrations=True, seats=type_.capacity, free=type_.capacity)
            for type_ in types
        )

    def _event(self, place):
        language = "en" if self.happens(0.15) else "de"
        day = self.now.date() + dt.timedelta(days=self.dice.randint(*self.days))
        start = midnight(day, "Europe/Berlin")
        all_day = self.happens(0.04)
        if all_day:
            end = midnight(day + dt.timedelta(days=self.dice.randint(1, 3)), "Europe/Berlin")
        else:
            start = start.astimezone(BERLIN).replace(hour=self.dice.randint(8, 19), minute=self.one([0, 0, 15, 30]))
            end = start + dt.timedelta(minutes=self.one([60, 90, 90, 120, 180, 480]))
        title = self._title(language)
        mode = self.one(["online", "online", "in_person", "hybrid"])
        status = self.dice.choices(["published", "cancelled", "postponed", "draft"], [94, 3, 2, 1])[0]
        return Event(
            slug=f"{make_slug(title)[:50]}-{place}",
            title=title,
            language=language,
            title_translated=self._title("en" if language == "de" else "de") if self.happens(0.2) else "",
            summary=self._sentences(language, 2),
            organisation=self.one(self.organisations),
            series=self.one(self.series) if self.happens(0.6) else None,
            status=status,
            status_reason="Krankheit" if status == "cancelled" else "",
            status_changed_at=None if status == "published" else min(start, self.now),
            publish_at=None if status == "draft" else min(start, self.now) - dt.timedelta(days=20),
            starts_at=start,
            ends_at=end,
            all_day=all_day,
            open_end=not all_day and self.happens(0.1),
            attendance_mode=mode,
            venue=None if mode == "online" else self.one(self.venues),
            platform=None if mode == "in_person" else self.one(self.platforms),
            audience_note=self._sentences(language, 1) if self.happens(0.3) else "",
            confidentiality=self.one(["open"] * 8 + ["chatham_house", "closed"]),
            picture=self.one(self.pictures) if self.happens(0.3) else None,
        )

    def _title(self, language):
        pools = words.ENGLISH if language == "en" else words.GERMAN
        return f"{self.one(pools['what'])} {self.one(pools['how'])}"

    def _sentences(self, language, number):
        return " ".join(self.dice.sample((words.ENGLISH if language == "en" else words.GERMAN)["sentence"], number))

    def _tags(self, events):
        for field, rows, most in (("topics", self.topics, 3), ("audiences", self.audiences, 2)):
            through, name = getattr(Event, field).through, field[:-1]
            through.objects.bulk_create(
                through(event_id=event.pk, **{f"{name}_id": row.pk})
                for event in events
                for row in self.some(rows, most)
            )
        Event.programmes.through.objects.bulk_create(
            Event.programmes.through(event_id=event.pk, programme_id=self.one(self.programmes).pk)
            for event in events
            if self.happens(0.15)
        )

    def _people(self, event):
        for position, speaker in enumerate(self.some(self.speakers, 4)):
            role = "moderator" if position == 3 else "speaker"
            function = self.one(words.FUNCTIONS).format(place=self.one(self.towns)[0])
            yield Appearance(event=event, speaker=speaker, role=role, position=position, function=function)

    def _agenda(self, event):
        if event.all_day or self.happens(0.2):
            return
        titles = (words.ENGLISH if event.language == "en" else words.GERMAN)["item"]
        number = self.dice.randint(2, 6)
        step = (event.ends_at - event.starts_at) / number
        for position in range(number):
            start = (event.starts_at + position * step).replace(second=0, microsecond=0)
            yield AgendaItem(event=event, position=position, title=self.one(titles), starts_at=start)

    def _sections(self, event):
        headings = (words.ENGLISH if event.language == "en" else words.GERMAN)["heading"]
        for position, heading in enumerate(self.dice.sample(headings, self.dice.randint(1, 3))):
            body = f"{self._sentences(event.language, 4)}\n\n* {self._sentences(event.language, 1)}"
            yield Section(event=event, position=position, heading=heading, body=body)


def _tag(model, names):
    german, english = names
    return model(name=german, name_en=english)
