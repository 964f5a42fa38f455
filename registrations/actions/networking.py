"""Networking rounds: agreeing, drawing, putting people into groups by hand."""

import secrets

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from registrations.actions.refusals import Refused
from registrations.actions.seats import briefly, lock
from registrations.drawing import draw, number_of_groups, pairs_of
from registrations.models import (
    Answer,
    GroupMembership,
    NetworkingConsent,
    NetworkingGroup,
    NetworkingRound,
    NetworkingSettings,
    Registration,
)

FEWEST = 3  # people, below which there is nothing to draw
MOST_ROUNDS = 12


@briefly()
@transaction.atomic
def agree(*, registration, takes_part, shows_name, now):
    """Whether this person wants to be put into groups, and whether those see the name. Taking it back ends both."""
    lock(registration.event, now)
    registration = Registration.objects.get(pk=registration.pk)
    if not takes_part:
        leave_groups(registration)
        return
    if not registration.is_confirmed or not NetworkingSettings.of(registration.event).is_on:
        raise Refused(_("There are no networking rounds for this sign-up."))
    consent, is_new = NetworkingConsent.objects.get_or_create(
        registration=registration, defaults={"shows_name": shows_name, "agreed_at": now}
    )
    if not is_new and consent.shows_name != shows_name:
        consent.shows_name = shows_name
        consent.save(update_fields=["shows_name"])


def leave_groups(registration):
    """Nothing of networking is left of this person; in the transaction of whatever ends it."""
    GroupMembership.objects.filter(registration=registration).delete()
    NetworkingConsent.objects.filter(registration=registration).delete()


def willing(event):
    """Who has a seat and wants to be put into groups."""
    return event.registrations.confirmed().exclude(networking_consent=None).order_by("pk")


@briefly()
@transaction.atomic
def draw_rounds(*, event, rounds, size, shown_from, now, mixes=None, seed=None):
    """Further rounds, each with fresh groups in which as few people as possible meet again. Returns them.

    The first one's seed is taken from chance, unless given; the following ones count on.
    """
    _one_at_a_time(event)
    people = _kinds(event, mixes)
    if len(people) < FEWEST:
        raise Refused(_("Fewer than three people have agreed to take part. There is nothing to draw yet."))
    seed = secrets.randbelow(2**31) if seed is None else seed
    made = []
    for offset in range(rounds):
        groups = draw(people, size=size, seed=seed + offset, met=met_in(event))
        made.append(_round(event, size, shown_from, seed=seed + offset, mixes=mixes))
        _fill(made[-1], groups)
    _let_go(event, now)
    return made


@transaction.atomic
def empty_round(*, event, size, shown_from):
    """A round whose groups are filled by hand: as many as today's people need."""
    _one_at_a_time(event)
    made = _round(event, size, shown_from)
    _fill(made, [[] for _group in range(number_of_groups(max(willing(event).count(), size), size))])
    return made


def _one_at_a_time(event):
    """One draw at a time; the settings row is there, since without it nobody can have agreed."""
    if not NetworkingSettings.objects.select_for_update().filter(event=event, is_on=True).exists():
        raise Refused(_("Switch networking rounds on first, so that people can agree to take part."))


def _let_go(event, now):
    """Who left while the groups were made is in none of them. Last of all, because sign-ups wait for this lock, which
    whoever cancels or takes the agreement back holds, too.
    """
    lock(event, now)
    places = GroupMembership.objects.filter(round__event=event)
    places.exclude(registration__in=willing(event).order_by().values("pk")).delete()


def _round(event, size, shown_from, **fields):
    last = event.networking_rounds.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_ROUNDS:
        raise Refused(_("There are twelve rounds already. Delete some first."))
    return NetworkingRound.objects.create(event=event, number=last + 1, size=size, shown_from=shown_from, **fields)


def _fill(made, groups):
    for number, members in enumerate(groups, 1):
        group = NetworkingGroup.objects.create(round=made, number=number)
        rows = [GroupMembership(group=group, round=made, registration_id=pk) for pk in members]
        GroupMembership.objects.bulk_create(rows)


def _kinds(event, mixes):
    """{id: what the groups are mixed by}: the answer to a sign-up question, or the ticket type."""
    people = dict(willing(event).values_list("pk", "ticket_type"))
    if mixes is None:
        return people
    answers = Answer.objects.filter(question=mixes, registration__in=people)
    return dict.fromkeys(people, "") | {answer.registration_id: str(answer.value) for answer in answers}


def met_in(event):
    """Every meeting in the event's rounds so far, as pairs of ids."""
    return [pair for groups in groups_of(event) for pair in pairs_of(groups)]


def groups_of(event):
    """Ids by round and group, of those who are still in one."""
    found = {}
    rows = GroupMembership.objects.filter(round__event=event).order_by("round__number", "group__number", "registration")
    for round_pk, group, registration in rows.values_list("round", "group", "registration"):
        found.setdefault(round_pk, {}).setdefault(group, []).append(registration)
    return [list(groups.values()) for groups in found.values()]


@briefly()
@transaction.atomic
def place(*, made, places, details, now):
    """By hand: ``places`` {registration id: group or None}, ``details`` {group: {field: value}} of one round.

    Only who agreed and has a seat at this moment is put anywhere; others are left out in silence, because they have
    just left.
    """
    NetworkingRound.objects.select_for_update().get(pk=made.pk)
    may = set(willing(made.event).values_list("pk", flat=True))
    for pk, group in places.items():
        rows = GroupMembership.objects.filter(round=made, registration=pk)
        if group is None or pk not in may:
            rows.delete()
        else:
            GroupMembership.objects.update_or_create(round=made, registration_id=pk, defaults={"group": group})
    for group, values in details.items():
        for name, value in values.items():
            setattr(group, name, value)
        group.save(update_fields=list(values))
    _let_go(made.event, now)
