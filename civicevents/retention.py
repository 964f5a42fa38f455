"""What pictures, the outbox and third parties' tables keep of people, and until when."""

import datetime as dt

from allauth.account.models import EmailConfirmation
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from outbox.jobs import job
from outbox.models import Message
from outbox.retention import keeps, keeps_nobody

A_YEAR = dt.timedelta(days=365)
GRACE = dt.timedelta(days=2)  # the jobs run every day
WITH_THE_ACCOUNT = _("with the account, which an administrator deletes when the person leaves")


def _sessions(now):
    return Session.objects.filter(expire_date__lt=now)


def _history(now):
    return LogEntry.objects.filter(action_time__lt=now - A_YEAR)


@job("privacy.third_parties", every=dt.timedelta(days=1))
def forget(now):
    """Sessions that ended, the admin's history after a year, links to confirm an address after a month."""
    _sessions(now).delete()
    _history(now).delete()
    EmailConfirmation.objects.filter(created__lt=now - dt.timedelta(days=30)).delete()


keeps(
    "pictures.Picture",
    what=_("pictures of people, their names and the author's"),
    until=_("until the picture is deleted; its files a day later"),
)
keeps(
    "outbox.Message",
    what=_("to whom a mail was sent and why; the text is not stored"),
    until=_("30 days after sending, or with the registration it is about"),
    due=lambda now: Message.objects.to_forget(now - GRACE).count(),
)
keeps(
    "admin.LogEntry",
    what=_("which member changed what in the admin, with the names of what was changed"),
    until=_("after a year; participants' names with their registration"),
    due=lambda now: _history(now - GRACE).count(),
)
keeps(
    "sessions.Session",
    what=_("who is signed in"),
    until=_("when the session has ended"),
    due=lambda now: _sessions(now - GRACE).count(),
)
keeps("account.EmailAddress", what=_("members' e-mail addresses"), until=WITH_THE_ACCOUNT)
keeps("account.EmailConfirmation", what=_("links to confirm a member's address"), until=_("after 30 days"))
keeps("mfa.Authenticator", what=_("members' second factors"), until=WITH_THE_ACCOUNT)
keeps_nobody(
    "auth.Group",
    "auth.Group_permissions",
    "auth.Permission",
    "contenttypes.ContentType",
    "outbox.Hold",
    "outbox.JobRun",
)
