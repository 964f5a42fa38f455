"""Voices and proposals end on the deletion day of their event; what was public stays without their traces."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from events.models import Event
from outbox.models import Message
from participation.actions.counting import lock_settings, locked
from participation.actions.journal import note, print_of
from participation.actions.questions import forget, remove
from participation.models import AudienceQuestion, Proposal, QuestionState, Voice
from registrations.models import RegistrationSettings

UNDECIDED = dt.timedelta(days=180)


def due_events(now):
    """Events whose deletion day has come and that still have voices."""
    old = Event.objects.filter(ends_at__lt=now, pk__in=Voice.objects.values("event"))
    for event in old.select_related("registration_settings"):
        if is_due(event, now):
            yield event


def is_due(event, now):
    return RegistrationSettings.of(event).deletion_day <= now.astimezone(event.zone).date()


def erase_due(*, now):
    """Erase the voices of every event whose day has come. Returns how many."""
    return sum(erase_voices(event=event) for event in due_events(now))


@transaction.atomic
def erase_voices(*, event):
    """All voices of an event go, with the questions that were never public. Returns how many voices."""
    questions = AudienceQuestion.objects.filter(event=event)
    unseen = Q(state__in=(QuestionState.HELD, QuestionState.HIDDEN))
    questions.filter(merged_into__in=questions.filter(unseen).values("pk")).delete()
    questions.filter(unseen).delete()
    questions.filter(merged_into=None).update(erased_supports=F("supports"))
    questions.exclude(merged_into=None).update(erased_supports=0)
    questions.update(voice=None, shown_name="")
    voices = Voice.objects.filter(event=event)
    number = voices.count()
    voices.delete()
    return number


@transaction.atomic
def forget_participants(*, event, registrations, now):
    """Registrations (ids) of an event are about to be erased: their voices go with them."""
    voices = Voice.objects.filter(registration__in=registrations)
    if not is_due(event, now):
        for voice in voices:
            forget(voice=voice, now=now)
    elif voices.exists():
        erase_voices(event=event)


def due_proposals(now):
    """Those of events whose deletion day has come, and after 180 days whatever stands on no agenda."""
    rows = Proposal.objects.select_related(*(f"{way}__registration_settings" for way in ("event", "item__event")))
    for proposal in rows:
        event = proposal.agenda_of or proposal.event
        is_late = proposal.agenda_of is None and proposal.created_at <= now - UNDECIDED
        if is_late or (event is not None and is_due(event, now)):
            yield proposal


def erase_due_proposals(*, now):
    """Returns how many."""
    return sum(erase_proposal(proposal=proposal) for proposal in list(due_proposals(now)))


@transaction.atomic
def erase_proposal(*, proposal, now=None):
    """The row goes, the address in mails that were sent included. What an editor has put on the agenda stays.

    ``now`` is given where a person asks for it: then a restored backup does not bring it back.
    """
    if now is not None:
        note(proposal, now)
    messages = Message.objects.filter(kind__startswith="participation.proposal", parameters__proposal=proposal.pk)
    messages.open().update(state=Message.State.DROPPED)
    messages.update(recipient="", parameters={}, error="")
    return Proposal.objects.filter(pk=proposal.pk).delete()[0]


@transaction.atomic
def replay(*, fingerprints, now):
    """Take back again what a restored backup brought back, by the journal. Returns how many rows."""
    questions = [row for row in AudienceQuestion.objects.exclude(voice=None) if print_of(row) in fingerprints]
    for row in questions:
        lock_settings(row.event_id)
        remove(AudienceQuestion.objects.select_related("event").get(pk=row.pk), locked(row, row.event_id))
    voices = [row for row in Voice.objects.all() if print_of(row) in fingerprints]
    for voice in voices:
        forget(voice=voice, now=now)
    proposals = [row for row in Proposal.objects.all() if print_of(row) in fingerprints]
    for row in proposals:
        erase_proposal(proposal=row)
    return len(questions) + len(voices) + len(proposals)
