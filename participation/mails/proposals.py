"""Mails about proposals, to who made one and to those who decide."""

from django.urls import reverse
from django.utils.translation import gettext as _

from outbox.mails import Drop, absolute, as_typed, compose, mail
from participation.actions.proposing import WITH
from participation.models import Proposal, ProposalState
from registrations import links

TO_THE_PERSON = {"participation.proposal_received", "participation.proposal_decided"}


@mail("participation.proposal_received")
def proposal_received(message, now):
    """To who made it: the link to their own page."""
    proposal = _proposal(message)
    if proposal is None or proposal.state == ProposalState.WITHDRAWN:
        return Drop("the proposal was withdrawn or deleted")
    return _compose(message, proposal, now, _("Your proposal: %(title)s"))


@mail("participation.proposal_new")
def proposal_new(message, now):
    """To those who decide."""
    proposal = _proposal(message)
    if proposal is None or not proposal.is_undecided:
        return Drop("the proposal was decided, withdrawn or deleted")
    return _compose(message, proposal, now, _("A new proposal: %(title)s"))


@mail("participation.proposal_decided")
def proposal_decided(message, now):
    """To who made it: accepted, or declined with a sentence."""
    proposal = _proposal(message)
    if proposal is not None and proposal.state == ProposalState.DECLINED:
        return _compose(message, proposal, now, _("About your proposal: %(title)s"))
    if proposal is None or proposal.item is None:
        return Drop("it stands on no agenda any more, or was deleted")
    return _compose(message, proposal, now, _("Accepted: %(title)s"))


@mail("participation.proposal_accepted")
def proposal_accepted(message, now):
    """To the organisers: on whose agenda it stands now."""
    proposal = _proposal(message)
    if proposal is None or proposal.item is None:
        return Drop("it stands on no agenda any more, or was deleted")
    return _compose(message, proposal, now, _("On the agenda: %(title)s"))


def _proposal(message):
    return Proposal.objects.select_related(*WITH).filter(pk=message.parameters.get("proposal")).first()


def _compose(message, proposal, now, subject):
    event = proposal.agenda_of
    context = {
        "proposal": proposal,
        "name": str(proposal.about.shown_title),
        "is_accepted": event is not None,
        "event_title": event and str(event.shown_title),
        "event_page": links.event_page(event) if event and event.is_published(now) else "",
        "work_event": absolute(reverse("admin:events_event_change", args=[event.pk])) if event else "",
        "page": absolute(reverse("proposal", args=[proposal.token])),
        "work": absolute(reverse("admin:participation_proposal_change", args=[proposal.pk])),
    }
    to_person = message.kind in TO_THE_PERSON
    reply_to = proposal.contact if to_person else proposal.email
    return compose(message, subject=subject % {"title": as_typed(proposal.title)}, context=context, reply_to=reply_to)
