"""Makes invented meetups and all that belongs to them by the dice."""

import datetime as dt

import words
from django.core.files.base import ContentFile
from django.db import transaction
from sign_ups import CAPACITIES

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
from events.times import midnight, zone_named
from pictures.images import render
from pictures.models import Licence, Picture
from registrations.models import TicketType
from speakers.models import Affiliation, Speaker

SHARE = 1000  # events at a time
PICTURES = 12
BERLIN = zone_named("Europe/Berlin")


class Maker:
    """Makes rows by the dice; keeps what the events share."""

    def __init__(self, dice, now, days, first=0):
        self.dice, self.now, self.days, self.first = dice, now, days, first

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
        self.topics = self._tags_named(Topic, words.TOPICS)
        self.audiences = self._tags_named(Audience, words.AUDIENCES)
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
            row.slug = f"{make_slug(row.slug_source())[:45]}-{self.first + place}"
            row.sort_key = sort_key(str(row))
        return model.objects.bulk_create(rows, batch_size=SHARE)

    def _tags_named(self, model, names):
        """Tags exist once: those of the demo and of former runs are taken."""
        known = {tag.name: tag for tag in model.objects.all()}
        new = [pair for pair in names if pair[0] not in known]
        self._named(model, len(new), lambda place: model(name=new[place][0], name_en=new[place][1]))
        return list(model.objects.filter(name__in=[german for german, _ in names]).order_by("name"))

    def _organisation(self, place):
        town = self.one(self.towns)[0]
        name = f"{self.one(words.ORGANISATIONS)} {town}"
        return Organisation(name=name, summary=f"Treffen in {town} und online.", contact_email="kontakt@example.org")

    def _series(self, place):
        title = f"{self.one(words.SERIES)} {self.one(words.TOPICS)[0]}"
        return Series(title=title, organisation=self.one(self.organisations), summary=self._sentences("de", 1))

    def _programme(self, place):
        title = f"{self.one(words.PROGRAMMES)} {self.one(self.towns)[0]}"
        return Programme(title=title, organisation=self.one(self.organisations))

    def _venue(self, place):
        town, code, latitude, longitude = self.one(self.towns)
        name = self.one(words.HOUSES)
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
            Availability(
                event=type_.event,
                takes_registrations=True,
                seats=type_.capacity,
                free=type_.capacity,
                waiting_list=type_.has_waiting_list,
                closes_at=type_.event.starts_at,
            )
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
            slug=f"{make_slug(title)[:45]}-{self.first + place}",
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
