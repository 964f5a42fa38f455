"""Arguing and voting on an idea, and proposing one: by anybody with an address, and by who came by their own link."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from accounts.clients import client_address
from accounts.refusal import Refused
from participation.actions import contributing
from participation.forms.arguing import (
    GuestIdeaForm,
    GuestMarkForm,
    GuestPointForm,
    GuestVoteForm,
    IdeaProposalForm,
    PointForm,
)
from participation.ideas_page import points_context
from participation.limits import TooMany
from participation.models import Board, ContributionState, Idea, IdeaVote, Point, PointMark
from participation.models.contributors import PURPOSE
from participation.views.contributions import UNKNOWN, answer_to, answer_to_holder, find
from registrations.views.holders import for_holder_of, without_session
from registrations.views.sign_up import SeeOther

FOLDER = "participation/ideas"
DONE = ("said", "held", "voted", "marked", "taken_back")
YES_OR_NO = {"yes": True, "no": False}


def _idea(slug):
    """The public idea, or 404."""
    return get_object_or_404(Idea.objects.public().select_related("board__organisation", "counts"), slug=slug)


def _point(idea, number):
    point = get_object_or_404(idea.points.shown(), pk=number)
    point.idea = idea
    return point


def _board(slug):
    return get_object_or_404(Board.objects.public().select_related("organisation"), slug=slug)


def _data(request):
    return request.POST if request.method == "POST" else None


@without_session
def argue(request, slug, now):
    idea = _idea(slug)
    form = GuestPointForm(_data(request), initial={"side": request.GET.get("side", "")})
    return _answer(request, now, idea, form, "argue", lambda: form.row(idea))


@without_session
def vote(request, slug, now):
    idea = _idea(slug)
    form = GuestVoteForm(_data(request), initial={"is_for": request.GET.get("is_for", "")})
    return _answer(request, now, idea, form, "vote", lambda: form.row(idea))


@without_session
def mark(request, slug, number, now):
    """Whether a point is helpful."""
    idea = _idea(slug)
    point = _point(idea, number)
    form = GuestMarkForm(_data(request), initial={"is_helpful": request.GET.get("is_helpful", "")})
    return _answer(request, now, idea, form, "mark", lambda: form.row(point), point=point)


def _answer(request, now, idea, form, what, make_row, **context):
    return answer_to(
        request=request, form=form, now=now, template=f"{FOLDER}/{what}.html", make_row=make_row,
        context={"idea": idea, "board": idea.board, "is_open": idea.takes_points, **context},
    )  # fmt: skip


@without_session
def propose(request, slug, now):
    board = _board(slug)
    form = GuestIdeaForm(_data(request), board=board)
    return answer_to(
        request=request, form=form, now=now, template=f"{FOLDER}/propose.html", context={"board": board},
        make_row=lambda: form.row(get_language()),
    )  # fmt: skip


@for_holder_of(PURPOSE, find, page="contributor", unknown=UNKNOWN)
def propose_as(request, contributor, now, slug):
    board = _board(slug)
    form = IdeaProposalForm(_data(request), board=board, initial={"name": contributor.name})
    return answer_to_holder(
        request=request, contributor=contributor, form=form, now=now, template=f"{FOLDER}/propose.html",
        context={"board": board}, make_row=lambda: form.row(get_language()),
    )  # fmt: skip


@for_holder_of(PURPOSE, find, page="contributor", unknown=UNKNOWN)
def idea_as(request, contributor, now, slug):
    """All that one can do with an idea, without another mail: vote, mark points, argue."""
    idea, form, status = _idea(slug), None, 200
    if request.method == "POST":
        form = PointForm(request.POST) if request.POST.get("do") == "argue" else None
        if form is None or form.is_valid():
            try:
                return _back(contributor, idea, _act(request, contributor, idea, form, now))
            except Refused as refusal:
                status = 429 if isinstance(refusal, TooMany) else 409
                form = form or PointForm(initial={"name": contributor.name})
                form.refusal = refusal
        else:
            status = 422
    form = form or PointForm(initial={"name": contributor.name})
    return render(request, f"{FOLDER}/as.html", _context(request, contributor, idea, form), status=status)


def _act(request, contributor, idea, form, now):
    """Do what was asked; the word for it. Raises Refused, and Http404 for what there is no button for."""
    if form is not None:
        row = _say(request, contributor, form.row(idea), now)
        return "held" if row.state == ContributionState.HELD else "said"
    wanted, _, value = request.POST.get("do", "").partition(":")
    if wanted == "vote" and value in YES_OR_NO:
        _say(request, contributor, IdeaVote(idea=idea, is_for=YES_OR_NO[value]), now)
        return "voted"
    if wanted == "mark" and value in YES_OR_NO:
        point = _point(idea, _number(request.POST.get("point", "")))
        _say(request, contributor, PointMark(point=point, is_helpful=YES_OR_NO[value]), now)
        return "marked"
    if wanted == "no-vote":
        own = IdeaVote.objects.shown().filter(idea=idea, contributor=contributor).first()
        if own is not None:
            contributing.withdraw(contributor=contributor, row=own, now=now)
        return "taken_back"
    raise Http404


def _say(request, contributor, row, now):
    return contributing.say_as(contributor=contributor, row=row, client=client_address(request), now=now)


def _number(typed):
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 16):
        raise Http404
    return int(typed)


def _context(request, contributor, idea, form):
    votes = IdeaVote.objects.shown().filter(idea=idea, contributor=contributor)
    marks = PointMark.objects.shown().filter(point__idea=idea, contributor=contributor)
    own = Point.objects.filter(idea=idea, contributor=contributor).values_list("pk", flat=True)
    done, points = request.GET.get("done"), points_context(idea, request.GET)
    marked = dict(marks.values_list("point", "is_helpful"))
    for point in (point for side in points["sides"] for point in side.shown):
        point.my_mark = marked.get(point.pk)
    return points | {
        "contributor": contributor,
        "idea": idea,
        "board": idea.board,
        "is_open": idea.takes_points,
        "form": form,
        "refusal": getattr(form, "refusal", None),
        "vote": votes.first(),
        "own": set(own),
        "done": done if done in DONE else "",
    }


def _back(contributor, idea, done):
    return SeeOther(f"{reverse('idea_as', args=[contributor.token, idea.slug])}?done={done}")
