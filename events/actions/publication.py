"""An event's way: draft, published (now or at a set time), postponed, cancelled, withdrawn."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from events.actions.changes import record, snapshot
from events.models import Event, Status


class Refused(Exception):
    """The action would be wrong; the message says why and what to do, in words fit for the person who asked."""


def _locked(event):
    return Event.objects.select_for_update(no_key=True).get(pk=event.pk)


def _set_status(event, status, *, by, now, reason="", **values):
    before = snapshot(event)
    event.status, event.status_reason, event.status_changed_at = status, reason, now
    for name, value in values.items():
        setattr(event, name, value)
    event.version += 1
    event.save()
    record(event=event, before=before, by=by, now=now)
    return event


@transaction.atomic
def publish(*, event, by, now, at=None):
    """Make a draft public, now or at the instant ``at``. A second call only moves a time that still lies ahead."""
    event = _locked(event)
    at = max(at or now, now)
    if event.status == Status.DRAFT:
        return _set_status(event, Status.PUBLISHED, by=by, now=now, publish_at=at)
    if event.is_scheduled(now):
        event.publish_at = at
        event.save(update_fields=["publish_at", "updated_at"])
        return event
    if event.status == Status.PUBLISHED:
        return event
    raise Refused(_("This event has been public before. Reinstate it instead of publishing it."))


@transaction.atomic
def postpone(*, event, by, now, reason=""):
    """The date no longer holds and a new one is not known; the old one stays stored."""
    event = _locked(event)
    if event.status != Status.PUBLISHED:
        raise Refused(_("Only a published event can be postponed."))
    if event.is_over(now):
        raise Refused(_("This event is over. It can no longer be postponed."))
    return _set_status(event, Status.POSTPONED, by=by, now=now, reason=reason)


@transaction.atomic
def cancel(*, event, by, now, reason):
    """It does not take place; its page stays, with the reason."""
    event = _locked(event)
    if event.status not in (Status.PUBLISHED, Status.POSTPONED):
        raise Refused(_("Only a published or postponed event can be cancelled."))
    if event.is_over(now):
        raise Refused(_("This event is over. It can no longer be cancelled."))
    if not reason.strip():
        raise Refused(_("Say in one sentence why: participants read it."))
    return _set_status(event, Status.CANCELLED, by=by, now=now, reason=reason.strip())


@transaction.atomic
def withdraw(*, event, by, now):
    """It was public and should not be: the page answers 410 Gone."""
    event = _locked(event)
    if event.status in (Status.DRAFT, Status.WITHDRAWN):
        raise Refused(_("Only what has been published can be withdrawn."))
    return _set_status(event, Status.WITHDRAWN, by=by, now=now)


@transaction.atomic
def reinstate(*, event, by, now):
    """A postponed, cancelled or withdrawn event takes place after all, at the stored date."""
    event = _locked(event)
    if event.status not in (Status.POSTPONED, Status.CANCELLED, Status.WITHDRAWN):
        raise Refused(_("There is nothing to reinstate: the event is not postponed, cancelled or withdrawn."))
    return _set_status(event, Status.PUBLISHED, by=by, now=now)


@transaction.atomic
def renew_preview(*, event):
    """Make the secret preview link that was given away lead nowhere."""
    Event.objects.filter(pk=event.pk).update(preview_generation=F("preview_generation") + 1)
    event.refresh_from_db(fields=["preview_generation"])
    return event
