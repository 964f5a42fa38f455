"""Limits against abuse of the form, counted in PostgreSQL from one row per attempt: nobody waits for anybody.

Nobody is refused. Above a limit the address must be confirmed before it counts, and an address that is used
suspiciously often gets one mail an hour instead of one each time. Above the portal's limit mails wait for a moment, so
that an administrator, whom a mail tells, can look and stop them. An address and a client have one count for everything
that makes the portal write to an address that somebody typed: sign-up, lost links, following, proposals.
"""

import datetime as dt
import hashlib
import hmac
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts.alarms import alarm, declare
from events.statements import written
from registrations.models import Attempt

TEN_MINUTES = dt.timedelta(minutes=10)
DAY = dt.timedelta(days=1)
PER_CLIENT = 300  # in ten minutes: an office, or a whole rush, may share one address
PER_ADDRESS = 12  # events, or other occasions, in a day
OVER_ALL = 1000  # in ten minutes
A_DAY = 3000  # different addresses, whoever typed them: slow abuse that stays below the others
A_DAY_OF_ONE = 1000  # ... of one client
PAUSE = dt.timedelta(minutes=15)  # shorter than a seat is held

ADVICE = _(
    "If a popular event has just opened, all is well. Otherwise somebody may be abusing the forms to have mail sent to"
    " strangers: look at the newest mails. “manage.py hold_mail” stops all of them until you know more."
)
declare(
    "sign_ups",
    subject=_("unusually many sign-ups"),
    text=_(
        "More than %(limit)s sign-ups or the like have come in within ten minutes. Until there are fewer, everybody who"
        " signs up has to confirm their address first, and the mail to them leaves a quarter of an hour later. Nobody"
        " is turned away."
    ),
    advice=ADVICE,
)
declare(
    "sign_ups_of_one_client",
    subject=_("unusually many sign-ups from one network address"),
    text=_(
        "More than %(limit)s sign-ups or the like have come in from one network address within ten minutes. From there,"
        " everybody who signs up has to confirm their address first for now. If this is the address of your own proxy,"
        " PROXY_COUNT is set wrongly."
    ),
    advice=ADVICE,
)
declare(
    "sign_ups_of_one_address",
    subject=_("somebody is signed up again and again"),
    text=_(
        "One e-mail address has been entered for more than %(limit)s meetups or the like within a day. It now gets at"
        " most one mail an hour."
    ),
    advice=ADVICE,
)
declare(
    "addresses_of_a_day",
    subject=_("unusually many addresses in a day"),
    text=_(
        "More than %(limit)s different e-mail addresses, or %(one)s from one network address, have been entered within"
        " a day. Nothing is slowed down because of that."
    ),
    advice=ADVICE,
)

_counted = written(
    "count_attempts",
    """
    WITH noted AS (INSERT INTO registrations_attempt (client, address, about, at)
                   VALUES (%(client)s, %(address)s, %(about)s, %(now)s))
    SELECT (SELECT count(*) FROM (SELECT FROM registrations_attempt
                WHERE client = %(client)s AND at > %(recently)s LIMIT %(per_client)s) AS a),
           (SELECT count(DISTINCT about) FROM registrations_attempt
                WHERE address = %(address)s AND at > %(yesterday)s AND about NOT IN ('', %(about)s)),
           (SELECT count(*) FROM (SELECT FROM registrations_attempt
                WHERE at > %(recently)s LIMIT %(over_all)s) AS c)
    """,
)
# Nobody needs an attempt to survive a power cut: one wait for the disk less per sign-up. Never in a caller's
# transaction, whose own commit has to be durable.
FORGETFUL = "SET LOCAL synchronous_commit = off; "


class Verdict(NamedTuple):
    """``must_confirm``: the address first. ``quiet``: at most one mail an hour, and none before ``not_before`` if that
    is set. ``address``: its keyed hash.
    """

    must_confirm: bool
    quiet: bool
    not_before: dt.datetime | None
    address: str


def note(*, client, address, now, about=""):
    """Note an attempt and say what it has to put up with. Call it before the transaction of what was attempted: one
    that is refused and rolled back counts, too.

    ``client`` is a network address or empty (unknown, not limited), ``address`` an address key. ``about`` names what
    the address is used for, at most 80 characters: the same again counts once for the address, and nothing if empty.
    """
    values = {
        "client": fingerprint("client", client) if client else "",
        "address": fingerprint("address", address),
        "about": about,
        "now": now,
        "recently": now - TEN_MINUTES,
        "yesterday": now - DAY,
        "per_client": PER_CLIENT,
        "over_all": OVER_ALL,
    }
    ((by_client, by_address, over_all),) = _counted.after("" if connection.in_atomic_block else FORGETFUL, **values)
    above_client, above_all = bool(client) and by_client >= PER_CLIENT, over_all >= OVER_ALL
    quiet = by_address >= PER_ADDRESS
    if above_all:
        alarm("sign_ups", limit=OVER_ALL, now=now)
    if above_client:
        alarm("sign_ups_of_one_client", limit=PER_CLIENT, now=now)
    if quiet:
        alarm("sign_ups_of_one_address", limit=PER_ADDRESS, now=now)
    later = now + PAUSE if above_all else None
    return Verdict(above_client or above_all or quiet, quiet, later, values["address"])


def look_back(*, now):
    """An alarm where a whole day brought more addresses than people come, in a trickle that no other limit sees."""
    addresses = Count("address", distinct=True)
    day = Attempt.objects.filter(at__gt=now - DAY)
    by_client = day.exclude(client="").values("client").annotate(n=addresses).filter(n__gte=A_DAY_OF_ONE)
    if day.aggregate(n=addresses)["n"] >= A_DAY or by_client.exists():
        alarm("addresses_of_a_day", limit=A_DAY, one=A_DAY_OF_ONE, now=now)


def fingerprint(use, text):
    """A keyed hash of 128 bits: equal for equal texts, and of no use without the portal's key."""
    return hmac.digest(settings.CAPABILITY_KEY.encode(), f"{use}\0{text}".encode(), hashlib.sha256).hex()[:32]


def forget_attempts(*, now):
    """Attempts older than a day are of no use any more. Returns how many were deleted."""
    return Attempt.objects.filter(at__lt=now - DAY).delete()[0]
