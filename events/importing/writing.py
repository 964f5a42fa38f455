"""Rows of imported events. Topics and venues that exist already are used again."""

from django.utils.translation import override, pgettext_lazy

from events.models import AttendanceMode, Event, EventLink, LineUp, Section, Topic, Venue

HEADING = pgettext_lazy("heading of an imported text", "Description")
LINK = pgettext_lazy("imported link", "Website of the event")


class Writer:
    """Writes entries for one organisation and remembers what it need not look up again."""

    def __init__(self, organisation):
        self.organisation = organisation
        self.forget()

    def forget(self):
        """Look everything up afresh: what was remembered may have been rolled back."""
        events = Event.objects.filter(organisation=self.organisation).exclude(source_id="")
        self.known = set(events.values_list("source", "source_id"))
        self.topics = {}
        for topic in Topic.objects.all():
            for name in filter(None, (topic.name_en, topic.name)):
                self.topics[name.casefold()] = topic
        self.venues = {}

    def knows(self, entry):
        return (entry.source, entry.source_id) in self.known

    def write(self, entry):
        """A draft of the entry with its text, link and topics. Raises ValidationError for what no form would take."""
        event = Event(
            organisation=self.organisation,
            title=entry.title,
            language=entry.language,
            starts_at=entry.starts_at,
            ends_at=entry.ends_at,
            time_zone=entry.time_zone,
            all_day=entry.all_day,
            open_end=entry.open_end,
            attendance_mode=mode(entry),
            venue=self.venue(entry.place),
            line_up=LineUp.FINAL,
            source=entry.source,
            source_id=entry.source_id,
            source_licence=entry.source_licence,
        )
        event.clean_fields(exclude=["organisation", "venue"])
        event.save()
        event.topics.set([self.topic(name) for name in entry.topics])
        self.add_page(event, entry)
        self.known.add((entry.source, entry.source_id))
        return event

    def add_page(self, event, entry):
        with override(entry.language):
            heading, label = str(HEADING), str(LINK)
        if entry.description:
            section = Section(event=event, heading=heading, body=entry.description)
            section.clean_fields(exclude=["event"])
            section.save()
        if entry.url:
            link = EventLink(event=event, label=label, url=entry.url)
            link.clean_fields(exclude=["event"])
            link.save()

    def topic(self, name):
        topic = self.topics.get(name.casefold())
        if topic is None:
            # The words of a source are the same in both languages.
            topic = Topic(name=name, name_en=name)
            topic.clean_fields(exclude=["sort_key"])
            topic.save()
            self.topics[name.casefold()] = topic
        return topic

    def venue(self, place):
        if place is None:
            return None
        if place not in self.venues:
            known = Venue.objects.filter(name__iexact=place.name, city__iexact=place.city, street__iexact=place.street)
            self.venues[place] = known.order_by("pk").first() or self.make_venue(place)
        return self.venues[place]

    def make_venue(self, place):
        venue = Venue(organisation=self.organisation, **place._asdict())
        venue.clean_fields(exclude=["organisation", "sort_key", "country"])
        venue.save()
        return venue


def mode(entry):
    if not entry.is_online:
        return AttendanceMode.IN_PERSON
    return AttendanceMode.HYBRID if entry.place else AttendanceMode.ONLINE
