"""What the filter bar offers: the topics, places, … of the events that fit the other filters, with their numbers.

All lists over the same events come from one prepared statement, written in SQL: by the ORM it would be one for each
list, and building those took longer than everything else on the page. It takes the numbers of the events; where more
than MOST fit, what the first SAMPLE have is offered, without numbers. Of hundreds of series or hosts nobody reads a
list: it ends with the LONGEST that most of the events have.
"""

from functools import cache
from typing import NamedTuple

from django.utils.translation import get_language

from events.rows import MOST
from events.statements import written

LONGEST = 100
SAMPLE = 500
TAG = "o.slug, 'de', o.name, o.name_en, o.sort_key, number"
GROUP = "o.slug, o.language, o.title, o.title_translated, o.sort_key, number"
HOST = "o.slug, '', o.name, '', o.sort_key, NULL::bigint"
PLACE = "id, '', id, '', id, number"
FITTING = "SELECT id, organisation_id, series_id, venue_id FROM events_event WHERE id = ANY(%(pks)s)"
OPTIONS = f"""(
    SELECT id, count(*) AS number FROM ({{given}}) given (id) WHERE id IS NOT NULL
    GROUP BY id ORDER BY number DESC, id LIMIT {LONGEST}
) most"""  # noqa: S608 - nothing typed in these
CO_HOSTS = "JOIN events_cohost link ON link.event_id = fitting.id WHERE link.accepted_at IS NOT NULL"


class Source(NamedTuple):
    """Where the options of one list are: the columns that are shown, what each event has of them, and their table."""

    columns: str
    given: str
    table: str = ""

    def sql(self, name):
        joined = f" JOIN {self.table} o USING (id)" if self.table else ""
        return f"SELECT '{name}', {self.columns} FROM {OPTIONS.format(given=self.given)}{joined}"  # noqa: S608


def _linked(name):
    return f"SELECT link.{name}_id FROM fitting JOIN events_event_{name}s link ON link.event_id = fitting.id"  # noqa: S608


SOURCES = {
    "place": Source(PLACE, "SELECT city FROM fitting JOIN events_venue venue ON venue.id = fitting.venue_id"),
    "series": Source(GROUP, "SELECT series_id FROM fitting", "events_series"),
    "topic": Source(TAG, _linked("topic"), "events_topic"),
    "audience": Source(TAG, _linked("audience"), "events_audience"),
    "programme": Source(GROUP, _linked("programme"), "events_programme"),
    "organisation": Source(
        HOST,
        f"SELECT organisation_id FROM fitting UNION ALL SELECT link.organisation_id FROM fitting {CO_HOSTS}",  # noqa: S608
        "accounts_organisation",
    ),
}


class Option(NamedTuple):
    """``language`` is the label's if it is known; ``count`` is None where the numbers are not counted."""

    value: str
    label: str
    language: str
    count: int | None
    selected: bool


def facets(filters, now, pks):
    """Lists of options by the filter's name: one statement for all, and one more for each of them that is set.

    ``pks``: the numbers of the events that fit all filters, MOST and one more at most.
    """
    found = {name: [] for name in SOURCES}
    unset = [name for name in SOURCES if name not in filters.values]
    for without, names in [("", unset), *((name, [name]) for name in SOURCES if name in filters.values)]:
        fitting = filters.first_pks(now, without=without) if without else pks
        is_counted = len(fitting) <= MOST
        read = fitting if is_counted else fitting[:SAMPLE]
        for name, value, language, label, translated, _key, count in _rows(read, names):
            if translated and language != get_language():
                language, label = get_language(), translated
            is_selected = value == filters.values.get(name)
            found[name].append(Option(value, label, language, count if is_counted else None, is_selected))
    for name, options in found.items():
        wanted = filters.values.get(name)
        if wanted and not any(option.selected for option in options):
            options.insert(0, Option(wanted, str(filters.chosen.get(name) or wanted), "", 0, True))
    return found


def _rows(pks, names):
    """Rows of name, value, language, label, label in the other language, sort key, count; by sort key."""
    return _statement(tuple(names))(pks=pks) if names and pks else []


@cache
def _statement(names):
    lists = " UNION ALL ".join(SOURCES[name].sql(name) for name in names)
    return written("facets", f"WITH fitting AS MATERIALIZED ({FITTING}) {lists} ORDER BY 6")
