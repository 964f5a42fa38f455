"""The questions on the stage page: a desk for moderators, made for a tablet; to read for everybody else on stage."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from events.models import Appearance, AppearanceRole, Status
from participation.desk import act, candidates_for, desk_context, question_at
from participation.lists import mark_of
from participation.models import QuestionSettings
from registrations.models import StagePage
from registrations.views.holders import for_holder_of
from registrations.views.sign_up import SeeOther

PAGE, PART, ONE = (f"participation/desk/{name}.html" for name in ("page", "_piles", "question"))


def find_stage(pk):
    rows = Appearance.objects.select_related(
        "speaker", "event__organisation", "event__series", "event__question_settings", "stage_page"
    )
    appearance = rows.filter(pk=pk).first()
    return StagePage.of(appearance) if appearance else None


@for_holder_of("stage", find_stage, page="stage_questions")
def stage_questions(request, page, now):
    event = page.appearance.event
    if event.status == Status.WITHDRAWN:
        return render(request, "410.html", status=410)
    moderates = page.appearance.role == AppearanceRole.MODERATOR
    frame = {
        "address": reverse("stage_questions", args=[page.token]),
        "back": reverse("stage", args=[page.token]),
        "moderates": moderates,
        "base": "participation/desk/on_stage.html",
    }
    if not QuestionSettings.of(event).takes_questions:
        return render(request, "participation/desk/none.html", frame | {"event": event}, status=404)
    if request.method == "POST" and not moderates:
        raise PermissionDenied(_("Only moderators can do that."))
    return desk_answer(request, event, now, frame)


@for_holder_of("stage", find_stage, page="stage_questions")
def stage_questions_news(request, page, now):
    frame = {"address": reverse("stage_questions", args=[page.token])}
    frame["moderates"] = page.appearance.role == AppearanceRole.MODERATOR
    return piles_answer(request, page.appearance.event, now, frame)


def desk_answer(request, event, now, frame):
    """The desk, one question of it, or what a tap led to. ``frame``: address, moderates, base, perhaps with_csrf."""
    if request.method == "POST":
        return _tapped(request, event, now, frame)
    question = question_at(event, request.GET.get("question", "")) if frame["moderates"] else None
    if question is not None:
        return _one(request, question, frame)
    context = desk_context(event, now) | frame | {"news": f"{frame['address']}news/"}
    return render(request, PAGE, context)


def piles_answer(request, event, now, frame):
    """The piles alone, for the script; 304 while nothing has changed."""
    mark = mark_of(event, frame["moderates"], QuestionSettings.of(event).is_open(now))
    if request.headers.get("If-None-Match") == mark:
        answer = HttpResponseNotModified()
    else:
        answer = render(request, PART, desk_context(event, now) | frame)
    answer.headers["ETag"] = mark
    return answer


def _tapped(request, event, now, frame):
    try:
        question = act(event, request.POST, now)
    except Refused as refusal:
        return _refused(request, event, now, frame, refusal)
    return SeeOther(f"{frame['address']}#q-{question.pk}")


def _refused(request, event, now, frame, refusal):
    """Where the tap came from, with the reason; nothing typed is lost."""
    question = question_at(event, request.POST.get("question", ""))
    if question is not None and "single" in request.POST:
        typed = {name: request.POST.get(name, "") for name in ("answer", "reason")}
        return _one(request, question, frame, refusal, typed)
    context = desk_context(event, now) | frame | {"news": f"{frame['address']}news/", "refusal": refusal}
    return render(request, PAGE, context, status=409)


def _one(request, question, frame, refusal=None, typed=None):
    typed = typed or {}
    context = frame | {
        "event": question.event,
        "settings": QuestionSettings.of(question.event),
        "question": question,
        "candidates": candidates_for(question),
        "merged": list(question.merged.all()),
        "typed_answer": typed.get("answer") or question.answer,
        "typed_reason": typed.get("reason", ""),
        "theirs": question.answer if typed.get("answer") and typed["answer"] != question.answer else "",
        "refusal": refusal,
    }
    return render(request, ONE, context, status=409 if refusal else 200)
