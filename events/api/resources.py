"""The resources of the API: one table from which addresses, answers, the OpenAPI document and the page are made."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.api import events, records, shapes


class Resource(NamedTuple):
    """``rows(now)``: the queryset with what ``make(row)`` needs to build a ``shape``."""

    name: str
    folder: str
    title: str
    shape: type
    rows: object
    make: object

    @property
    def path(self):
        return f"/api/v1/{self.folder}/"


EVENT = Resource("event", "events", _("Events"), shapes.Event, None, events.event)
OTHERS = [
    Resource(
        "series", "series", pgettext_lazy("several", "Series"), shapes.EventSeries, records.series, records.one_series
    ),
    Resource(
        "organisation",
        "organisations",
        _("Organisations"),
        shapes.Organization,
        records.organisations,
        records.organisation,
    ),
    Resource("programme", "programmes", _("Programmes"), shapes.Programme, records.programmes, records.programme),
    Resource("topic", "topics", _("Topics"), shapes.Topic, records.topics, records.topic),
    Resource("speaker", "speakers", _("People"), shapes.Speaker, records.speakers, records.speaker),
    Resource("venue", "venues", _("Venues"), shapes.Venue, records.venues, records.venue),
]
RESOURCES = [EVENT, *OTHERS]
