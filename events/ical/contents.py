"""The rows that calendar entries and feeds are made of, in a fixed number of queries."""

from django.db.models import Prefetch

from events.models import AgendaItem, Appearance

_TEXTS = ("audience_note", "audience_note_html", "house_rules", "house_rules_html")
UNSEEN = (
    "search_de",
    "search_en",
    *_TEXTS,
    *(f"series__{name}" for name in ("description", "description_html", *_TEXTS)),
    "organisation__description",
    "organisation__description_html",
    "venue__directions",
    "venue__directions_html",
)


def contents():
    """What an entry says besides the event's own row; nobody whose name is not announced is among it."""
    people = Appearance.objects.announced().select_related("speaker").defer("bio", "bio_html", "speaker__bio")
    items = AgendaItem.objects.defer("abstract")
    return [
        Prefetch("appearances", people),
        Prefetch("agenda_items", items.prefetch_related(Prefetch("appearances", people))),
        "topics",
    ]


def with_entry_contents(events):
    """The events with all that their calendar entries say: five queries, however many there are."""
    related = events.select_related("organisation", "series", "venue", "platform", "availability", "picture")
    return related.defer(*UNSEEN).prefetch_related(*contents())
