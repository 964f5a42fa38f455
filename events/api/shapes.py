"""What the API says: every field of every resource, and no other. The OpenAPI document is made from these classes.

Names come from schema.org and iCalendar where they have one. What is missing is null or an empty list. Descriptions are
English here and translated on the page for people (templates/events/open_data.html).
"""

import datetime as dt
from typing import Annotated, Generic, TypeVar

from django.utils.translation import gettext_noop as _
from msgspec import Meta, Struct

Row = TypeVar("Row")


def told(kind, description, **more):
    return Annotated[kind, Meta(description=description, extra_json_schema=more or None)]


Moment = told(
    str,
    _("RFC 3339 with the offset of the event's own zone: the wall clock is right; a mere date for whole days"),
    anyOf=[{"format": "date-time"}, {"format": "date"}],
)
Address = told(str, "Web address", format="uri")


class Shape(Struct, kw_only=True, rename="camel"):
    """The base of all: names in camelCase."""


class Text(Shape):
    """Plain text in a language."""

    lang: told(str, "Language of the text (BCP 47)")
    text: str


class Html(Shape):
    """Text with a few harmless HTML elements, in a language."""

    lang: str
    html: str


class Named(Shape):
    """Another record: its number, its page and its name."""

    id: int
    url: Address
    self_url: Address
    name: list[Text]


class Tag(Shape):
    """A word from a list."""

    slug: str
    name: list[Text]


class Image(Shape):
    """A picture with its rights; whoever shows it shows these, too."""

    content_url: Address
    alternative_text: str
    author: str
    license: told(str, "Name of the licence")
    license_url: Address | None
    source_url: Address | None
    depicted: str | None


class WebLink(Shape):
    label: str
    url: Address


class Topic(Shape):
    id: int
    self_url: Address
    url: Address
    slug: str
    name: list[Text]


class Organization(Shape):
    id: int
    self_url: Address
    url: Address
    slug: str
    name: str
    short_name: str | None
    summary: str | None
    description_html: str | None
    website: Address | None
    parent: WebLink | None
    updated: dt.datetime


class EventSeries(Shape):
    id: int
    self_url: Address
    url: Address
    slug: str
    name: list[Text]
    description: list[Text]
    text: Html | None
    rhythm: Text | None
    audience: list[Tag]
    organizer: Named
    website: Address | None
    image: Image | None
    is_active: bool
    updated: dt.datetime


class Programme(Shape):
    id: int
    self_url: Address
    url: Address
    slug: str
    name: list[Text]
    description: list[Text]
    text: Html | None
    start_date: dt.date | None
    end_date: dt.date | None
    organizer: Named
    website: Address | None
    image: Image | None
    updated: dt.datetime


class Affiliation(Shape):
    job_title: str | None
    organization: str | None
    url: Address | None
    since: int | None
    until: int | None


class Speaker(Shape):
    id: int
    self_url: Address
    url: Address
    slug: str
    honorific_prefix: str | None
    name: str
    bio: Html | None
    affiliations: list[Affiliation]
    links: list[WebLink]
    image: Image | None
    updated: dt.datetime


class Venue(Shape):
    id: int
    self_url: Address
    name: str
    kind: str
    operator: str | None
    street_address: str | None
    postal_code: str | None
    address_locality: str
    address_country: str
    latitude: float | None
    longitude: float | None
    wheelchair: told(str | None, "full, limited or none; null where nobody said")
    accessible_toilet: bool | None
    hearing_loop: bool | None
    accessibility_note: str | None
    opening_hours: str | None
    directions_html: str | None
    website: Address | None
    updated: dt.datetime


class Platform(Shape):
    """An online place by name. How to get in is never public."""

    id: int
    name: str
    in_browser: bool | None
    phone_dial_in: bool | None
    live_captions: bool | None
    note: str | None
    website: Address | None
    test_url: Address | None


class Person(Shape):
    """Somebody on stage, with the function and text of that day."""

    id: int
    url: Address
    self_url: Address
    honorific_prefix: str | None
    name: str
    role: told(str, "speaker, moderator or facilitator")
    job_title: str | None
    bio: Html | None


class AgendaItem(Shape):
    name: Text
    kind: str
    start_date: dt.datetime | None
    end_date: dt.datetime | None
    track: str | None
    text: Html | None
    performers: told(list[int], "Numbers of the people, see people")


