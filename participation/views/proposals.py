"""Proposing something for an event or a series, and the page of who did; see `registrations.views.holders`."""

from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from accounts.clients import client_address
from accounts.refusal import Refused
from events.models import Event, Series
from participation.actions import proposing
from participation.actions.erasing import erase_proposal
from participation.forms.proposals import ChangeForm, ProposeForm
from participation.models import CallForProposals, Proposal
from participation.models.proposals import PURPOSE
from participation.own_data import proposal_data
from registrations.views.holders import for_holder_of, without_session
from registrations.views.sign_up import SeeOther

UNKNOWN = "participation/proposals/unknown_link.html"
ADDRESSES = {"event": "propose", "series": "propose_for_series"}
DONE = ("changed", "withdrawn")


def find(pk):
    return Proposal.objects.select_related(*proposing.WITH).filter(pk=pk).first()


@without_session
def propose(request, now, slug, kind):
    """The form while the call is open; afterwards a page that says that it is not."""
    rows = Event.objects.published(now) if kind == "event" else Series.objects.all()
    former = rows.formerly(slug).first()
    if former is not None:
        return HttpResponsePermanentRedirect(reverse(ADDRESSES[kind], args=[former.slug]), preserve_request=True)
    call = _call(rows, kind, slug)
    is_open = call.takes_proposals(now)
    if not is_open and request.method != "POST":
        return render(request, "participation/proposals/closed.html", {"call": call})
    form = ProposeForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            proposing.propose(
                call=call, **form.cleaned_data, language=get_language(), client=client_address(request), now=now
            )
        except Refused as refusal:
            form.refuse(refusal)
            status = 429 if isinstance(refusal, proposing.TooMany) else 409
        else:
            return SeeOther(reverse("proposal_sent"))
    return render(request, "participation/proposals/form.html", {"form": form, "call": call}, status=status)


def _call(rows, kind, slug):
    found = CallForProposals.objects.select_related("event__organisation", "series__organisation")
    call = found.filter(**{f"{kind}__in": rows.filter(slug=slug)}).first()
    if call is None:
        raise Http404
    return call


@without_session
def told(request, now, what):
    return render(request, f"participation/proposals/{what}.html")


@for_holder_of(PURPOSE, find, page="proposal", unknown=UNKNOWN)
def proposal_page(request, proposal, now):
    """GET shows how it stands; POST changes it while nobody has decided."""
    initial = {name: getattr(proposal, name) for name in ChangeForm.base_fields}
    form = ChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        proposing.change(proposal=proposal, **form.cleaned_data)
        return _back(proposal, "changed")
    done, event = request.GET.get("done"), proposal.agenda_of
    context = {
        "proposal": proposal,
        "form": form,
        "done": done if done in DONE else "",
        "event": event if event and event.is_published(now) else None,
    }
    return render(request, "participation/proposals/page.html", context, status=422 if form.errors else 200)


@for_holder_of(PURPOSE, find, page="proposal", unknown=UNKNOWN)
def withdraw_page(request, proposal, now):
    if request.method != "POST":
        return render(request, "participation/proposals/withdraw.html", {"proposal": proposal})
    proposing.withdraw(proposal=proposal)
    return _back(proposal, "withdrawn")


@for_holder_of(PURPOSE, find, page="proposal", unknown=UNKNOWN)
def delete_page(request, proposal, now):
    if request.method != "POST":
        return render(request, "participation/proposals/delete.html", {"proposal": proposal})
    erase_proposal(proposal=proposal, now=now)
    return SeeOther(reverse("proposal_deleted"))


@for_holder_of(PURPOSE, find, page="proposal", unknown=UNKNOWN)
def proposal_file(request, proposal, now):
    """All that is stored, as a file (Article 15 and 20 GDPR)."""
    answer = JsonResponse(proposal_data(proposal), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="proposal.json"'
    return answer


def _back(proposal, done):
    return SeeOther(f"{reverse('proposal', args=[proposal.token])}?done={done}")
