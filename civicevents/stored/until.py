"""When what an answer says changes by itself: events begin and end, sign-up opens and closes, a day is over."""

import datetime as dt

from django.db import connection
from django.utils import timezone

from events.models import Event
from registrations.models import TicketType

NEXT = "SELECT min(at) FROM ({moments}) AS moments (at) WHERE at > %(now)s"
OF_QUESTIONS = """
    SELECT unnest(ARRAY[
            starts_at - make_interval(hours => opens_hours), ends_at + make_interval(hours => closes_hours)
        ])
        FROM participation_questionsettings JOIN events_event ON id = event_id WHERE event_id = %(event)s
"""
OF_EVENT = f"""
    SELECT unnest(ARRAY[starts_at, ends_at]) FROM events_event WHERE id = %(event)s
    UNION ALL SELECT unnest(ARRAY[starts_at, ends_at]) FROM events_agendaitem WHERE event_id = %(event)s
    UNION ALL SELECT unnest(ARRAY[opens_at, closes_at]) FROM events_availability WHERE event_id = %(event)s
    UNION ALL SELECT hold_until FROM registrations_registration WHERE event_id = %(event)s
    UNION ALL SELECT target.publish_at FROM events_eventlink link JOIN events_event target ON target.id = link.target_id
        WHERE link.event_id = %(event)s
    UNION ALL SELECT unnest(ARRAY[other.publish_at, other.ends_at])
        FROM events_event event JOIN events_event other ON other.series_id = event.series_id WHERE event.id = %(event)s
    UNION ALL {OF_QUESTIONS}
    UNION ALL SELECT closes_at FROM participation_callforproposals WHERE event_id = %(event)s
    UNION ALL SELECT ends_at + make_interval(days => closes_days)
        FROM participation_commentsettings JOIN events_event ON id = event_id WHERE event_id = %(event)s
"""  # noqa: S608 - nothing typed in it
# Each the first of its kind, by an index.
PUBLICATION = "SELECT min(publish_at) FROM events_event WHERE publish_at > %(now)s"
OF_LISTS = f"""
    SELECT min(starts_at) FROM events_event WHERE starts_at > %(now)s
    UNION ALL SELECT min(ends_at) FROM events_event WHERE ends_at > %(now)s
    UNION ALL SELECT min(opens_at) FROM events_availability WHERE opens_at > %(now)s
    UNION ALL SELECT min(closes_at) FROM events_availability WHERE closes_at > %(now)s
    UNION ALL SELECT min(closes_at) FROM participation_callforproposals WHERE closes_at > %(now)s
    UNION ALL {PUBLICATION}
"""  # noqa: S608 - nothing typed in it


def never(event, now):
    return None


def event_changes(event, now):
    """The page of an event, with its form, its seats that are held for a while, and the other dates of its series."""
    return min(filter(None, [_next(OF_EVENT, now, event), *_windows(event, now)]), default=None)


def questions_change(event, now):
    """The list of an event's questions: when they open and close."""
    return _next(OF_QUESTIONS, now, event)


def lists_change(event, now):
    local = timezone.localtime(now)
    midnight = (local + dt.timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return min(filter(None, [_next(OF_LISTS, now), midnight]))


def feeds_change(event, now):
    """Nothing in a feed depends on the clock but which events there are; its date is never older than the hour."""
    next_hour = now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    return min(filter(None, [_next(PUBLICATION, now), next_hour]))


def _next(moments, now, event=None):
    with connection.cursor() as cursor:
        cursor.execute(NEXT.format(moments=moments), {"now": now, "event": event})
        return cursor.fetchone()[0]


def _windows(event, now):
    """When sign-up opens and closes for each ticket type: as stored, and as the event's start is by now."""
    kinds = list(TicketType.objects.filter(event=event))
    if not kinds:
        return []
    event = Event.objects.only("starts_at", "time_zone").get(pk=event)
    moments = [kind.opens_at for kind in kinds]
    for kind in kinds:
        kind.follow(event, now)
        moments += [kind.opens_at, kind.closing(event)]
    return [moment for moment in moments if moment and moment > now]
