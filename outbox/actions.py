"""What other apps do with the queue: write a mail into it, hold mails back, let them go, try again."""

from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from outbox.models import Hold, Message, name_of
from outbox.statements import insert


@transaction.atomic(savepoint=False)  # two statements less in a rush; whoever calls rolls back as a whole
def enqueue(*, kind, recipient, language, parameters=None, about="", once=None, not_before=None, expires_at=None, now):
    """Owe somebody a mail, as part of the caller's transaction: rolled back with it, never lost after it.

    ``parameters`` must fit into JSON and name what the kind's function needs to render the mail later, ids rather than
    values. ``about`` is an object or a string such as "events.event:12". ``once`` names the occasion: a second mail
    for it is not written, whatever happened to the first. Returns the message, or None where `once` stopped it.
    """
    message = Message(
        kind=kind,
        recipient=recipient,
        language=language or settings.LANGUAGE_CODE,
        parameters=parameters or {},
        about=about if isinstance(about, str) else name_of(about),
        message_id=f"<{uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>",
        once=once,
        not_before=not_before or now,
        expires_at=expires_at,
        created_at=now,
    )
    if once is None:
        insert(message)
        return message
    # ON CONFLICT DO NOTHING waits for a simultaneous transaction with the same occasion instead of failing beside it.
    Message.objects.bulk_create([message], ignore_conflicts=True)
    return Message.objects.filter(message_id=message.message_id).first()


@transaction.atomic
def retry(*, messages, now):
    """Try failed, dropped or held mails again at once, with a fresh count of attempts. Returns how many."""
    again = messages.exclude(state__in=[Message.State.SENT, Message.State.QUEUED])
    return again.update(state=Message.State.QUEUED, tries=0, not_before=now, leased_until=None, error="")


@transaction.atomic
def hold(*, messages):
    """Keep these mails back until they are released. Returns how many."""
    return messages.filter(state=Message.State.QUEUED).update(state=Message.State.HELD)


@transaction.atomic
def release(*, messages):
    """Let held mails go. Returns how many."""
    return messages.filter(state=Message.State.HELD).update(state=Message.State.QUEUED)


@transaction.atomic
def drop(*, messages, reason=""):
    """Mails that are no longer needed: they stay in the list and are not sent. Returns how many."""
    return messages.open().update(state=Message.State.DROPPED, error=reason)


@transaction.atomic
def hold_all(*, reason, now):
    """Stop all mail, also what is written from now on, until `release_all`."""
    Hold.objects.get_or_create(defaults={"reason": reason, "since": now})


@transaction.atomic
def release_all(*, drop_before=None):
    """Let mail flow again; what was written before `drop_before` is dropped. Returns how many that were."""
    Hold.objects.all().delete()
    return drop(messages=Message.objects.filter(created_at__lt=drop_before)) if drop_before else 0
