"""The page of somebody who says something under an address: what waits for them, all that they said, its end.

The link in the mail is the only authority, see `registrations.views.holders`. GET shows, POST acts.
"""

from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from accounts.clients import client_address
from accounts.refusal import Refused
from participation.actions import contributing, forgetting
from participation.contributions import row_of, said_by
from participation.forms.contributions import NameForm
from participation.limits import TooMany
from participation.models import ContributionState, Contributor
from participation.models.contributors import PURPOSE
from participation.own_data import contributor_data
from registrations.forms import LinksForm
from registrations.views.holders import for_holder_of, without_session
from registrations.views.sign_up import SeeOther

FOLDER = "participation/contributions"
UNKNOWN = f"{FOLDER}/unknown_link.html"
DONE = ("confirmed", "held", "said", "withdrawn", "renamed")


def find(pk):
    return Contributor.objects.filter(pk=pk).first()


def answer_to(*, request, form, now, template, context, make_row):
    """What every form with an address does: store what was typed, lead to the page that says "look into your mail".

    ``make_row`` gives the unsaved contribution of the valid form. For ways that store more than the row, see
    `contributing.say`.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            contributing.say(
                row=make_row(),
                email=form.cleaned_data["email"],
                language=get_language(),
                client=client_address(request),
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 429 if isinstance(refusal, TooMany) else 409
        else:
            return SeeOther(reverse("contribution_sent"))
    return render(request, template, context | {"form": form}, status=422 if form.errors and status == 200 else status)


def answer_to_holder(*, request, contributor, form, now, template, context, make_row):
    """The same for somebody who came by their own link: it is there at once."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = contributing.say_as(contributor=contributor, row=make_row(), client=client_address(request), now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 429 if isinstance(refusal, TooMany) else 409
        else:
            return back(contributor, "held" if row.state == ContributionState.HELD else "said")
    context = context | {"form": form, "contributor": contributor}
    return render(request, template, context, status=422 if form.errors and status == 200 else status)


def back(contributor, done):
    return SeeOther(f"{reverse('contributor', args=[contributor.token])}?done={done}")


@without_session
def lost_link(request, now):
    """Asks for an address and mails its link there; the answer is the same for every address."""
    form = LinksForm(request.POST if request.method == "POST" else None)
    form.fields["email"].help_text = ""
    if request.method == "POST" and form.is_valid():
        contributing.send_link(
            email=form.cleaned_data["email"], language=get_language(), client=client_address(request), now=now
        )
        return SeeOther(reverse("contribution_link_sent"))
    return render(request, f"{FOLDER}/lost_link.html", {"form": form}, status=422 if form.errors else 200)


@without_session
def told(request, now, what):
    """Pages that only say what was done; they are the same for everybody."""
    return render(request, f"{FOLDER}/{what}.html")


@for_holder_of(PURPOSE, find, page="contributor", unknown=UNKNOWN)
def own_page(request, contributor, now):
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    rows = [row for row in (row_of(contributor, what) for what in request.POST.getlist("what")[:50]) if row]
    if wanted == "confirm":
        confirmed = contributing.confirm(contributor=contributor, rows=rows, now=now)
        is_held = any(row.state == ContributionState.HELD for row in confirmed)
        return back(contributor, "held" if is_held else "confirmed")
    if wanted == "withdraw":
        for row in rows:
            contributing.withdraw(contributor=contributor, row=row, now=now)
        return back(contributor, "withdrawn")
    form = NameForm(request.POST if wanted == "rename" else None, initial={"name": contributor.name})
    if wanted == "rename" and form.is_valid():
        contributing.rename(contributor=contributor, name=form.cleaned_data["name"], now=now)
        return back(contributor, "renamed")
    return _page(request, contributor, form)


@for_holder_of(PURPOSE, find, page="contributor", unknown=UNKNOWN)
def delete_page(request, contributor, now):
    if request.method != "POST":
        return render(request, f"{FOLDER}/delete.html", {"contributor": contributor})
    forgetting.erase(contributor=contributor, now=now)
    return SeeOther(reverse("contributor_deleted"))


@for_holder_of(PURPOSE, find, page="contributor", unknown=UNKNOWN)
def own_file(request, contributor, now):
    """All that is stored, as a file (Article 15 and 20 GDPR)."""
    answer = JsonResponse(contributor_data(contributor), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="contributions.json"'
    return answer


def _page(request, contributor, form):
    waiting, said = [], []
    for row in said_by(contributor):
        row.again = row.again_address(contributor)
        (waiting if row.state == ContributionState.UNCONFIRMED else said).append(row)
    done = request.GET.get("done")
    context = {
        "contributor": contributor,
        "form": form,
        "waiting": waiting,
        "said": said,
        "done": done if done in DONE else "",
    }
    return render(request, f"{FOLDER}/page.html", context, status=422 if form.errors else 200)
