"""Erasing people: on the promised day, at once when they ask for it, and again after a backup was restored."""

import datetime as dt

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F

from events.models import Event, Status
from outbox.models import Message, name_of
from registrations import limits, tallies
from registrations.actions.allocate import allocate
from registrations.actions.calendars import forget_calendars
from registrations.actions.leaving import end
from registrations.actions.seats import briefly, lock
from registrations.attached import GO_AGAIN, GO_ALONG
from registrations.models import Answer, Erasure, InvitedGuest, Registration, RegistrationSettings, State

STALE = dt.timedelta(hours=48)
SHARE = 500  # rows in one transaction


@briefly()
@transaction.atomic
def erase_now(*, registration, now):
    """Delete a registration and everything about the person at once; a live one gives its seat back first."""
    seats = lock(registration.event, now)
    registration = Registration.objects.filter(pk=registration.pk).first()
    if registration is None:
        return
    if registration.is_live and not seats.event.is_over(now):
        end(registration, State.CANCELLED, now=now)
        allocate(seats)
    _erase(seats.event, [registration.pk], now)


def erase_due(*, now):
    """Erase the registrations and invitations of every event whose deletion day has come. Returns how many."""
    return sum(_erase_event(event, now) for event in due_events(now))


def due_events(now):
    """Events whose deletion day has come and that still have participants or guests."""
    old = Event.objects.filter(ends_at__lt=now).select_related("registration_settings")
    people = Registration.objects.values("event").union(InvitedGuest.objects.values("event"))
    for event in old.filter(pk__in=people):
        if RegistrationSettings.of(event).deletion_day <= now.astimezone(event.zone).date():
            yield event


def _erase_event(event, now):
    erased = 0
    while True:
        with transaction.atomic():
            seats = lock(event, now)
            batch = list(event.registrations.order_by("pk").values_list("pk", flat=True)[:SHARE])
            if not batch:
                return erased + _erase_guests(event)
            _erase(event, batch, now)
            if event.status == Status.POSTPONED:
                allocate(seats)
        erased += len(batch)


def erase_stale(*, now):
    """Sign-ups whose address nobody confirmed within 48 hours leave no number either. Returns how many."""
    events = Event.objects.filter(pk__in=stale_due(now).values("event"))
    return sum(_erase_stale(event, now) for event in events)


def _erase_stale(event, now):
    erased = 0
    while True:
        with transaction.atomic():
            seats = lock(event, now)
            batch = list(stale_due(now).filter(event=event).values_list("pk", flat=True)[:SHARE])
            if not batch:
                return erased
            _erase(event, batch, now)
            allocate(seats)
        erased += len(batch)


def erase_sensitive(*, now):
    """Sensitive answers go earlier, on a day of their own. Returns how many."""
    return sensitive_due(now).delete()[0]


def stale_due(now):
    """Sign-ups whose address was not confirmed in time."""
    unconfirmed = Registration.objects.filter(state=State.UNCONFIRMED, created_at__lte=now - STALE)
    return unconfirmed.exclude(hold_until__gt=now)


def sensitive_due(now):
    """Sensitive answers whose day has come."""
    sensitive = Answer.objects.filter(question__sensitive=True).exclude(question__event__status=Status.POSTPONED)
    days = F("question__delete_after_days") * dt.timedelta(days=1)
    return sensitive.filter(question__event__ends_at__lte=now - days)


@transaction.atomic
def replay(*, fingerprints, now):
    """Erase again what a restored backup brought back, by the journal. Returns how many."""
    fingerprints, erased = set(fingerprints), 0
    for event in Event.objects.filter(pk__in=Registration.objects.values("event")):
        rows = event.registrations.values_list("pk", "created_at")
        again = [pk for pk, created_at in rows if fingerprint(pk, created_at) in fingerprints]
        if again:
            seats = lock(event, now)
            _erase(event, again, now)
            allocate(seats)
            erased += len(again)
    return erased + sum(again(fingerprints, now) for again in GO_AGAIN)


def fingerprint(pk, created_at):
    return limits.fingerprint("erasure", f"{pk} {created_at.astimezone(dt.UTC).isoformat()}")


def _erase(event, pks, now):
    """Numbers stay, the journal gets a hash, mails and the admin's history lose the person, the rows go."""
    rows = Registration.objects.filter(pk__in=pks)
    for forget in GO_ALONG:
        forget(event, pks, now)
    tallies.keep(event, tallies.count(event, rows.exclude(state=State.UNCONFIRMED)))
    known = rows.values_list("pk", "created_at")
    journal = [Erasure(fingerprint=fingerprint(pk, created_at), at=now) for pk, created_at in known]
    Erasure.objects.bulk_create(journal, ignore_conflicts=True)
    InvitedGuest.objects.filter(registration__in=pks).delete()
    _forget_mails(Message.objects.filter(about=name_of(event), parameters__registration__in=pks))
    _forget_history(Registration, pks)
    address_keys = list(rows.exclude(address_key="").values_list("address_key", flat=True).distinct())
    rows.delete()
    forget_calendars(address_keys=address_keys)


@transaction.atomic
def _erase_guests(event):
    guests = list(event.invited_guests.values_list("pk", flat=True))
    _forget_mails(Message.objects.filter(about=name_of(event), parameters__guest__in=guests))
    _forget_history(InvitedGuest, guests)
    return event.invited_guests.all().delete()[0]


def _forget_mails(messages):
    messages.open().update(state=Message.State.DROPPED)
    messages.update(recipient="", parameters={}, error="")


def _forget_history(model, pks):
    """Django's admin keeps the name of what was changed, and what was changed about it."""
    history = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
    history.filter(object_id__in=[str(pk) for pk in pks]).update(object_repr="", change_message="")
