"""What the filter bar offers: the topics, places, … of the events that fit the other filters, with their numbers."""

from typing import NamedTuple

from django.db.models import Count, F, Q

from accounts.models import Organisation
from events.models import Audience, Programme, Series, Topic

TAG = ("name", "name_en")
GROUP = ("language", "title", "title_translated")
NAMES = {Topic: TAG, Audience: TAG, Series: GROUP, Programme: GROUP}


class Option(NamedTuple):
    """``language`` is the label's if it is known; ``count`` is None where the numbers are not counted."""

    value: str
    label: str
    language: str | None
    count: int | None
    selected: bool


def facets(filters, now):
    """Lists of options by the filter's name. One query for each list."""

    bases = {}

    def events(name):
        """What fits the other filters: the same for all but those that are set."""
        without = name if name in filters.values else ""
        if without not in bases:
            bases[without] = filters.in_period(filters.narrow(now, without=without), now).order_by()
        return bases[without]

    def options(name, rows):
        wanted = filters.values.get(name)
        found = [Option(value, label, language, count, value == wanted) for value, label, language, count in rows]
        if wanted and not any(option.selected for option in found):
            chosen = filters.chosen.get(name)
            found.insert(0, Option(wanted, str(chosen or wanted), None, 0, True))
        return found

    return {
        "place": options("place", _places(events("place"))),
        **{
            name: options(name, _groups(model, events(name)))
            for name, model in {"topic": Topic, "audience": Audience, "series": Series, "programme": Programme}.items()
        },
        "organisation": options("organisation", _hosts(events("organisation"))),
    }


def _places(events):
    rows = events.exclude(venue=None).values(city=F("venue__city")).annotate(count=Count("pk")).order_by("city")
    return [(row["city"], row["city"], None, row["count"]) for row in rows]


def _groups(model, events):
    rows = model.objects.filter(events__in=events.values("pk")).annotate(count=Count("events")).order_by("sort_key")
    for row in rows.only("slug", *NAMES[model]):
        title = getattr(row, "shown_title", None)
        label, language = title or (str(row), row.shown_language)
        yield row.slug, label, language, row.count


def _hosts(events):
    keys = events.values("pk")
    hosts = Organisation.objects.filter(
        Q(events__in=keys) | Q(co_hosted__event__in=keys, co_hosted__accepted_at__isnull=False)
    )
    rows = hosts.order_by("sort_key").distinct().values_list("slug", "name")
    return [(slug, name, None, None) for slug, name in rows]
