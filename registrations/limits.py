"""Limits against abuse of the form, counted in PostgreSQL from one row per attempt: nobody waits for anybody.

Nobody is refused. Above a limit the address must be confirmed before it counts, and an address that is signed up
suspiciously often gets one mail an hour instead of one each time.
"""

import datetime as dt
import hashlib
import hmac
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.alarms import alarm, declare
from registrations.models import Attempt

TEN_MINUTES = dt.timedelta(minutes=10)
DAY = dt.timedelta(days=1)
PER_CLIENT = 300  # in ten minutes: an office, or a whole rush, may share one address
PER_ADDRESS = 12  # events in a day
OVER_ALL = 1000  # in ten minutes

declare(
    "sign_ups",
    subject=_("unusually many sign-ups"),
    text=_(
        "More than %(limit)s sign-ups have come in within ten minutes. Until there are fewer, everybody who signs up"
        " has to confirm their address first. Nobody is turned away."
    ),
    advice=_(
        "If a popular event has just opened, all is well. Otherwise somebody may be abusing the form: look at the"
        " newest sign-ups."
    ),
)

COUNT = """
    WITH noted AS (INSERT INTO registrations_attempt (client, address, event_id, at)
                   VALUES (%(client)s, %(address)s, %(event)s, %(now)s))
    SELECT (SELECT count(*) FROM (SELECT FROM registrations_attempt
                WHERE client = %(client)s AND at > %(recently)s LIMIT %(per_client)s) AS a),
           (SELECT count(DISTINCT event_id) FROM registrations_attempt
                WHERE address = %(address)s AND at > %(yesterday)s AND event_id <> %(event)s),
           (SELECT count(*) FROM (SELECT FROM registrations_attempt
                WHERE at > %(recently)s LIMIT %(over_all)s) AS c)
"""


class Verdict(NamedTuple):
    """``must_confirm``: the address first. ``quiet``: at most one mail an hour. ``address``: its keyed hash."""

    must_confirm: bool
    quiet: bool
    address: str


def note(*, client, address, now, event=None):
    """Note an attempt in a transaction of its own and say what it has to put up with.

    ``client`` is a network address or empty (unknown, not limited), ``address`` an address key.
    """
    values = {
        "client": fingerprint("client", client) if client else "",
        "address": fingerprint("address", address),
        "event": event and event.pk,
        "now": now,
        "recently": now - TEN_MINUTES,
        "yesterday": now - DAY,
        "per_client": PER_CLIENT,
        "over_all": OVER_ALL,
    }
    # Nobody needs an attempt to survive a power cut: one wait for the disk less per sign-up. Never in a caller's
    # transaction, whose own commit has to be durable.
    forgetful = "" if connection.in_atomic_block else "SET LOCAL synchronous_commit = off;"
    with connection.cursor() as cursor:
        cursor.execute(forgetful + COUNT, values)
        by_client, by_address, over_all = cursor.fetchone()
    if over_all >= OVER_ALL:
        alarm("sign_ups", limit=OVER_ALL, now=now)
    above = [bool(client) and by_client >= PER_CLIENT, by_address >= PER_ADDRESS, over_all >= OVER_ALL]
    return Verdict(any(above), by_address >= PER_ADDRESS, values["address"])


def fingerprint(use, text):
    """A keyed hash of 128 bits: equal for equal texts, and of no use without the portal's key."""
    return hmac.digest(settings.CAPABILITY_KEY.encode(), f"{use}\0{text}".encode(), hashlib.sha256).hex()[:32]


def forget_attempts(*, now):
    """Attempts older than a day are of no use any more. Returns how many were deleted."""
    return Attempt.objects.filter(at__lt=now - DAY).delete()[0]
