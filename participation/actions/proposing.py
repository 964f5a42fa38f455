"""Proposals come in, are changed and withdrawn by who made them, and accepted or declined by an editor."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from events.actions.changes import agenda_lines, record_agenda
from events.actions.refusal import locked
from events.foreign.texts import from_plain
from events.models import AgendaItem, Appearance, AppearanceRole, ItemKind, Status
from events.search import refresh
from outbox.actions import enqueue
from outbox.models import name_of
from participation.models import Proposal, ProposalState
from registrations import addresses, limits
from speakers.models import Affiliation, Speaker

WITH = ("event__organisation", "series__organisation", "item__event__organisation")
HOUR = dt.timedelta(hours=1)
TOLD_AT_ONCE = 12  # proposals of a call in an hour; of more than that the organisers hear once an hour
TAKING_PLACE = (Status.DRAFT, Status.PUBLISHED, Status.POSTPONED)


class TooMany(Refused):
    """Above a limit; a view answers 429."""


def propose(*, call, email, language, now, client="", **texts):
    """Store a proposal and owe both sides a mail. Raises BadAddress, and Refused if the call is closed."""
    if not call.takes_proposals(now):
        raise Refused(_("This call is closed: no more proposals are taken."))
    address = addresses.parse(email)
    # Every proposal is a mail, so each counts for its address, unlike sign-ups pressed twice.
    verdict = limits.note(client=client, address=address.key, about=f"{name_of(call)} {now.isoformat()}", now=now)
    if verdict.must_confirm and not verdict.quiet:
        raise TooMany(_("Very many proposals are coming in right now. Wait a few minutes, then send it again."))
    values = {"email": address.typed, "address_key": address.key, "language": language, "created_at": now, **texts}
    return _propose(call, verdict, values, now)


@transaction.atomic
def _propose(call, verdict, values, now):
    proposal = Proposal.objects.create(event=call.event, series=call.series, **values)
    hour = f"{now:%Y-%m-%dT%H}"
    once = f"proposal {verdict.address} {hour}" if verdict.quiet else f"proposal {proposal.pk}"
    _owe("proposal_received", proposal, to=proposal.email, language=proposal.language, now=now, once=once)
    earlier = Proposal.objects.filter(event=call.event, series=call.series, created_at__gt=now - HOUR).count()
    _owe_organisers("proposal_new", proposal, now, about=f"{call.pk} {hour}" if earlier > TOLD_AT_ONCE else "")
    return proposal


@transaction.atomic
def change(*, proposal, **texts):
    """By who made it, while nobody has decided."""
    proposal = _undecided(proposal)
    for name, value in texts.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=texts)


@transaction.atomic
def withdraw(*, proposal):
    proposal = _undecided(proposal)
    proposal.state = ProposalState.WITHDRAWN
    proposal.save(update_fields=["state"])


@transaction.atomic
def accept(*, proposal, event, speaker, by, now):
    """Put it on the event's agenda, with the person on stage; both sides get a mail. Returns the agenda item.

    ``speaker``: somebody who has a page already, or None to make one. Raises Refused, also if it was decided before.
    """
    proposal = _undecided(proposal)
    if (proposal.event_id or event.pk) != event.pk or (proposal.series_id or event.series_id) != event.series_id:
        raise Refused(_("The proposal is for another meetup."))
    event = locked(event)
    if event.is_over(now) or event.status not in TAKING_PLACE:
        raise Refused(_("This meetup is over or does not take place."))
    before = agenda_lines(event)
    appearance = _on_stage(event, speaker or _new_speaker(proposal, event), proposal)
    item = AgendaItem.objects.create(
        event=event, title=proposal.title, abstract=from_plain(proposal.abstract), position=_place(event)
    )
    item.appearances.add(appearance)
    event.version += 1
    event.save(update_fields=["version", "updated_at"])
    record_agenda(event=event, before=before, by=by, now=now)
    refresh([event])
    proposal.state, proposal.item = ProposalState.ACCEPTED, item
    proposal.save(update_fields=["state", "item"])
    _owe_decision(proposal, now)
    _owe_organisers("proposal_accepted", proposal, now)
    return item


@transaction.atomic
def decline(*, proposal, reason, now):
    """With a sentence to the person, or without. Raises Refused if it was decided before."""
    proposal = _undecided(proposal)
    proposal.state, proposal.reason = ProposalState.DECLINED, reason
    proposal.save(update_fields=["state", "reason"])
    _owe_decision(proposal, now)


def _undecided(proposal):
    """The proposal as it is now, locked: of two who decide at once, the second is refused."""
    found = Proposal.objects.select_for_update(of=("self",)).select_related(*WITH).filter(pk=proposal.pk).first()
    if found is None:
        raise Refused(_("This proposal has been deleted."))
    if not found.is_undecided:
        state = found.get_state_display()
        raise Refused(_("Nothing was changed: this proposal is %(state)s already.") % {"state": state})
    return found


def _new_speaker(proposal, event):
    email = proposal.email if proposal.keeps_email else ""
    speaker = Speaker.objects.create(
        organisation=event.organisation, name=proposal.name, language=event.language, email=email
    )
    if proposal.function:
        Affiliation.objects.create(speaker=speaker, function=proposal.function)
    return speaker


def _on_stage(event, speaker, proposal):
    last = event.appearances.aggregate(last=Max("position"))["last"] or 0
    defaults = {"position": last + 1, "function": proposal.function}
    return Appearance.objects.get_or_create(
        event=event, speaker=speaker, role=AppearanceRole.SPEAKER, defaults=defaults
    )[0]


def _place(event):
    """The position after all others, but before the row that says when it ends."""
    last = event.agenda_items.last()
    if last is None or last.kind != ItemKind.END:
        return (last.position if last else 0) + 1
    event.agenda_items.filter(pk=last.pk).update(position=F("position") + 1)
    return last.position


def _owe_decision(proposal, now):
    once = f"proposal decided {proposal.pk}"
    _owe("proposal_decided", proposal, to=proposal.email, language=proposal.language, now=now, once=once)


def _owe_organisers(kind, proposal, now, about=""):
    if proposal.contact:
        language = (proposal.agenda_of or proposal.about).language
        _owe(kind, proposal, to=proposal.contact, language=language, now=now, once=f"{kind} {about or proposal.pk}")


def _owe(kind, proposal, *, to, language, now, once):
    enqueue(
        kind=f"participation.{kind}",
        recipient=to,
        language=language,
        parameters={"proposal": proposal.pk},
        about=f"participation.proposal:{proposal.pk}",
        once=once,
        now=now,
    )
