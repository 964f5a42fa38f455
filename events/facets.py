"""What the filter bar offers: the topics, places, … of the events that fit the other filters, with their numbers.

All lists over the same events come from one prepared statement, written in SQL: by the ORM it would be one for each
list, and building those took longer than everything else on the page. It takes the numbers of the events, MOST of them;
where more fit, everything that any listed event has is offered, without numbers.
"""

from functools import cache
from typing import NamedTuple

from django.db import connection
from django.utils.translation import get_language

from events.models import Event
from events.rows import MOST
from events.statements import written

TAG = "o.slug, 'de', o.name, o.name_en, o.sort_key"
GROUP = "o.slug, o.language, o.title, o.title_translated, o.sort_key"


class Source(NamedTuple):
    """Where the options of one list are: the columns that are shown, a table, and how it and ``fitting`` are joined."""

    columns: str
    table: str
    joins: str
    by: str = "o.id"


def _linked(name, columns):
    link = f"events_event_{name}s link ON link.event_id = fitting.id"
    return Source(columns, f"events_{name} o", f"JOIN {link} JOIN events_{name} o ON o.id = link.{name}_id")


SOURCES = {
    "place": Source(
        "o.city, '', o.city, '', o.city",
        "(SELECT DISTINCT city FROM events_venue) o",
        "JOIN events_venue o ON o.id = fitting.venue_id",
        "o.city",
    ),
    "series": Source(GROUP, "events_series o", "JOIN events_series o ON o.id = fitting.series_id"),
    **{name: _linked(name, columns) for name, columns in {"topic": TAG, "audience": TAG, "programme": GROUP}.items()},
}
HOST = "SELECT 'organisation', o.slug, '', o.name, '', o.sort_key, NULL::bigint FROM accounts_organisation o WHERE "
OF_HOST = """o.id IN (
    SELECT organisation_id FROM fitting UNION ALL
    SELECT link.organisation_id FROM fitting
    JOIN events_cohost link ON link.event_id = fitting.id WHERE link.accepted_at IS NOT NULL
)"""
NAMES = (*SOURCES, "organisation")
FITTING = "SELECT id, organisation_id, series_id, venue_id FROM events_event WHERE id = ANY(%(pks)s)"
# Of each thing the first listed event that it has: a look at an index instead of a count.
ANY_OF = {
    "place": "fitting JOIN events_venue venue ON fitting.venue_id = venue.id WHERE venue.city = o.city",
    "series": "fitting WHERE fitting.series_id = o.id",
    "organisation": "fitting WHERE fitting.organisation_id = o.id",
    **{
        name: f"events_event_{name}s link JOIN fitting ON fitting.id = link.event_id WHERE link.{name}_id = o.id"
        for name in ("topic", "audience", "programme")
    },
}
ANY_CO_HOSTED = """fitting JOIN events_cohost link ON link.event_id = fitting.id
    WHERE link.accepted_at IS NOT NULL AND link.organisation_id = o.id"""


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
    found = {name: [] for name in NAMES}
    unset = [name for name in NAMES if name not in filters.values]
    for without, names in [("", unset), *((name, [name]) for name in NAMES if name in filters.values)]:
        fitting = filters.first_pks(now, without=without) if without else pks
        for name, value, language, label, translated, _key, count in _rows(fitting, names, now):
            if translated and language != get_language():
                language, label = get_language(), translated
            found[name].append(Option(value, label, language, count, value == filters.values.get(name)))
    for name, options in found.items():
        wanted = filters.values.get(name)
        if wanted and not any(option.selected for option in options):
            options.insert(0, Option(wanted, str(filters.chosen.get(name) or wanted), "", 0, True))
    return found


def _rows(pks, names, now):
    """Rows of name, value, language, label, label in the other language, sort key, count; by sort key."""
    if not names or not pks:
        return []
    return _counted(tuple(names))(pks=pks) if len(pks) <= MOST else _uncounted(names, now)


@cache
def _counted(names):
    lists = [
        HOST + OF_HOST
        if name == "organisation"
        else "SELECT '{0}', {1.columns}, count(*) FROM fitting {1.joins} GROUP BY {1.by}".format(name, SOURCES[name])  # noqa: S608
        for name in names
    ]
    return written("facets", f"WITH fitting AS MATERIALIZED ({FITTING}) {' UNION ALL '.join(lists)} ORDER BY 6")


def _uncounted(names, now):
    fitting = Event.objects.listed(now).order_by().values("id", "organisation_id", "series_id", "venue_id")
    sql, parameters = fitting.query.sql_with_params()
    lists = " UNION ALL ".join(map(_any, names))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH fitting AS NOT MATERIALIZED ({sql}) {lists} ORDER BY 6", parameters)
        return cursor.fetchall()


def _any(name):
    """Those that have an event. A sub-select with a limit is looked up row by row, whatever the planner expects."""
    has_one = f"(SELECT true FROM {ANY_OF[name]} LIMIT 1)"  # noqa: S608 - nothing typed in these
    if name == "organisation":
        return f"{HOST} coalesce({has_one}, (SELECT true FROM {ANY_CO_HOSTED} LIMIT 1))"  # noqa: S608
    source = SOURCES[name]
    return f"SELECT '{name}', {source.columns}, NULL::bigint FROM {source.table} WHERE {has_one}"  # noqa: S608
