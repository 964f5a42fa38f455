"""What readers of questions see: which questions, in which order, under which names; and whether that has changed."""

import hashlib
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Max
from django.urls import reverse

from events.models import Appearance
from events.statements import composed_once
from participation.models import AudienceQuestion, Idea, Origin, QuestionSettings, QuestionState, Support
from participation.models.questions import WAITING

FORMAT = 1  # raise it when the same rows become another page
MARKS = """
    SELECT count(*) || ' ' || coalesce(sum(hashtextextended(id || ' ' || xmin || ctid::text, 0)::numeric), 0)
    FROM participation_audiencequestion WHERE event_id = %s
"""


MOST = 30  # open questions that a list shows at first: three hundred take ten times as long as all else on the page


class Questions(NamedTuple):
    """The listed questions of an event in their order; ``on_now`` is one or None.

    ``waiting`` may be the first of more: ``number_waiting`` counts all. ``newest`` is the highest id of all.
    """

    on_now: AudienceQuestion | None
    waiting: list
    answered: list
    number_waiting: int
    newest: int

    @property
    def all(self):
        return [*([self.on_now] if self.on_now else []), *self.waiting, *self.answered]

    @property
    def number(self):
        return self.number_waiting + len(self.answered) + (self.on_now is not None)

    @property
    def shortlist(self):
        return [question for question in self.waiting if question.state == QuestionState.SHORTLISTED]

    @property
    def rest(self):
        return [question for question in self.waiting if question.state != QuestionState.SHORTLISTED]


@cache
def _first_waiting(most):
    """The statement that reads the ``most`` supported of the open questions; all of them for None."""

    @composed_once
    def waiting_questions(event: int):
        return AudienceQuestion.objects.filter(event=event, state__in=WAITING).in_order()[:most]

    return waiting_questions


@composed_once
def _how_many_wait(event: int):
    waiting = AudienceQuestion.objects.filter(event=event, state__in=WAITING).order_by()
    return waiting.values("event").annotate(number=Count("pk"), newest=Max("pk")).values_list("number", "newest")


@composed_once
def _on_now_and_answered(event: int):
    return AudienceQuestion.objects.filter(event=event).listed().exclude(state__in=WAITING).in_order()


@composed_once
def _joined(event: int):
    return AudienceQuestion.objects.filter(event=event, state=QuestionState.MERGED).order_by("asked_at", "pk")


@composed_once
def _announced(event: int):
    return Appearance.objects.announced().filter(event=event).select_related("speaker")


@composed_once
def _origins(event: int):
    public = Idea.objects.public().values("pk")
    return Origin.objects.filter(event=event, question__isnull=False, idea__in=public).select_related("idea")


def ideas_from(event):
    """The ideas that the event's questions led to, by question; read once for each event object."""
    if "ideas_from" not in event.__dict__:
        event.ideas_from = {}
        for origin in _origins(event=event.pk):
            event.ideas_from.setdefault(origin.question_id, []).append(origin.idea)
    return event.ideas_from


def with_what_is_shown(questions, event):
    """These questions of the event with the person asked, as far as announced, ``joined``, what was merged into each,
    and the ideas that each led to: three queries for any number.
    """
    if not questions:
        return questions
    people = {person.pk: person for person in announced_on(event)}
    joined = {}
    for other in _joined(event=event.pk):
        joined.setdefault(other.merged_into_id, []).append(other)
    for row in questions:
        row.event = event
        AudienceQuestion.to.field.set_cached_value(row, people.get(row.to_id))
        row.joined = joined.get(row.pk, [])
        row.led_to = ideas_from(event).get(row.pk, [])
    return questions


def questions_of(event, most=None):
    """The event's questions as its readers see them, with the ``most`` supported of those that are open."""
    waiting, others = _first_waiting(most)(event=event.pk), _on_now_and_answered(event=event.pk)
    number, newest = len(waiting), max((row.pk for row in (*waiting, *others)), default=0)
    if number == most:
        ((number, newest),) = _how_many_wait(event=event.pk)
    with_what_is_shown([*waiting, *others], event)
    answered = [row for row in others if row.state == QuestionState.ANSWERED]
    return Questions(
        on_now=next((row for row in others if row.state == QuestionState.ON_NOW), None),
        waiting=waiting,
        answered=sorted(answered, key=lambda row: (row.answered_at, row.pk)),
        number_waiting=number,
        newest=newest,
    )


def list_context(event, now, most=MOST):
    """The context of every list of questions."""
    settings = QuestionSettings.of(event)
    is_open = settings.is_open(now)
    return {
        "event": event,
        "now": now,
        "settings": settings,
        "questions": questions_of(event, most),
        "is_open": is_open,
        "opens_at": settings.opens_at.astimezone(event.zone) if settings.takes_questions and event.publish_at else None,
        "closes_at": settings.closes_at.astimezone(event.zone),
        "opens_later": settings.takes_questions and not is_open and bool(event.publish_at) and now < settings.opens_at,
        "list_address": reverse("questions", args=[event.slug]) if settings.is_public(now) else "",
    }


def voice_context(voice, event, now, most=MOST):
    """The same for somebody who takes part: with what they support and all that they have asked."""
    if voice is None:
        return list_context(event, now, most) | {"own": [], "supported": set(), "own_ids": set()}
    own = with_what_is_shown(_asked_by(voice=voice.pk), event)
    return list_context(event, now, most) | {
        "own": own,
        "own_ids": {question.merged_into_id or question.pk for question in own},
        "supported": {merged_into or question for question, merged_into in _supported_by(voice=voice.pk)},
    }


@composed_once
def _asked_by(voice: int):
    own = AudienceQuestion.objects.filter(voice=voice).order_by("-asked_at", "-pk")
    return own.select_related("merged_into")


@composed_once
def _supported_by(voice: int):
    return Support.objects.filter(voice=voice).values_list("question", "question__merged_into")


def announced_on(event):
    """The appearances that may be named; read once for each event object."""
    if "announced_on" not in event.__dict__:
        event.announced_on = _announced(event=event.pk)
    return event.announced_on


def people_to_ask(event):
    """Who is announced to be on stage, each person once."""
    people = {}
    for appearance in announced_on(event):
        people.setdefault(appearance.speaker_id, appearance)
    return list(people.values())


def mark_of(event, *about):
    """A weak ETag of all questions of an event: any edit, whatever wrote it, gives another (see events.feeds)."""
    with connection.cursor() as cursor:
        cursor.execute(MARKS, [event.pk])
        (marks,) = cursor.fetchone()
    digest = hashlib.sha256("\0".join(map(str, (FORMAT, event.pk, marks, *about))).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def news_of(event):
    """How things stand, for scripts: the questions in their order as [id, supports, state]."""
    return {"questions": _how_they_stand(event=event.pk)}


@composed_once
def _how_they_stand(event: int):
    listed = AudienceQuestion.objects.filter(event=event).listed().in_order()
    return listed.values_list("pk", "supports", "state")
