"""An event's way: draft, published (now or at a set time), postponed, cancelled, withdrawn."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from events.actions.changes import record, snapshot, utc
from events.actions.refusal import Refused, locked
from events.checks import WRONG, findings
from events.models import Change, Event, Status


def _set_status(event, status, *, by, now, reason="", **values):
    before = snapshot(event)
    event.status, event.status_reason, event.status_changed_at = status, reason, now
    for name, value in values.items():
        setattr(event, name, value)
    event.version += 1
    event.save()
    record(event=event, before=before, by=by, now=now)
    return event


def _refuse_before_publication(event, now):
    if event.is_scheduled(now):
        raise Refused(_("This event is not public yet. Take back its publication instead."))


@transaction.atomic
def publish(*, event, by, now, at=None):
    """Make a draft public, now or at the instant ``at``. A second call only moves a time that still lies ahead.

    Refuses what would be wrong on the page, see ``events.checks``.
    """
    event = locked(event)
    at = max(at or now, now)
    if event.status == Status.PUBLISHED and not event.is_scheduled(now):
        return event
    if event.status not in (Status.DRAFT, Status.PUBLISHED):
        raise Refused(_("This event has been public before. Reinstate it instead of publishing it."))
    wrong = [finding.sentence for finding in findings(event, now) if finding.level == WRONG]
    if wrong:
        raise Refused(" ".join(map(str, wrong)))
    if event.status == Status.DRAFT:
        return _set_status(event, Status.PUBLISHED, by=by, now=now, publish_at=at)
    return _reschedule(event, at, by=by, now=now)


def _reschedule(event, at, *, by, now):
    if at == event.publish_at:
        return event
    old, event.publish_at = event.publish_at, at
    event.version += 1
    event.save(update_fields=["publish_at", "version", "updated_at"])
    Change.objects.create(event=event, at=now, by=by, what=Change.What.PUBLISHED, old=utc(old), new=utc(at))
    return event


@transaction.atomic
def take_back(*, event, by, now):
    """Make a draft of an event that was to be published and is not public yet; nobody has seen it."""
    event = locked(event)
    if not event.is_scheduled(now):
        raise Refused(_("Only a publication that lies ahead can be taken back. Withdraw the event instead."))
    event.status, event.publish_at, event.status_changed_at = Status.DRAFT, None, now
    event.version += 1
    event.save(update_fields=["status", "publish_at", "status_changed_at", "version", "updated_at"])
    event.changes.all().delete()
    return event


@transaction.atomic
def postpone(*, event, by, now, reason=""):
    """The date no longer holds and a new one is not known; the old one stays stored."""
    event = locked(event)
    _refuse_before_publication(event, now)
    if event.status != Status.PUBLISHED:
        raise Refused(_("Only a published event can be postponed."))
    if event.is_over(now):
        raise Refused(_("This event is over. It can no longer be postponed."))
    return _set_status(event, Status.POSTPONED, by=by, now=now, reason=reason.strip())


@transaction.atomic
def cancel(*, event, by, now, reason):
    """It does not take place; its page stays, with the reason."""
    event = locked(event)
    _refuse_before_publication(event, now)
    if event.status not in (Status.PUBLISHED, Status.POSTPONED):
        raise Refused(_("Only a published or postponed event can be cancelled."))
    if event.is_over(now):
        raise Refused(_("This event is over. It can no longer be cancelled."))
    if not reason.strip():
        raise Refused(_("Say in one sentence why: participants read it."))
    return _set_status(event, Status.CANCELLED, by=by, now=now, reason=reason.strip())


@transaction.atomic
def withdraw(*, event, by, now):
    """It was public and should not be: the page answers 410 Gone. The public reason stays stored for a return."""
    event = locked(event)
    _refuse_before_publication(event, now)
    if event.status in (Status.DRAFT, Status.WITHDRAWN):
        raise Refused(_("Only what has been published can be withdrawn."))
    return _set_status(event, Status.WITHDRAWN, by=by, now=now, reason=event.status_reason)


@transaction.atomic
def reinstate(*, event, by, now):
    """A postponed or cancelled event takes place after all, at the stored date; a withdrawn one is as it was before."""
    event = locked(event)
    if event.status == Status.WITHDRAWN:
        earlier = _status_before_withdrawal(event)
        reason = "" if earlier == Status.PUBLISHED else event.status_reason
        return _set_status(event, earlier, by=by, now=now, reason=reason)
    if event.status not in (Status.POSTPONED, Status.CANCELLED):
        raise Refused(_("There is nothing to reinstate: the event is not postponed, cancelled or withdrawn."))
    if event.ends_at <= now:
        raise Refused(_("Its date has passed. Give the event a new date instead."))
    return _set_status(event, Status.PUBLISHED, by=by, now=now)


def _status_before_withdrawal(event):
    """Cancelled stays cancelled: nobody may be told that it takes place because its page came back."""
    row = event.changes.filter(what=Change.What.STATUS, new=Status.WITHDRAWN).last()
    return Status(row.old) if row else Status.PUBLISHED


@transaction.atomic
def renew_preview(*, event):
    """Make the secret preview link that was given away lead nowhere."""
    Event.objects.filter(pk=event.pk).update(preview_generation=F("preview_generation") + 1)
    event.refresh_from_db(fields=["preview_generation"])
    return event
