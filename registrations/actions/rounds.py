"""Mails to all participants of an event that are due at a time: reminders, access details, thanks."""

import datetime as dt

from django.db import transaction

from events.models import Event, Status
from registrations.actions.telling import tell
from registrations.models import AccessDetails, Registration, RegistrationSettings, Round

FAR = dt.timedelta(days=62)  # nothing is due earlier before the start
SETTLE = dt.timedelta(minutes=5)  # for how long changed access details may still be edited before people are told
LATE = dt.timedelta(days=3)


def remind(*, now):
    """Reminders that are due; after a standstill of the worker only the last one. Returns how many mails."""
    upcoming = _with_sign_up(status=Status.PUBLISHED, starts_at__gt=now, starts_at__lte=now + FAR)
    return sum(_remind(event, now) for event in upcoming)


def _remind(event, now):
    """Who was confirmed after the reminder was due has just been told everything, and is left out."""
    minutes = sorted(RegistrationSettings.of(event).reminder_minutes, reverse=True)
    moments = [(event.starts_at - dt.timedelta(minutes=each), each) for each in minutes]
    due = [(moment, each) for moment, each in moments if moment <= now]
    if not due:
        return 0
    moment, before = due[-1]
    until = min([later for later, _ in moments if later > now], default=event.starts_at)
    told = event.registrations.confirmed().filter(confirmed_at__lte=moment)
    start = event.starts_at.astimezone(dt.UTC).isoformat()
    return _send_round(
        event, f"reminder {before} {start}", told, "reminder", now, until, minutes=before, starts_at=start
    )


def thank(*, now):
    """Thanks, an hour after the end: to who was present, or to all if nobody was marked. Returns how many mails."""
    hour_ago = now - dt.timedelta(hours=1)
    ended = _with_sign_up(status=Status.PUBLISHED, ends_at__gt=now - LATE, ends_at__lte=hour_ago)
    return sum(_thank(event, now) for event in ended if RegistrationSettings.of(event).says_thanks)


def _thank(event, now):
    confirmed = event.registrations.confirmed()
    present = confirmed.exclude(checked_in_at=None, joined_at=None)
    return _send_round(event, "thanks", present if present.exists() else confirmed, "thank_you", now, now + LATE)


def _with_sign_up(**when):
    confirmed = Registration.objects.confirmed().values("event")
    events = Event.objects.filter(**when).filter(availability__takes_registrations=True, pk__in=confirmed)
    return events.select_related("registration_settings").prefetch_related("rounds")


@transaction.atomic
def _send_round(event, occasion, registrations, kind, now, expires_at, **parameters):
    if any(sent.occasion == occasion for sent in event.rounds.all()):
        return 0
    if not Round.objects.get_or_create(event=event, occasion=occasion, defaults={"at": now})[1]:
        return 0
    told = list(registrations.exclude(email=""))
    for registration in told:
        registration.event = event
        tell(registration, kind, now=now, expires_at=expires_at, **parameters)
    return len(told)


def tell_access(*, now):
    """Tell confirmed participants that their access details are there, or have changed. Returns how many mails.

    Who is confirmed while they are shown learns it from the confirmation, see `allocate`.
    """
    shown = Event.objects.filter(status=Status.PUBLISHED, starts_at__lte=now + FAR, ends_at__gt=now)
    details = AccessDetails.objects.for_participants().filter(event__in=shown)
    details = details.select_related("event__registration_settings")
    return sum(_tell_access(each, now) for each in details if RegistrationSettings.of(each.event).shows_access(now))


@transaction.atomic
def _tell_access(details, now):
    event = details.event
    told = event.registrations.confirmed().exclude(access_told=details.revision)
    if details.ticket_type_id:
        told = told.filter(ticket_type=details.ticket_type_id)
    else:
        own = event.access_details.exclude(ticket_type=None).values("ticket_type")
        told = told.exclude(ticket_type__in=own)
    if details.updated_at > now - SETTLE and event.starts_at > now + dt.timedelta(hours=1):
        told = told.filter(access_told=0)
    told = list(told.select_for_update(no_key=True, skip_locked=True))
    for registration in told:
        registration.event = event
        parameters = {"revision": details.revision, "told_before": registration.access_told}
        tell(registration, "access_details_ready", now=now, expires_at=event.ends_at, **parameters)
    Registration.objects.filter(pk__in=[each.pk for each in told]).update(access_told=details.revision)
    return len(told)
