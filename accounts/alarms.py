"""Alarms: one mail to every administrator when something needs a person, at most once an hour for each cause.

Whoever notices something declares its cause where it is noticed, and says so when it happens:

    declare("mail_waits", subject=_("mail is waiting"), text=_("… since %(since)s."), advice=_("Look at …"))
    alarm("mail_waits", since="18:00", now=now)

Parameters fit into JSON and name nobody: an alarm says that something is wrong, never with whom.
"""

import datetime as dt
from typing import NamedTuple

from django.conf import settings

from accounts.models import User
from outbox.actions import enqueue
from outbox.models import Message

CAUSES = {}
USEFUL_FOR = dt.timedelta(days=1)


class Cause(NamedTuple):
    subject: str
    text: str
    advice: str


def declare(name, *, subject, text, advice):
    """Declare a cause; the words are lazy translations, in which the parameters are named as ``%(since)s``."""
    CAUSES[name] = Cause(subject, text, advice)


def alarm(cause, *, now, **parameters):
    """Owe the mails, as part of the caller's transaction, unless they were written within this hour already."""
    if cause not in CAUSES:
        raise LookupError(f"Nobody declares alarms of the cause “{cause}”.")
    occasion = f"alarm {cause} {now:%Y-%m-%dT%H}"
    if Message.objects.filter(once__startswith=f"{occasion} ").exists():
        return
    for user in User.objects.filter(is_superuser=True, is_active=True):
        enqueue(
            kind="accounts.alarm",
            recipient=user.email,
            language=settings.LANGUAGE_CODE,
            parameters={"cause": cause, "of": parameters},
            once=f"{occasion} {user.pk}",
            expires_at=now + USEFUL_FOR,
            now=now,
        )
