"""When what an answer says changes by itself: events begin and end, sign-up opens and closes, a day is over."""

import datetime as dt

from django.utils import timezone

from events.statements import composed_once, written
from registrations.models import TicketType

# Of one event, each a select of moments. Arrays instead of UNION ALL with joins: planned in a quarter of the time.
OF_QUESTIONS = [
    "SELECT event.starts_at - make_interval(hours => opens_hours) FROM participation_questionsettings "
    "WHERE event_id = event.id",
    "SELECT event.ends_at + make_interval(hours => closes_hours) FROM participation_questionsettings "
    "WHERE event_id = event.id",
]
OF_EVENT = [
    "SELECT unnest(ARRAY[event.starts_at, event.ends_at])",
    "SELECT unnest(ARRAY[starts_at, ends_at]) FROM events_agendaitem WHERE event_id = event.id",
    "SELECT unnest(ARRAY[opens_at, closes_at]) FROM events_availability WHERE event_id = event.id",
    "SELECT opens_at FROM registrations_tickettype WHERE event_id = event.id",
    "SELECT hold_until FROM registrations_registration WHERE event_id = event.id AND hold_until > %(now)s",
    "SELECT publish_at FROM events_event "
    "WHERE id IN (SELECT target_id FROM events_eventlink WHERE event_id = event.id)",
    "SELECT publish_at FROM events_event other WHERE series_id = event.series_id AND publish_at > %(now)s",
    "SELECT ends_at FROM events_event other WHERE series_id = event.series_id AND ends_at > %(now)s",
    *OF_QUESTIONS,
    "SELECT closes_at FROM participation_callforproposals WHERE event_id = event.id",
    "SELECT event.ends_at + make_interval(days => closes_days) FROM participation_commentsettings "
    "WHERE event_id = event.id",
]
# Of all, each the first of its kind by an index.
PUBLICATIONS = [("publish_at", "events_event")]
OF_LISTS = [
    ("starts_at", "events_event"),
    ("ends_at", "events_event"),
    ("opens_at", "events_availability"),
    ("closes_at", "events_availability"),
    ("closes_at", "participation_callforproposals"),
    *PUBLICATIONS,
]


def _next_of_event(name, selects):
    moments = " || ".join(f"ARRAY({select})" for select in selects)
    return written(
        name,
        f"SELECT min(at) FROM events_event event, unnest({moments}) at WHERE event.id = %(event)s AND at > %(now)s",  # noqa: S608 - nothing typed in it
    )


def _next_of_all(name, columns):
    firsts = [f"(SELECT min({column}) FROM {table} WHERE {column} > %(now)s)" for column, table in columns]  # noqa: S608
    return written(name, f"SELECT least({', '.join(firsts)})")


_event_moment = _next_of_event("event_moment", OF_EVENT)
_question_moment = _next_of_event("question_moment", OF_QUESTIONS)
_list_moment = _next_of_all("list_moment", OF_LISTS)
_publication = _next_of_all("publication", PUBLICATIONS)


def never(event, now):
    return None


def event_changes(event, now):
    """The page of an event, with its form, its seats that are held for a while, and the other dates of its series."""
    return _first(_event_moment(event=event, now=now)[0][0], *_windows(event, now))


def questions_change(event, now):
    """The list of an event's questions: when they open and close."""
    return _question_moment(event=event, now=now)[0][0]


def lists_change(event, now):
    local = timezone.localtime(now)
    midnight = (local + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return _first(_list_moment(now=now)[0][0], midnight)


def feeds_change(event, now):
    """Nothing in a feed depends on the clock but which events there are; its date is never older than the hour."""
    next_hour = now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    return _first(_publication(now=now)[0][0], next_hour)


def _first(*moments):
    return min(filter(None, moments), default=None)


def _windows(event, now):
    """When sign-up opens and closes for each ticket type, as the event's start is by now."""
    for kind in _kinds(event=event):
        kind.follow(kind.event, now)
        yield from (moment for moment in (kind.opens_at, kind.closing(kind.event)) if moment and moment > now)


@composed_once
def _kinds(event: int):
    return TicketType.objects.filter(event=event).select_related("event").defer("event__search_de", "event__search_en")
