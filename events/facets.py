"""What the filter bar offers: the topics, places, … of the events that fit the other filters, with their numbers.

All lists over the same events come from one statement, written in SQL: by the ORM it would be one for each list, and
building those took longer than everything else on the page.
"""

from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils.translation import get_language

ROWS = "SELECT '{name}', {columns}, count(*) FROM fitting {joins} GROUP BY {by}"
TAG = "o.slug, 'de', o.name, o.name_en, o.sort_key"
GROUP = "o.slug, o.language, o.title, o.title_translated, o.sort_key"
LISTS = {
    "place": ROWS.format(
        name="place",
        columns="o.city, '', o.city, '', o.city",
        joins="JOIN events_venue o ON o.id = fitting.venue_id",
        by="o.city",
    ),
    "series": ROWS.format(
        name="series", columns=GROUP, joins="JOIN events_series o ON o.id = fitting.series_id", by="o.id"
    ),
    **{
        name: ROWS.format(
            name=name,
            columns=columns,
            joins=f"JOIN events_event_{name}s link ON link.event_id = fitting.id "
            f"JOIN events_{name} o ON o.id = link.{name}_id",
            by="o.id",
        )
        for name, columns in {"topic": TAG, "audience": TAG, "programme": GROUP}.items()
    },
    "organisation": """
        SELECT 'organisation', o.slug, '', o.name, '', o.sort_key, NULL FROM accounts_organisation o WHERE o.id IN (
            SELECT organisation_id FROM fitting UNION ALL
            SELECT link.organisation_id FROM fitting
            JOIN events_cohost link ON link.event_id = fitting.id WHERE link.accepted_at IS NOT NULL
        )""",
}


class Option(NamedTuple):
    """``language`` is the label's if it is known; ``count`` is None where the numbers are not counted."""

    value: str
    label: str
    language: str
    count: int | None
    selected: bool


def facets(filters, now):
    """Lists of options by the filter's name: one statement for all, and one more for each of them that is set."""
    found = {name: [] for name in LISTS}
    unset = [name for name in LISTS if name not in filters.values]
    for without, names in [("", unset), *((name, [name]) for name in LISTS if name in filters.values)]:
        events = filters.in_period(filters.narrow(now, without=without), now)
        for name, value, language, label, translated, _key, count in _rows(events, names):
            if translated and language != get_language():
                language, label = get_language(), translated
            found[name].append(Option(value, label, language, count, value == filters.values.get(name)))
    for name, options in found.items():
        wanted = filters.values.get(name)
        if wanted and not any(option.selected for option in options):
            options.insert(0, Option(wanted, str(filters.chosen.get(name) or wanted), "", 0, True))
    return found


def _rows(events, names):
    """Rows of name, value, language, label, label in the other language, sort key, count; by sort key."""
    if not names:
        return []
    fitting = events.order_by().values("id", "organisation_id", "series_id", "venue_id")
    try:
        sql, parameters = fitting.query.sql_with_params()
    except EmptyResultSet:
        return []
    lists = " UNION ALL ".join(LISTS[name] for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH fitting AS MATERIALIZED ({sql}) {lists} ORDER BY 6", parameters)
        return cursor.fetchall()
