"""Asking, supporting and withdrawing: who may, once, and what is left of it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.refusal import Refused
from civicevents.testing import NOW, at, make_appearance, make_published
from events.models import Event, Status
from participation import limits
from participation.actions import Closed, ask, forget, merge, move, support, take_back, take_part, withdraw
from participation.limits import TooMany
from participation.lists import questions_of
from participation.models import Askers, AudienceQuestion, QuestionState, Support, Voice
from participation.tests.cast import HOUR, asked, backed, fresh, guest, participant, take_questions, voice_for
from registrations.actions import cancel

pytestmark = pytest.mark.django_db


def test_a_question_is_shown_at_once_and_its_asker_is_the_first_behind_it():
    question = asked(take_questions(), "  Wer\n pflegt\tdas?  ")
    assert (question.text, question.state, question.supports) == ("Wer pflegt das?", QuestionState.SHOWN, 1)
    assert question.shown_name == "" and question.to is None


def test_each_voice_stands_behind_a_question_once():
    question = asked(take_questions())
    voice = guest(question.event)
    for _ in range(3):
        support(voice=voice, question=question, now=NOW)
    support(voice=question.voice, question=question, now=NOW)
    assert fresh(question).supports == 2 == Support.objects.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        Support.objects.create(question=question, voice=voice, at=NOW)


def test_support_is_taken_back_but_not_from_ones_own_question():
    question = backed(asked(take_questions()), 1)
    other = Support.objects.exclude(voice=question.voice).get().voice
    take_back(voice=other, question=question, now=NOW)
    take_back(voice=other, question=question, now=NOW)
    assert fresh(question).supports == 1
    with pytest.raises(Refused, match="zurück"):
        take_back(voice=question.voice, question=question, now=NOW)


def test_most_supported_come_first_then_who_asked_earlier():
    event = take_questions()
    late, early = asked(event, "B?", now=NOW + HOUR), asked(event, "A?", now=NOW)
    favourite = backed(asked(event, "C?", now=NOW + 2 * HOUR), 2)
    assert questions_of(event).waiting == [favourite, early, late]


@pytest.mark.parametrize(
    ("shown_as", "name", "shown"),
    [("none", "Ada King Lovelace", ""), ("first", "Ada King Lovelace", "Ada"), ("full", " Ada  L.", "Ada L.")],
)  # fmt: skip
def test_nothing_but_the_name_as_it_is_to_be_shown_stays_with_the_question(shown_as, name, shown):
    question = asked(take_questions(), shown_as=shown_as, name=name)
    assert question.shown_name == shown


def test_participants_are_shown_as_they_signed_up_whatever_they_type():
    event = take_questions()
    voice = voice_for(participant(event, "Anna Muster"))
    assert ask(voice=voice, text="Wann?", shown_as="full", name="Chef", now=NOW).shown_name == "Anna Muster"


@pytest.mark.parametrize("fields", [{"confidentiality": "chatham_house"}, {"confidentiality": "closed"}, {}])
def test_no_name_is_even_stored_where_none_may_be_shown(fields):
    event = take_questions(make_published(**fields), names_allowed=bool(fields))
    voice = voice_for(participant(event))
    assert ask(voice=voice, text="Wann?", shown_as="full", now=NOW).shown_name == ""


def test_a_person_of_the_event_can_be_asked_and_nobody_else():
    event = take_questions()
    adriana, stranger = make_appearance(event), make_appearance(make_published())
    assert asked(event, to=adriana).to == adriana
    with pytest.raises(Refused, match="Bühne"):
        asked(event, to=stranger)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [("2026-11-11 17:59", False), ("2026-11-11 18:00", True), ("2026-11-12 21:59", True), ("2026-11-12 22:00", False)],
)
def test_questions_are_open_from_the_chosen_hour_until_the_chosen_one(moment, is_open):
    event = take_questions(opens_hours=24, closes_hours=2)
    if is_open:
        assert guest(event, at(moment))
    else:
        with pytest.raises(Closed):
            guest(event, at(moment))


def test_the_hours_follow_an_event_that_moves():
    event = take_questions(opens_hours=24)
    Event.objects.update(starts_at=at("2026-11-20 18:00"), ends_at=at("2026-11-20 20:00"))
    with pytest.raises(Closed, match="noch nicht"):
        guest(Event.objects.get(pk=event.pk), at("2026-11-12 18:30"))


@pytest.mark.parametrize("status", [Status.DRAFT, Status.POSTPONED, Status.CANCELLED, Status.WITHDRAWN])
def test_nothing_is_taken_for_an_event_that_does_not_take_place(status):
    question = asked(take_questions())
    voice = guest(question.event)
    Event.objects.update(status=status)
    event, voice = Event.objects.get(), Voice.objects.get(pk=voice.pk)
    for refused in (lambda: guest(event), lambda: asked(event, voice=voice),
                    lambda: support(voice=voice, question=question, now=NOW)):  # fmt: skip
        with pytest.raises(Closed):
            refused()


def test_without_settings_an_event_takes_no_questions():
    with pytest.raises(Closed):
        guest(make_published())


@pytest.mark.parametrize("fields", [{"who": Askers.REGISTERED}, {"confidentiality": "closed"}])
def test_where_only_participants_ask_guests_do_not_and_neither_do_those_without_a_seat(fields):
    settings = {name: value for name, value in fields.items() if name == "who"}
    event = {name: value for name, value in fields.items() if name != "who"}
    event = take_questions(make_published(**event), **settings)
    with pytest.raises(Closed):
        guest(event)
    anna, ben = participant(event, "Anna", capacity=1), participant(event, "Ben")
    question = asked(event, voice=voice_for(anna))
    for refused in (lambda: asked(event, "Und ich?", voice=voice_for(ben)),
                    lambda: support(voice=voice_for(ben), question=question, now=NOW)):  # fmt: skip
        with pytest.raises(Closed):
            refused()
    cancel(registration=anna, now=NOW)
    with pytest.raises(Closed):
        asked(event, "Noch etwas?", voice=Voice.objects.get(registration=anna))


def test_a_double_click_asks_once():
    event = take_questions()
    voice = guest(event)
    assert asked(event, voice=voice) == asked(event, voice=voice, text="Wer  pflegt das?")


def test_one_voice_asks_five_questions_a_minute_and_twenty_in_all():
    event = take_questions()
    voice = guest(event)
    for number in range(20):
        asked(event, f"Frage {number}?", voice=voice, now=NOW + dt.timedelta(minutes=number // 5 * 2))
    with pytest.raises(Refused, match="Minute"):
        asked(event, "Frage 20?", voice=voice, now=NOW + dt.timedelta(minutes=6))
    with pytest.raises(Refused, match="sehr viele"):
        asked(event, "Frage 20?", voice=voice, now=NOW + dt.timedelta(hours=2))


def test_three_hundred_people_behind_one_address_get_through(monkeypatch):
    event = take_questions()
    voices = [take_part(event=event, client="198.51.100.7", now=NOW) for _ in range(300)]
    questions = [ask(voice=v, text=f"Frage {v.pk}?", now=NOW, client="198.51.100.7") for v in voices]
    assert {question.state for question in questions} == {QuestionState.SHOWN}


def test_a_flood_from_one_address_waits_for_a_moderator_and_a_larger_one_for_minutes(monkeypatch):
    monkeypatch.setattr(limits, "LOOKED_AT", 2)
    monkeypatch.setattr(limits, "PER_CLIENT", 6)
    event = take_questions()
    voices = [take_part(event=event, client="198.51.100.7", now=NOW) for _ in range(3)]
    states = [ask(voice=v, text="Wer?", now=NOW, client="198.51.100.7").state for v in voices]
    assert states == ["shown", "shown", "held"]
    with pytest.raises(TooMany):
        ask(voice=voices[0], text="Und?", now=NOW, client="198.51.100.7")
    assert ask(voice=guest(event), text="Andere?", now=NOW, client="198.51.100.8").state == "shown"
    assert ask(voice=voices[0], text="Und?", now=NOW + HOUR, client="198.51.100.7").state == "shown"


@pytest.mark.parametrize("limit", ["PER_EVENT", "OVER_ALL"])
def test_event_and_portal_have_limits_of_their_own(monkeypatch, limit):
    monkeypatch.setattr(limits, limit, 2)
    event = take_questions()
    for _ in range(2):
        guest(event)
    with pytest.raises(TooMany):
        guest(event)


def test_a_withdrawn_question_vanishes_with_all_support():
    question = backed(asked(take_questions()), 3)
    withdraw(voice=question.voice, question=question, now=NOW)
    assert not AudienceQuestion.objects.exists() and not Support.objects.exists()
    with pytest.raises(Refused):
        withdraw(voice=question.voice, question=question, now=NOW)


def test_nobody_withdraws_what_others_asked():
    question = asked(take_questions())
    with pytest.raises(Refused):
        withdraw(voice=guest(question.event), question=question, now=NOW)
    with pytest.raises(Refused):
        withdraw(voice=guest(take_questions(make_published())), question=question, now=NOW)
    assert fresh(question)


def test_an_answered_question_stays_without_a_trace_of_its_asker():
    question = backed(asked(take_questions(), shown_as="full", name="Ada Lovelace"), 2)
    voice = question.voice
    move(question=question, to="answered", seen="shown", now=NOW)
    withdraw(voice=voice, question=question, now=NOW)
    left = fresh(question)
    assert (left.voice, left.shown_name, left.supports) == (None, "", 3)
    assert not Support.objects.filter(voice=voice).exists()


def test_what_was_joined_goes_on_without_a_withdrawn_question():
    event = take_questions()
    head, second, third = (asked(event, f"{word}?") for word in ("Wer", "Wer denn", "Wer sonst"))
    backed(head, 2)
    for question in (second, third):
        merge(question=question, into=head, seen="shown", now=NOW)
    move(question=head, to="on_now", seen="shown", now=NOW)
    assert fresh(head).supports == 5
    withdraw(voice=head.voice, question=head, now=NOW)
    assert fresh(second).state == "on_now" and fresh(third).merged_into == second
    assert fresh(second).supports == 4


def test_who_goes_takes_everything_along():
    event = take_questions()
    voice, other = guest(event), asked(event, "Bleibt?")
    asked(event, "Geht?", voice=voice)
    support(voice=voice, question=other, now=NOW)
    forget(voice=voice, now=NOW)
    assert list(AudienceQuestion.objects.values_list("text", "supports")) == [("Bleibt?", 1)]
    assert not Voice.objects.filter(pk=voice.pk).exists()
