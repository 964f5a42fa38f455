"""Copies of invented meetups with all that belongs to them, made by PostgreSQL alone: a hundred thousand in a minute.

A copy has hosts, series, places and people of its own that bear the same names, so its search vectors are right as they
are; only its days differ. Which columns are to be written anew follows from the models.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction

from accounts.models import Organisation
from civicevents.stored.shown import ALL
from civicevents.stored.triggers import NOTE, NOW
from events.models import (
    AgendaItem,
    Appearance,
    Availability,
    CoHost,
    Event,
    Programme,
    Section,
    Series,
    Venue,
)
from registrations.models import TicketType
from speakers.models import Affiliation, Speaker

# Whatever is copied, each after what it refers to.
MADE = [
    Organisation, Series, Programme, Venue, Speaker, Affiliation, Event, Appearance, AgendaItem, Section, CoHost,
    TicketType, Availability,
]  # fmt: skip
LINKS = [Event.programmes.through, Event.topics.through, Event.audiences.through, AgendaItem.appearances.through]
GROUND, STEP = 1_000_000, 10_000_000  # ids: the demo's are below, made ones from here, the k-th copies k steps above
NEAR = 10_000  # events that take place within the days asked for; of more, a tenth does
ARCHIVE = (-3600, -331)  # days from now; the others are history
# Nobody sees these rows yet: no trigger and no check of keys for each, one note for all. The wall clock decides where
# days are added: summer time must not move an event.
QUIET = "SET LOCAL session_replication_role = replica; SET LOCAL timezone = 'Europe/Berlin'"
MOVED = """
CREATE TEMPORARY TABLE copied ON COMMIT DROP AS
SELECT event.id AS event, k, (%(first)s + mod(abs(hashint8(event.id * 7919 + k)::bigint), %(last)s - %(first)s + 1)
    - (starts_at::date - %(now)s::date)) * interval '1 day' AS shift
FROM events_event event CROSS JOIN generate_series(%(from)s, %(until)s) k WHERE event.id = ANY(%(originals)s);
CREATE INDEX ON copied (event);
ANALYZE copied
"""
COPIES = "(SELECT generate_series(%(from)s, %(until)s) AS k) copied"
OF_EVENT = "JOIN copied ON copied.event = old.{column}"
OF_ITEM = "JOIN events_agendaitem item ON item.id = old.agendaitem_id JOIN copied ON copied.event = item.event_id"
NEW = {  # what is empty stays empty
    "slug": "old.slug || '-k' || k",
    "uid": f"'event-' || old.id + k * {STEP} || '@' || %(host)s",
    "publish_at": "old.publish_at - old.publish_at + least(old.starts_at + shift, %(now)s) - interval '20 days'",
    "status_changed_at": "old.status_changed_at - old.status_changed_at + least(old.starts_at + shift, %(now)s)",
    "starts_at": "old.starts_at + shift",
    "ends_at": "old.ends_at + shift",
    "set_for_start": "old.set_for_start + shift",
    "closes_at": "old.closes_at + shift",
    "free": "old.seats",
}


def made(model):
    """The rows of a model that are no demo, copies among them."""
    return model._base_manager.filter(pk__gte=GROUND)


def begin():
    """From now on new rows have numbers above the demo's."""
    with connection.cursor() as cursor:
        for model in [*MADE, *LINKS]:
            if model._meta.auto_field and not made(model).exists():
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [model._meta.db_table, GROUND])


def copy(number, now, days, world):
    """Copy the first ``world`` events that were made, until there are that many in all."""
    originals = Event.objects.filter(pk__range=(GROUND, STEP)).order_by("pk")[:world].values_list("pk", flat=True)
    originals = list(originals)
    archived = max(number - max(number // 10, NEAR), 0)
    spans = [days] * (number - archived) + [ARCHIVE] * archived
    have = made(Event).count()
    while have < number:
        span, share = spans[have], originals[: number - have]
        times = max(spans[have:].count(span) // len(share), 1)
        _copy(share, times, now, span)
        have += times * len(share)


@transaction.atomic
def _copy(originals, times, now, days):
    first = Event.objects.order_by("pk").last().pk // STEP + 1
    values = {"originals": originals, "first": days[0], "last": days[1], "from": first, "until": first + times - 1}
    values |= {"now": now, "host": urlsplit(settings.BASE_URL).hostname}
    with connection.cursor() as cursor:
        cursor.execute(QUIET)
        cursor.execute(MOVED, values)
        for model in [*MADE, *LINKS]:
            cursor.execute(_statement(model), values)
        cursor.execute(NOTE.format(what=f"VALUES ('{ALL}', 0, {NOW})"))


def _statement(model):
    """The INSERT that copies the rows of a model."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = [field.column for field in fields]
    values = [_value(model, field) for field in fields]
    if model is Event:
        source = OF_EVENT.format(column="id")
    elif "event_id" in columns:
        source = OF_EVENT.format(column="event_id")
    else:
        source = OF_ITEM if "agendaitem_id" in columns else f"CROSS JOIN {COPIES}"
    table = model._meta.db_table
    return f"""INSERT INTO {table} ({", ".join(columns)}) SELECT {", ".join(values)} FROM {table} old {source}
        WHERE old.{model._meta.pk.column} BETWEEN {GROUND} AND {STEP}"""  # noqa: S608 - names of our own tables


def _value(model, field):
    if (field.is_relation and field.related_model in MADE) or (field.primary_key and not field.is_relation):
        return f"old.{field.column} + k * {STEP}"
    if field.is_relation or field.column not in NEW:
        return f"old.{field.column}"
    return NEW[field.column]
