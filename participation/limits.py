"""Limits against floods, counted in PostgreSQL from one row per attempt: nobody waits for anybody.

Three hundred people in one room share one network address, so the limits lie above what a full room does in its
liveliest ten minutes. From one client too many questions are not refused but wait for a moderator; far above that, and
for the portal as a whole, the answer is "later".
"""

import datetime as dt

from django.db import connection
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from participation.models import Attempt
from registrations.limits import fingerprint

TEN_MINUTES = dt.timedelta(minutes=10)
DAY = dt.timedelta(days=1)
LOOKED_AT = 400  # questions of one client in ten minutes, above which a moderator sees each first
PER_CLIENT = 1000  # attempts in ten minutes
PER_EVENT = 4000
REPORTS = 20  # of one client in ten minutes
OVER_ALL = 8000

COUNT = """
    WITH noted AS (INSERT INTO participation_attempt (what, client, event_id, at)
                   VALUES (%(what)s, %(client)s, %(event)s, %(now)s))
    SELECT (SELECT count(*) FROM (SELECT FROM participation_attempt WHERE client = %(client)s AND client <> ''
                AND at > %(recently)s AND what = 'question' LIMIT %(looked_at)s) AS a),
           (SELECT count(*) FROM (SELECT FROM participation_attempt WHERE client = %(client)s AND client <> ''
                AND at > %(recently)s LIMIT %(per_client)s) AS b),
           (SELECT count(*) FROM (SELECT FROM participation_attempt WHERE event_id = %(event)s
                AND at > %(recently)s LIMIT %(per_event)s) AS c),
           (SELECT count(*) FROM (SELECT FROM participation_attempt
                WHERE at > %(recently)s LIMIT %(over_all)s) AS d)
"""


class TooMany(Refused):
    """Above a limit; a view answers 429."""


def note(*, what, client, now, event=None):
    """Note an attempt, in a transaction of its own if the caller has none; whether a moderator has to look first.

    ``client`` is a network address, or empty if unknown (then limited by event and portal only). What belongs to no
    event is limited by client and portal.
    """
    values = {
        "what": what,
        "client": fingerprint("client", client) if client else "",
        "event": event and event.pk,
        "now": now,
        "recently": now - TEN_MINUTES,
        "looked_at": LOOKED_AT,
        "per_client": PER_CLIENT,
        "per_event": PER_EVENT,
        "over_all": OVER_ALL,
    }
    # Nobody needs an attempt to survive a power cut, see registrations.limits.
    forgetful = "" if connection.in_atomic_block else "SET LOCAL synchronous_commit = off;"
    with connection.cursor() as cursor:
        cursor.execute(forgetful + COUNT, values)
        questions, by_client, by_event, over_all = cursor.fetchone()
    if by_client >= PER_CLIENT or by_event >= PER_EVENT or over_all >= OVER_ALL:
        raise TooMany(_("Very many people are taking part right now. Wait a few minutes, then send it again."))
    return questions >= LOOKED_AT


def refuse_many_reports(*, client, now):
    """Nobody reads so much at once. The attempt has been noted."""
    mine = Attempt.objects.filter(what=Attempt.What.REPORT, client=fingerprint("client", client))
    if client and mine.filter(at__gt=now - TEN_MINUTES).count() > REPORTS:
        raise TooMany(_("That were many reports at once. Wait a few minutes, then send it again."))


def forget_attempts(*, now):
    """Attempts older than a day are of no use any more. Returns how many were deleted."""
    return Attempt.objects.filter(at__lt=now - DAY).delete()[0]
