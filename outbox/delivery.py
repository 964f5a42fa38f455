"""Sends what is due. Any number of workers at once; each mail is leased to one of them on the database's clock.

A message is sent at least once: a worker that dies between sending and marking leaves a lease that runs out, and the
mail goes again with the same Message-ID. What is the server's fault (down, unreachable, sign-in refused) postpones all
mail and costs no message an attempt; what is a message's own fault (it cannot be rendered, its recipient is refused)
postpones that message only, ever longer, until it has failed.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from outbox.database import is_temporary
from outbox.envelope import envelope
from outbox.mails import Drop, render
from outbox.models import Hold, Message

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
MAX_TRIES = 12  # with the pauses below, some 17 hours
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=4)
TOO_LARGE = 552


class ServerDown(Exception):
    """The mail server takes no mail at the moment."""


def deliver_due(*, now, stop=lambda: False):
    """Send all that is due, one after the other, until nothing is or `stop()` says so. Returns how many were handled.

    In production without mail settings nothing is sent: mails wait for them. Raises ServerDown when the mail server is
    not there.
    """
    if settings.MISSING_MAIL_SETTINGS:
        return 0
    connection, handled = get_connection(), 0
    try:
        while not stop() and (message := claim(now)):
            deliver(message, now=now, connection=connection)
            handled += 1
    finally:
        _close(connection)
    return handled


def claim(now):
    """Lease the next due message to this worker; None if there is none. The attempt counts from here on, so that a
    mail that kills its worker runs out of them."""
    with transaction.atomic():
        message = Message.objects.due(now).select_for_update(skip_locked=True).first()
        if message is None or Hold.objects.exists():
            return None
        Message.objects.filter(pk=message.pk).update(leased_until=Now() + LEASE, tries=F("tries") + 1)
        message.refresh_from_db()
        return message


def deliver(message, *, now, connection):
    """Send one leased message, and mark what became of it. Raises ServerDown."""
    if message.expires_at and message.expires_at <= now:
        return _settle(message, state=Message.State.DROPPED, error="expired before it could be sent")
    if message.tries > MAX_TRIES:
        reason = message.error or "the worker ended every time it tried"
        return _settle(message, state=Message.State.FAILED, error=reason)
    try:
        with transaction.atomic():  # a query that fails while rendering must not take the marking with it
            mail = render(message, now=now)
        email = None if isinstance(mail, Drop) else envelope(message, mail)
    except Exception as error:
        if is_temporary(error):
            raise  # the database's fault and not this mail's; the lease runs out
        logger.exception("Message %s (%s) cannot be rendered", message.pk, message.kind)
        return _fail(message, error, now)
    if email is None:
        return _settle(message, state=Message.State.DROPPED, error=mail.reason)
    try:
        connection.send_messages([email])
    except Exception as error:
        if _is_servers_fault(error):
            _settle(message, tries=F("tries") - 1, error=_describe(error))
            raise ServerDown(_describe(error)) from error
        return _fail(message, error, now)
    return _settle(message, state=Message.State.SENT, sent_at=now, error="")


def _settle(message, **values):
    """Give the lease back with a result; without effect where it ran out and another worker has the message now."""
    Message.objects.filter(pk=message.pk, leased_until=message.leased_until).update(leased_until=None, **values)


def _fail(message, error, now):
    if message.tries >= MAX_TRIES:
        return _settle(message, state=Message.State.FAILED, error=_describe(error))
    pause = min(FIRST_PAUSE * 2 ** (message.tries - 1), LONGEST_PAUSE)
    return _settle(message, not_before=now + pause, error=_describe(error))


def _is_servers_fault(error):
    match error:
        case smtplib.SMTPRecipientsRefused():
            return any(code == 421 for code, _ in error.recipients.values())
        case smtplib.SMTPSenderRefused():  # our own address or sign-in, unless it is about the size of this mail
            return error.smtp_code != TOO_LARGE
        case smtplib.SMTPDataError():
            return error.smtp_code == 421
        case _:
            return isinstance(error, OSError)  # every other SMTPException, and refused or broken connections


def _describe(error):
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        error = "; ".join(f"{code} {_text(reply)}" for code, reply in error.recipients.values())
        return f"recipient refused: {error}"[:1000]
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"[:1000]
    return f"{type(error).__name__}: {error}"[:1000]


def _text(reply):
    return reply.decode(errors="replace") if isinstance(reply, bytes) else str(reply)


def _close(connection):
    try:
        connection.close()
    except OSError:
        logger.debug("The connection to the mail server was gone already")
