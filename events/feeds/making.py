"""The texts of feeds are made of rows here, and nowhere else; and which of those that are stored still hold.

A text holds while the mark that it was made from is the event's present one: the program that makes texts, and the
transactions that have changed something shown of the event (``ContentChange``). The mark is read before the rows are,
so that a text may be newer than its mark says, and never older.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import override

from events.feeds import atom
from events.ical import events_for_entries, unless_broken, vevent
from events.models import ContentChange, EntryText

Kind = EntryText.Kind
LANGUAGES = [language for language, _ in settings.LANGUAGES]
SOURCES = ("accounts", "events", "locale", "pictures", "speakers")
SHARE = 200  # events at a time
MOST = 1000  # events in one go, so that mails do not wait for long

CHANGES, TEXTS = (model._meta.db_table for model in (ContentChange, EntryText))
# The present marks of the events whose numbers are in "shown (id)". One parameter: the program.
PRESENT = f"""
    everything AS (SELECT concat_ws('.', %s::text, count(*), sum(txid)) AS mark FROM {CHANGES} WHERE scope = 'all'),
    changed AS (
        SELECT about AS id, concat_ws('.', '', count(*), sum(txid)) AS mark FROM {CHANGES}
        WHERE scope = 'event' AND about IN (SELECT id FROM shown) GROUP BY about
    ),
    present AS MATERIALIZED (
        SELECT shown.id, everything.mark || coalesce(changed.mark, '') AS mark
        FROM shown CROSS JOIN everything LEFT JOIN changed USING (id)
    )
"""  # noqa: S608 - names of our own tables
MARKS = f"WITH shown (id) AS MATERIALIZED (SELECT unnest(%s::bigint[])), {PRESENT} SELECT id, mark FROM present"  # noqa: S608
OUT_OF_DATE = """
    WITH shown (id) AS MATERIALIZED ({shown}), {present}
    SELECT id FROM present WHERE (
        SELECT count(*) FROM {texts} text WHERE text.event_id = present.id AND text.made_from = present.mark
    ) < %s ORDER BY id LIMIT %s
"""


def program():
    """Stands for what makes texts out of rows: no stored text holds for another version of the portal."""
    return hashlib.sha256(f"{_sources()} {settings.BASE_URL}".encode()).hexdigest()[:20]


@cache
def _sources():
    digest = hashlib.sha256()
    for folder in SOURCES:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*.p[oy]")):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def rows_for(kind, ids):
    """The events with these numbers, with all that their entries of this kind say."""
    return events_for_entries(ids) if kind == Kind.CALENDAR else atom.events_with_news(ids)


def made(event, kind, language):
    """The entry of one of ``rows_for(kind, …)``; nothing if none can be made, which is logged."""

    def make(event):
        if kind == Kind.CALENDAR:
            return vevent(event, language=language).to_ical().decode()
        return atom.entry(event, language=language)

    with override(language):
        return unless_broken(make, event) or ""


def remake(events):
    """Make the texts of these events that do not hold, at most of MOST events. Returns of how many."""
    shown, parameters = events.order_by().values("pk").query.sql_with_params()
    sql = OUT_OF_DATE.format(shown=shown, present=PRESENT, texts=TEXTS)
    number = len(LANGUAGES) * len(Kind)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, program(), number, MOST])
        ids = [key for (key,) in cursor.fetchall()]
    for start in range(0, len(ids), SHARE):
        _store(ids[start : start + SHARE])
    return len(ids)


def _store(ids):
    present = marks(ids)
    texts = []
    for kind in Kind:
        for event in rows_for(kind, ids):
            for language in LANGUAGES:
                text = made(event, kind, language)
                row = {"kind": kind, "language": language, "text": text, "digest": _digest(text)}
                texts.append(EntryText(event_id=event.pk, made_from=present[event.pk], **row))
    EntryText.objects.bulk_create(
        texts,
        update_conflicts=True,
        unique_fields=["event", "kind", "language"],
        update_fields=["made_from", "digest", "text"],
    )


def marks(ids):
    """The present mark of each of these events, by number."""
    with connection.cursor() as cursor:
        cursor.execute(MARKS, [ids, program()])
        return dict(cursor.fetchall())


def _digest(text):
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
