"""The moderators' desk: all questions of an event by what to do with them, and the taps on them.

The same for moderators, on their stage page, and for organisers, in the admin.
"""

from django.utils.translation import gettext as _

from accounts.refusal import Refused
from participation.actions import answer_in_writing, merge, move, separate
from participation.lists import questions_of, with_what_is_shown
from participation.models import AudienceQuestion, QuestionSettings, QuestionState
from participation.wall import Wall


def desk_context(event, now):
    """Everything in its pile."""
    settings, listed = QuestionSettings.of(event), questions_of(event)
    hidden = (QuestionState.HELD, QuestionState.HIDDEN)
    others = list(event.audience_questions.filter(state__in=hidden).order_by("asked_at", "pk"))
    with_what_is_shown(others, event)
    return {
        "event": event,
        "now": now,
        "settings": settings,
        "questions": listed,
        "held": [row for row in others if row.state == QuestionState.HELD],
        "hidden": [row for row in others if row.state == QuestionState.HIDDEN],
        "is_open": settings.is_open(now),
        "closes_at": settings.closes_at.astimezone(event.zone),
        "wall": Wall(event),
    }


def question_at(event, typed):
    """The question that a number in an address or a form names, with what is shown of it; None if there is none."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 16):
        return None
    found = list(AudienceQuestion.objects.filter(event=event, pk=int(typed)).select_related("merged_into"))
    return next(iter(with_what_is_shown(found, event)), None)


def candidates_for(question):
    """The questions that one may be joined with."""
    others = question.event.audience_questions.listed().in_order().exclude(pk=question.pk)
    return list(others) if question.state in ("held", "shown", "shortlisted") else []


def act(event, posted, now):
    """What a form of the desk asks for. Returns the question; raises Refused with the sentence for the moderator."""
    question = question_at(event, posted.get("question", ""))
    if question is None:
        raise Refused(_("This question is not there any more."))
    verb = posted.get("do", "")
    if verb == "merge":
        into = question_at(event, posted.get("into", ""))
        if into is None:
            raise Refused(_("Choose the question to join it with."))
        return merge(question=question, into=into, seen=posted.get("seen", ""), now=now)
    if verb == "separate":
        return separate(question=question, now=now)
    if verb == "answer":
        answer, before = posted.get("answer", ""), posted.get("before", "")
        return answer_in_writing(question=question, answer=answer, before=before, now=now)
    to, on_now = posted.get("to", ""), posted.get("on_now", "")
    if to not in QuestionState.values:
        raise Refused(_("That does not work with this question."))
    return move(
        question=question,
        to=to,
        seen=posted.get("seen", ""),
        reason=posted.get("reason", ""),
        on_now=int(on_now) if on_now.isascii() and on_now.isdecimal() and len(on_now) < 16 else None,
        now=now,
    )
