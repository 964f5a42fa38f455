"""Telling people what changed on their event: once, with the old and the new value, changes within ten minutes in one
mail.
"""

import datetime as dt

from django.db import transaction

from events.models import Change, Event, Status
from outbox.actions import enqueue
from outbox.models import name_of
from registrations.actions.settling import settle
from registrations.actions.telling import tell
from registrations.models import HandledChange, Registration, State

What = Change.What
WAIT = dt.timedelta(minutes=10)
SOON = dt.timedelta(hours=3)  # this close to the start nobody is kept waiting
OVERLAP = dt.timedelta(seconds=30)  # who signed up this soon after a change may have seen the page before it
LOOK_BACK = dt.timedelta(days=30)
# Changes that make people's plans change; the others are on the page.
CONCERNS = {
    What.STATUS, What.STARTS_AT, What.ENDS_AT, What.ATTENDANCE_MODE, What.VENUE, What.ROOM, What.PLATFORM,
}  # fmt: skip


def fan_out(*, now):
    """Handle every change that has not been handled yet; ticket types follow at once, mails go out when due.

    Returns how many events had some.
    """
    waiting = Change.objects.filter(handled=None, at__gt=now - LOOK_BACK)
    events = list(Event.objects.filter(pk__in=waiting.values("event")))
    for event in events:
        settle(event=event, now=now)
        tell_of_changes(event=event, now=now)
    return len(events)


@transaction.atomic
def tell_of_changes(*, event, now):
    """Write the mails about an event's changes if they have waited long enough. Returns the kind of mail, or None.

    Two workers at the same event meet at the HandledChange rows: the second fails and tells nobody.
    """
    event = Event.objects.get(pk=event.pk)
    changes = list(event.changes.filter(handled=None).order_by("pk"))
    if not changes or not _are_due(event, changes, now):
        return None
    HandledChange.objects.bulk_create(HandledChange(change=change, at=now) for change in changes)
    differences = merged(changes)
    kind = _kind(event, differences, now)
    if kind:
        _tell_participants(event, kind, changes, now)
        _tell_guests(event, changes, now)
    if differences.keys() - {What.PUBLISHED} and not event.is_over(now):
        _tell_stage(event, changes, now)
    return kind


def merged(changes):
    """What is different after all of these: `(old, new)` by Change.What; what was changed back is left out."""
    old, new = {}, {}
    for change in changes:
        old.setdefault(What(change.what), change.old)
        new[What(change.what)] = change.new
    return {what: (old[what], new[what]) for what in old if old[what] != new[what]}


def _are_due(event, changes, now):
    starts = [event.starts_at]
    starts += [dt.datetime.fromisoformat(change.old) for change in changes if change.what == What.STARTS_AT]
    return changes[0].at + WAIT <= now or now < min(starts) <= now + SOON


def _kind(event, differences, now):
    """The kind of mail that these differences make, or None if nobody needs to be told."""
    if event.is_over(now):
        return None
    if What.STATUS in differences:
        return {
            Status.CANCELLED: "event_cancelled",
            Status.WITHDRAWN: "event_cancelled",
            Status.POSTPONED: "postponed",
            Status.PUBLISHED: "new_date",
        }.get(event.status)
    if event.status == Status.PUBLISHED and CONCERNS & differences.keys():
        return "event_changed"
    return None


def _tell_participants(event, kind, changes, now):
    told = Registration.objects.live().exclude(state=State.UNCONFIRMED)
    expires_at = None if kind == "postponed" else event.ends_at
    for registration in told.filter(event=event, created_at__lte=changes[-1].at + OVERLAP):
        registration.event = event
        tell(registration, kind, changes=changes, now=now, expires_at=expires_at)


def _tell_guests(event, changes, now):
    """Guests who have not answered yet."""
    for guest in event.invited_guests.filter(accepted_at=None, declined_at=None):
        _owe("invitation_changed", guest.email, guest.language, {"guest": guest.pk}, event, changes, now)


def _tell_stage(event, changes, now):
    """People on stage hear of every change, also of what participants read on the page."""
    on_stage = event.appearances.exclude(speaker__email="").select_related("speaker")
    for each in on_stage.order_by("speaker_id", "pk").distinct("speaker_id"):
        _owe("stage_changed", each.speaker.email, event.language, {"appearance": each.pk}, event, changes, now)


def _owe(kind, email, language, parameters, event, changes, now):
    enqueue(
        kind=f"registrations.{kind}",
        recipient=email,
        language=language,
        parameters=parameters | {"changes": [change.pk for change in changes]},
        about=name_of(event),
        now=now,
    )
