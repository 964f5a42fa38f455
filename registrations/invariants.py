"""What must always hold, checked by reading only: after a crash, a restore, an update.

Each check reads what is committed and counts afresh; none repeats how it came to be.
"""

import datetime as dt
from collections import Counter

from django.db import connection
from django.db.models import Count, Q

from events.models import Event
from outbox.models import Message
from registrations.actions.allocate import stale_numbers, waits_in_vain
from registrations.actions.seats import look
from registrations.models import LIVE, AccessDetails, Registration, RegistrationSettings, Source, State

REMEMBERED = dt.timedelta(days=25)  # mails that are older may have been forgotten (outbox.models.REMEMBER_RECIPIENTS)
ONCE = ("registered", "waitlisted", "approved", "moved_up", "pending")
TOLD = {State.CONFIRMED: ("registered", "approved", "moved_up", "switched"), State.WAITLISTED: ("waitlisted",)}
LONG_ENOUGH = 8  # characters of something secret; a shorter one, or a mere word, stands anywhere by chance
MAY_HOLD_ACCESS = {AccessDetails._meta.db_table, "django_session"}


def problems(now):
    """A sentence for each thing that is not as it must be; nothing if all is well."""
    yield from _addresses()
    for event in Event.objects.filter(ticket_types__isnull=False, ends_at__gt=now).distinct().iterator():
        yield from _seats(event, now)
    yield from _mails(now)
    yield from _secrets(now)


def _addresses():
    live = Registration.objects.filter(state__in=LIVE).exclude(address_key="")
    twice = live.values("event", "address_key").annotate(number=Count("pk")).filter(number__gt=1)
    for row in twice.order_by("event"):
        yield f"Event {row['event']}: an address has {row['number']} live registrations."


def _seats(event, now):
    seats = look(event, now)
    if over := too_many(event, now):
        yield f"Event {event.pk}: {over} more people than seats (right only if a capacity was lowered)."
    if waits_in_vain(seats):
        yield f"Event {event.pk}: somebody waits while a seat is free that they may have."
    if stale := stale_numbers(seats):
        yield f"Event {event.pk}: the public numbers are not what a fresh count gives ({', '.join(sorted(stale))})."
    numbers = list(Registration.objects.waiting().filter(event=event).values_list("queue_number", flat=True))
    if len(numbers) != len(set(numbers)):
        yield f"Event {event.pk}: a place in line was given twice."


def too_many(event, now):
    """By how many an event is over its seats, counted without what gives them."""
    taking = Q(state=State.CONFIRMED) | Q(hold_until__gt=now)
    sitting = Registration.objects.filter(taking, event=event, extra_seat=False)
    by_kind = Counter(sitting.values_list("ticket_type", flat=True))
    limits = event.ticket_types.exclude(capacity=None).values_list("pk", "capacity")
    over = sum(max(0, by_kind[pk] - capacity) for pk, capacity in limits)
    total = RegistrationSettings.of(event).total_capacity
    return max(over, 0 if total is None else by_kind.total() - total)


def _mails(now):
    """What a sign-up is owed is owed once: nobody was forgotten, nobody told twice."""
    by_form = Registration.objects.filter(source=Source.FORM, created_at__gt=now - REMEMBERED).exclude(email="")
    for state, kinds in TOLD.items():
        told = _told(kinds)
        for pk in by_form.filter(state=state).order_by("pk").values_list("pk", flat=True):
            if pk not in told:
                yield f"Registration {pk}: is {state} and is owed no mail that says so."
    for kind in ONCE:
        for pk, number in _told([kind]).items():
            if number > 1:
                yield f"Registration {pk}: is told {number} times that it is {kind}."


def _told(kinds):
    """How many mails of these kinds each registration is owed or got."""
    about = Message.objects.filter(kind__in=[f"registrations.{kind}" for kind in kinds])
    rows = about.exclude(parameters={}).values_list("parameters__registration").annotate(number=Count("pk"))
    return dict(rows.order_by())


def _secrets(now):
    """Access details of what is still to come stand in their own table and nowhere else."""
    with connection.cursor() as cursor:
        for table in sorted(set(connection.introspection.table_names(cursor)) - MAY_HOLD_ACCESS):
            cursor.execute(LEAKS.format(table=connection.ops.quote_name(table)), {"now": now, "long": LONG_ENOUGH})
            for event, column in cursor.fetchall():
                yield f"Event {event}: the {column.replace('_', ' ')} of its access details stands in {table}."


# Calendars fold long lines.
LEAKS = """
    WITH secrets AS MATERIALIZED (
        SELECT event_id, "column", secret
        FROM registrations_accessdetails JOIN events_event ON events_event.id = event_id,
             LATERAL (VALUES ('link', link), ('passcode', passcode), ('meeting_id', meeting_id)) AS v("column", secret)
        WHERE ends_at > %(now)s AND length(secret) >= %(long)s AND secret ~ '[0-9/]')
    SELECT DISTINCT event_id, "column" FROM secrets
    WHERE EXISTS (SELECT FROM {table} AS t WHERE strpos(replace(t::text, E'\\r\\n ', ''), secret) > 0)
    ORDER BY event_id, "column"
"""
