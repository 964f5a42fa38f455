"""What of an event is searched, and how much each part counts: the vectors on Event and the lexicon SearchWord.

A tsvector knows four weights, the portal seven: title; sections, agenda; people, organisations; places, topics. Within
a weight the part that counts more is put in twice, which ``ts_rank`` adds up. Text in one language goes into that
language's vector, names of people, organisations and places into both.
"""

from functools import reduce
from html import unescape
from operator import add

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Prefetch, Q, Value
from django.utils.html import strip_tags

from events.models import Appearance, CoHost, Event, SearchWord
from events.models.search import LONGEST
from events.search.text import normalise

CONFIGS = {"de": "german", "en": "english"}
MOST_CHARACTERS = 200_000  # of one weight; a tsvector holds a megabyte
SHOWN_WITH = (
    "sections",
    "agenda_items",
    # Names that are not announced yet must not be found either.
    Prefetch("appearances", Appearance.objects.announced().select_related("speaker")),
    Prefetch("co_hosts", CoHost.objects.filter(accepted_at__isnull=False).select_related("organisation")),
    "partners",
    "programmes",
    "topics",
    "audiences",
)


def refresh(events):
    """Index the events afresh (a queryset or an iterable of events). Call it after saving what they show."""
    keys = [event.pk for event in events] if not hasattr(events, "values_list") else events.values_list("pk", flat=True)
    keys = list(keys)
    for start in range(0, len(keys), 100):
        _refresh(keys[start : start + 100])


@transaction.atomic
def _refresh(keys):
    # Always in the same order, so that two refreshes wait for each other instead of blocking each other for good.
    rows = Event._base_manager.filter(pk__in=keys).order_by("pk").select_related(
        "organisation", "series", "venue", "platform"
    )  # fmt: skip
    words = set()
    for event in rows.prefetch_related(*SHOWN_WITH):
        parts = [(weight, language, normalise(text)) for weight, language, text in _parts(event) if text]
        vectors = {f"search_{language}": _vector(parts, language) for language in CONFIGS}
        Event._base_manager.filter(pk=event.pk).update(**vectors)
        for _weight, _language, text in parts:
            words.update(word for word in text.split() if 3 <= len(word) <= LONGEST and not word.isdigit())
    SearchWord.objects.bulk_create((SearchWord(word) for word in sorted(words)), ignore_conflicts=True, batch_size=2000)


def _vector(parts, language):
    texts = {}
    for weight, own_language, text in parts:
        if own_language in (None, language):
            # "B2" is weight B, counted twice.
            texts.setdefault(weight[0], []).append(f"{text} {text}" if weight.endswith("2") else text)
    vectors = [
        SearchVector(Value(" ".join(lines)[:MOST_CHARACTERS]), config=CONFIGS[language], weight=weight)
        for weight, lines in sorted(texts.items())
    ]
    return reduce(add, vectors) if vectors else None


def _parts(event):
    """Triples of weight, language (None: any) and text."""
    own, other = event.language, event.other_language
    yield "A", own, f"{event.title}\n{event.subtitle}"
    yield "A", other, event.title_translated
    yield "B2", own, f"{event.summary}\n{_text(event.audience_note_html)}"
    yield "B2", other, event.summary_translated
    for section in event.sections.all():
        yield "B2", own, f"{section.heading}\n{_text(section.body_html)}"
    for item in event.agenda_items.all():
        yield "B", own, f"{item.title}\n{item.track}\n{_text(item.abstract_html)}"
    for appearance in event.appearances.all():
        yield "C2", None, f"{appearance.speaker.full_name}\n{appearance.function}"
        yield "C", appearance.speaker.language, _text(appearance.bio_html)
    for group in filter(None, [event.series, *event.programmes.all()]):
        yield "C2", group.language, group.title
        yield "C2", group.other_language, group.title_translated
    for organisation in [event.organisation, *(host.organisation for host in event.co_hosts.all())]:
        yield "C", None, f"{organisation.name}\n{organisation.short_name}"
    for partner in event.partners.all():
        yield "C", None, partner.name
    if event.venue:
        yield "D2", None, f"{event.venue.name}\n{event.venue.city}\n{event.venue.operator}\n{event.room}"
    if event.platform:
        yield "D2", None, event.platform.name
    for tag in [*event.topics.all(), *event.audiences.all()]:
        yield "D", "de", tag.name
        yield "D", "en", tag.name_en


def _text(html):
    """Rendered Markdown without its tags; words of neighbouring paragraphs stay apart."""
    return unescape(strip_tags(html.replace("<", " <")))


# Which events show a thing that was saved ---------------------------------------------------------------------------


def events_showing(speaker):
    return Event.objects.filter(appearances__speaker=speaker).distinct()


def events_of(organisation):
    return Event.objects.filter(
        Q(organisation=organisation) | Q(co_hosts__organisation=organisation, co_hosts__accepted_at__isnull=False)
    ).distinct()


def events_at(place):
    """Of a venue or a platform."""
    return place.events.all()


def events_in(group):
    """Of a series or a programme."""
    return group.events.all()


def events_about(tag):
    """Of a topic or an audience."""
    return tag.events.all()
