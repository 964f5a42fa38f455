from events.models.choices import (
    AppearanceRole,
    AttendanceMode,
    Confidentiality,
    ItemKind,
    LineUp,
    Status,
    Visibility,
    WheelchairAccess,
)
from events.models.content import ContentChange
from events.models.event import Event
from events.models.interface import Availability, Change
from events.models.page import AgendaItem, EventLink, Section
from events.models.people import Appearance, CoHost, Partner, speakers_at
from events.models.places import Platform, Venue
from events.models.search import SearchWord
from events.models.series import Programme, Series
from events.models.sources import Imported, Source
from events.models.taxonomy import Audience, Topic
from events.models.texts import EntryText
from events.models.traces import Departure, Horizon

__all__ = [
    "AgendaItem",
    "Appearance",
    "AppearanceRole",
    "AttendanceMode",
    "Audience",
    "Availability",
    "Change",
    "CoHost",
    "Confidentiality",
    "ContentChange",
    "Departure",
    "EntryText",
    "Event",
    "EventLink",
    "Horizon",
    "Imported",
    "ItemKind",
    "LineUp",
    "Partner",
    "Platform",
    "Programme",
    "SearchWord",
    "Section",
    "Series",
    "Source",
    "Status",
    "Topic",
    "Venue",
    "Visibility",
    "WheelchairAccess",
    "speakers_at",
]
