"""People who ask, for the tests of questions."""

import datetime as dt

from civicevents.testing import NOW, at, make_published, make_ticket_type, register
from participation.actions import ask, support, take_part, voice_of
from participation.models import Askers, AudienceQuestion, QuestionSettings

TONIGHT = at("2026-11-12 18:30")
HOUR = dt.timedelta(hours=1)


def take_questions(event=None, **fields):
    """An event that takes questions from everybody, from a week before until a day after."""
    event = event or make_published()
    values = {"who": Askers.EVERYONE, "opens_hours": None} | fields
    QuestionSettings.objects.update_or_create(event=event, defaults=values)
    return type(event).objects.get(pk=event.pk)


def guest(event, now=NOW):
    return take_part(event=event, client="", now=now)


def participant(event, name="Anna Muster", **fields):
    """The registration of somebody who has signed up; confirmed unless told otherwise."""
    ticket_type = event.ticket_types.first() or make_ticket_type(event, **fields)
    return register(ticket_type, name)


def asked(event, text="Wer pflegt das?", voice=None, now=NOW, **fields):
    """A question, by a guest of its own unless one is given."""
    return ask(voice=voice or guest(event, now), text=text, now=now, **fields)


def backed(question, number, now=NOW):
    """So many guests stand behind a question."""
    for _ in range(number):
        support(voice=guest(question.event, now), question=question, now=now)
    return fresh(question)


def fresh(question):
    return AudienceQuestion.objects.get(pk=question.pk)


def voice_for(registration, now=NOW):
    return voice_of(registration, now)
