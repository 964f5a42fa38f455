"""Everybody who says something under an address ends: by their own button, unconfirmed, or two years unused."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from outbox.models import Message
from participation.actions.contributing import take_back
from participation.actions.journal import note, print_of
from participation.contributions import kinds
from participation.models import ContributionState, Contributor
from participation.models.contributors import KEPT

STALE = dt.timedelta(hours=48)
REMOVED_TEXTS = dt.timedelta(days=90)  # for whoever decides again
UNSEEN = (ContributionState.UNCONFIRMED, ContributionState.HELD, ContributionState.REMOVED)


@transaction.atomic
def erase(*, contributor, now):
    """By their own button: all that they said goes, and the person; a restored backup does not bring them back."""
    contributor = Contributor.objects.select_for_update().filter(pk=contributor.pk).first()
    if contributor is None:
        return
    note(contributor, now)
    for row in _rows_of(contributor):
        take_back(row, now)
    _go(contributor)


@transaction.atomic
def expire(*, contributor):
    """Two years after they last did something: what is public stays without a name, all else goes."""
    for row in _rows_of(contributor):
        if row.state in UNSEEN and row.shown_at is None:
            row.delete()
        else:
            row.contributor, row.shown_name = None, ""
            row.save(update_fields=["contributor", "shown_name"])
    _go(contributor)


def stale(now):
    """By kind, the contributions that nobody confirmed within 48 hours."""
    for model in kinds().values():
        yield model.objects.unconfirmed().filter(created_at__lte=now - STALE)


def stale_people(now):
    """People who never confirmed anything, and of whom nothing waits any more."""
    waits = Q()
    for model in kinds().values():
        waits |= Exists(model.objects.filter(contributor=OuterRef("pk")))
    return Contributor.objects.filter(confirmed_at=None, created_at__lte=now - STALE).exclude(waits)


def unused(now):
    return Contributor.objects.exclude(confirmed_at=None).filter(active_at__lte=now - KEPT)


def long_removed(now):
    """By kind, what was removed so long ago that nobody decides again, with its text still there."""
    for model in kinds().values():
        texts = Q()
        for name in model.TEXTS:
            texts |= ~Q(**{name: ""})
        if texts:
            yield model.objects.filter(texts, state=ContributionState.REMOVED, state_since__lte=now - REMOVED_TEXTS)


def forget_due(*, now):
    """What has waited in vain, whoever has been away for two years, what was removed long ago."""
    for rows in stale(now):
        rows.delete()
    for contributor in stale_people(now):
        with transaction.atomic():
            _go(contributor)
    for contributor in unused(now):
        expire(contributor=contributor)
    for rows in long_removed(now):
        for row in rows:
            row.empty()
            row.save()


@transaction.atomic
def replay(*, fingerprints, now):
    """Take back again what a restored backup brought back, by the journal. Returns how many rows."""
    people = [person for person in Contributor.objects.all() if print_of(person) in fingerprints]
    for person in people:
        erase(contributor=person, now=now)
    rows = [
        row
        for model in kinds().values()
        for row in model.objects.exclude(contributor=None).with_place()
        if print_of(row) in fingerprints
    ]
    for row in rows:
        take_back(row, now)
    return len(people) + len(rows)


def _rows_of(contributor):
    for model in kinds().values():
        rows = model.objects.select_for_update(of=("self",), no_key=True).with_place()
        yield from rows.filter(contributor=contributor)


def _go(contributor):
    """The person's row, and the address in mails that were sent."""
    messages = Message.objects.filter(kind__startswith="participation.contribution",
                                      parameters__contributor=contributor.pk)  # fmt: skip
    messages.open().update(state=Message.State.DROPPED)
    messages.update(recipient="", parameters={}, error="")
    contributor.delete()