class Section(Shape):
    heading: Text
    text: Html


class Partner(Shape):
    kind: told(str, "partner or supporter")
    name: str
    url: Address | None


class FurtherLink(Shape):
    kind: told(str, "reading: to read beforehand; further: all others")
    label: str
    url: Address
    note: str | None


class SignUp(Shape):
    """How to sign up, and whether there are seats: InStock, LimitedAvailability (five at most) or SoldOut."""

    url: Address
    opens: dt.datetime | None = None
    closes: dt.datetime | None = None
    maximum_attendee_capacity: int | None = None
    availability: str | None = None
    waiting_list: bool = False


class Source(Shape):
    """Where an event was taken over from; name it when you show the event."""

    name: str
    url: Address | None
    id: str | None
    license: str | None


class Event(Shape):
    id: told(int, _("Number of the event; it stays"))
    uid: told(str, _("UID of its calendar entry (iCalendar); it stays, too"))
    sequence: told(int, _("Rises with every change of time, place, mode or status (iCalendar)"))
    self_url: told(str, _("This record"), format="uri")
    url: told(str, _("Page for people; link it"), format="uri")
    slug: str
    in_language: told(str, _("Language of the organiser's texts"))
    name: told(list[Text], _("Title, the organiser's own language first"))
    alternate_name: told(Text | None, _("Subtitle"))
    description: told(list[Text], _("One or two sentences"))
    event_status: told(str, _("EventScheduled, EventPostponed (its date does not hold) or EventCancelled"))
    status_reason: told(Text | None, _("Why it is cancelled or postponed"))
    start_date: Moment
    end_date: Moment
    time_zone: told(str, _("Name of the event's zone, such as Europe/Berlin"))
    all_day: told(bool, _("Both are dates then, the end is the last day"))
    open_end: told(bool, _("The end is a guess"))
    event_attendance_mode: told(
        str, _("OfflineEventAttendanceMode, OnlineEventAttendanceMode or MixedEventAttendanceMode")
    )
    location: told(Venue | None, _("The place"))
    room: str | None
    platform: told(Platform | None, _("The online place; how to get in is never public"))
    publisher: told(Named, _("The organisation that entered the event"))
    organizer: told(list[Named], _("Who hosts it, in order; empty for events taken over from elsewhere"))
    partners: list[Partner]
    series: told(Named | None, _("The series it belongs to"))
    edition: str | None
    programmes: list[Named]
    topics: list[Named]
    audience: told(list[Tag], _("For whom it is meant"))
    audience_note: Html | None
    audience_condition: told(Text | None, _("What participants confirm when they sign up"))
    sections: told(list[Section], _("The texts of the page"))
    agenda: told(list[AgendaItem], _("The timetable"))
    people: told(list[Person], _("Whose names are announced"))
    line_up: told(str, _("final, announced_soon or open_for_proposals: speakers have names here once it is final"))
    line_up_note: Text | None
    confidentiality: told(str | None, _("open, chatham_house or closed"))
    house_rules: Html | None
    wheelchair: bool | None
    captions: bool | None
    sign_language: bool | None
    accessibility_note: str | None
    links: list[FurtherLink]
    image: told(Image | None, _("Show its author and licence with it"))
    is_accessible_for_free: told(bool | None, _("true, or null where nobody told us"))
    sign_up: told(SignUp | None, _("Where and until when to sign up, and whether seats are left"))
    source: told(Source | None, _("Where it was taken over from, with its licence; name it"))
    is_demo: told(bool, _("An example that does not take place"))
    published: told(dt.datetime, _("Public since"))
    updated: told(dt.datetime, _("When its own row was changed last; for synchronising use “changes”"))


class Gone(Shape):
    """An event that is not, or no longer, in what was asked for: take it out."""

    id: int
    uid: str


class Page(Shape, Generic[Row]):
    """Some rows. Follow ``next`` until it is null."""

    items: list[Row]
    next: told(str | None, "The next page, null on the last one", format="uri")


class EventPage(Page[Event]):
    """Some events, and how to learn later what has changed."""

    gone: told(list[Gone], "With updated_since: what left the selection, was withdrawn or deleted")
    changes: told(str, "Ask here next time: what was changed since this answer", format="uri")


class Problem(Shape):
    """RFC 9457, as application/problem+json."""

    type: str
    title: str
    status: int
    detail: told(str, "A sentence about what to do")
