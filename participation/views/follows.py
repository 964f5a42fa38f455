"""Following a series, organisation, programme, idea or the whole portal by mail, and the page of who does.

The answer is the same for every address; the link in the mail is the only authority, see
`registrations.views.holders`.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from accounts.clients import client_address
from events.models import Event
from participation.actions import following
from participation.forms.follows import FollowForm, FollowIdeaForm, RhythmForm
from participation.mails.follows import RELATED, name_of
from participation.models import Follow
from participation.models.follows import KINDS, PURPOSE, followable
from registrations.views.holders import for_holder_of, without_session
from registrations.views.sign_up import SeeOther

UNKNOWN = "participation/follow/unknown_link.html"
DONE = ("confirmed", "changed")


def find(pk):
    return Follow.objects.select_related(*RELATED).filter(pk=pk).first()


@without_session
def follow(request, now):
    """The form. ``?series=SLUG`` and the like say what is followed; without it is everything."""
    what = _chosen(request.GET, now)
    kind = FollowIdeaForm if "idea" in what else FollowForm
    form = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        following.ask_to_follow(
            **form.cleaned_data, **what, language=get_language(), client=client_address(request), now=now
        )
        return SeeOther(reverse("follow_sent"))
    context = {"form": form, "followed": next(iter(what.values()), None), "kind": list(what)}
    return render(request, "participation/follow/form.html", context, status=422 if form.errors else 200)


def _chosen(parameters, now):
    """The one row that the address names, as it may be followed: a page of it must be public."""
    named = [(kind, parameters[kind]) for kind in KINDS if parameters.get(kind)]
    if not named:
        return {}
    kind, slug = named[0]
    if "\0" in slug:
        raise Http404
    return {kind: get_object_or_404(followable(kind), slug=slug)}


@without_session
def told(request, now, what):
    return render(request, f"participation/follow/{what}.html")


@for_holder_of(PURPOSE, find, page="follow_page", unknown=UNKNOWN)
def follow_page(request, follow, now):
    """GET shows how it stands; POST confirms or changes how often. Following a link confirms nothing."""
    address = reverse("follow_page", args=[follow.token])
    if request.method == "POST" and "confirm" in request.POST:
        following.confirm(follow=follow, now=now)
        return SeeOther(f"{address}?done=confirmed")
    form = RhythmForm(request.POST if request.method == "POST" else None, initial={"rhythm": follow.rhythm})
    if request.method == "POST" and form.is_valid():
        following.change_rhythm(follow=follow, rhythm=form.cleaned_data["rhythm"], now=now)
        return SeeOther(f"{address}?done=changed")
    done = request.GET.get("done")
    context = {"follow": follow, "name": name_of(follow), "form": form, "done": done if done in DONE else ""}
    nothing = follow.followed is None or follow.idea_id
    context["coming"] = Event.objects.none() if nothing else follow.events(now).upcoming(now)[:3]
    return render(request, "participation/follow/page.html", context, status=422 if form.errors else 200)


@for_holder_of(PURPOSE, find, page="follow_page", unknown=UNKNOWN)
def end_page(request, follow, now):
    """A button that ends it; mail apps post here by themselves when the reader asks them to (RFC 8058)."""
    if request.method != "POST":
        return render(request, "participation/follow/end.html", {"follow": follow, "name": name_of(follow)})
    following.end(follow=follow)
    if request.POST.get("List-Unsubscribe"):
        return HttpResponse(status=200)
    return SeeOther(reverse("follow_ended"))
