"""Moderators: every step once, none over somebody else's."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.refusal import Refused
from civicevents.testing import NOW, make_published
from participation.actions import answer_in_writing, merge, move, separate, support
from participation.actions.moderating import WAYS, Overtaken
from participation.models import AudienceQuestion, QuestionState, Support
from participation.tests.cast import HOUR, asked, backed, fresh, guest, take_questions


@pytest.fixture
def event(db):
    return take_questions()


def test_every_state_says_where_it_leads():
    assert WAYS.keys() == set(QuestionState)


def test_a_question_goes_from_the_queue_to_its_answer(event):
    question = asked(event)
    move(question=question, to="shortlisted", seen="shown", now=NOW)
    move(question=question, to="on_now", seen="shortlisted", now=NOW)
    move(question=question, to="answered", seen="on_now", now=NOW + HOUR)
    answered = fresh(question)
    assert (answered.state, answered.on_now_at, answered.answered_at) == ("answered", NOW, NOW + HOUR)
    move(question=question, to="shortlisted", seen="answered", now=NOW)
    assert fresh(question).answered_at is None


def test_held_questions_are_seen_by_nobody_until_approved(event):
    question = asked(take_questions(event, needs_approval=True))
    assert question.state == "held" and not event.audience_questions.listed().exists()
    with pytest.raises(Refused):
        move(question=question, to="on_now", seen="held", now=NOW)
    move(question=question, to="shown", seen="held", now=NOW)
    assert event.audience_questions.listed().get() == question


def test_hiding_needs_a_reason(event):
    question = asked(event)
    with pytest.raises(Refused, match="warum"):
        move(question=question, to="hidden", seen="shown", reason="  ", now=NOW)
    move(question=question, to="hidden", seen="shown", reason="Beleidigend.", now=NOW)
    assert fresh(question).hidden_reason == "Beleidigend." and not event.audience_questions.listed().exists()
    move(question=question, to="shown", seen="hidden", now=NOW)
    assert fresh(question).hidden_reason == ""


def test_the_slower_of_two_moderators_is_told(event):
    question = asked(event)
    move(question=question, to="shortlisted", seen="shown", now=NOW)
    with pytest.raises(Overtaken, match="Merkliste"):
        move(question=question, to="hidden", seen="shown", reason="Doppelt", now=NOW)
    assert fresh(question).state == "shortlisted"


def test_putting_the_next_on_answers_the_one_that_was_seen_to_be_on(event):
    first, second, third = (asked(event, text) for text in ("A?", "B?", "C?"))
    move(question=first, to="on_now", seen="shown", now=NOW)
    move(question=second, to="on_now", seen="shown", on_now=first.pk, now=NOW + HOUR)
    assert fresh(first).state == "answered" and fresh(first).answered_at == NOW + HOUR
    with pytest.raises(Overtaken, match="andere Frage"):
        move(question=third, to="on_now", seen="shown", on_now=first.pk, now=NOW)
    with pytest.raises(Overtaken):
        move(question=third, to="on_now", seen="shown", now=NOW)
    assert fresh(second).state == "on_now" and fresh(third).state == "shown"
    with pytest.raises(IntegrityError), transaction.atomic():
        AudienceQuestion.objects.filter(pk=third.pk).update(state="on_now")


@pytest.mark.django_db(transaction=True)
def test_of_eight_moderators_who_tap_at_once_one_puts_a_question_on():
    event = take_questions()
    questions = [asked(event, f"Frage {number}?") for number in range(8)]
    results, barrier = [], threading.Barrier(8)

    def tap(question):
        barrier.wait()
        try:
            move(question=question, to="on_now", seen="shown", now=NOW)
            results.append("done")
        except Overtaken:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=tap, args=[question]) for question in questions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["done"] + ["told"] * 7
    assert event.audience_questions.filter(state="on_now").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_people_who_support_at_once_none_is_lost():
    question = asked(take_questions())
    voices = [guest(question.event) for _ in range(24)]
    barrier = threading.Barrier(8)

    def tap(share):
        barrier.wait()
        for voice in share:
            support(voice=voice, question=question, now=NOW)
        connection.close()

    threads = [threading.Thread(target=tap, args=[voices[number::8]]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fresh(question).supports == 25 == Support.objects.count()


def test_who_supports_both_counts_once_when_they_are_joined(event):
    head, other = backed(asked(event, "Wer?"), 2), backed(asked(event, "Wer denn?"), 1)
    both = guest(event)
    for question in (head, other):
        support(voice=both, question=question, now=NOW)
    merge(question=other, into=head, seen="shown", now=NOW)
    assert fresh(head).supports == 1 + 2 + 1 + 1 + 1
    assert fresh(other).state == "merged" and event.audience_questions.listed().get() == head
    support(voice=other.voice, question=other, now=NOW)
    assert fresh(head).supports == 6
    separate(question=other, now=NOW)
    assert (fresh(head).supports, fresh(other).supports, fresh(other).state) == (5, 3, "shown")


def test_what_was_joined_with_the_joined_comes_along(event):
    first, second, third = (asked(event, text) for text in ("A?", "B?", "C?"))
    merge(question=first, into=second, seen="shown", now=NOW)
    merge(question=second, into=third, seen="shown", now=NOW)
    assert {fresh(q).merged_into_id for q in (first, second)} == {third.pk} and fresh(third).supports == 3


def test_questions_join_only_what_is_listed_at_the_same_event(event):
    question, other = asked(event, "A?"), asked(event, "B?")
    move(question=other, to="hidden", seen="shown", reason="Doppelt", now=NOW)
    elsewhere = asked(take_questions(make_published()), "C?")
    for into in (other, elsewhere, question):
        with pytest.raises(Overtaken):
            merge(question=question, into=into, seen="shown", now=NOW)
    assert fresh(question).state == "shown"


def test_a_late_supporter_of_a_joined_question_stands_behind_its_head(event):
    head, other = asked(event, "Wer?"), asked(event, "Wer denn?")
    merge(question=other, into=head, seen="shown", now=NOW)
    support(voice=guest(event), question=other, now=NOW)
    assert fresh(head).supports == 3 and Support.objects.filter(question=head).count() == 2


def test_an_answer_in_writing_answers_and_two_writers_do_not_overwrite_each_other(event):
    question = asked(event)
    answer_in_writing(question=question, answer="**Wir.** <script>x</script>", before="", now=NOW)
    written = fresh(question)
    assert written.state == "answered" and written.answered_at == NOW
    assert "<strong>Wir.</strong>" in written.answer_html and "<script>" not in written.answer_html
    with pytest.raises(Overtaken):
        answer_in_writing(question=question, answer="Ihr.", before="", now=NOW)
    assert fresh(question).answer.startswith("**Wir.**")


def test_a_withdrawn_question_cannot_be_put_on(event):
    question = asked(event)
    AudienceQuestion.objects.filter(pk=question.pk).delete()
    with pytest.raises(Overtaken, match="zurückgezogen"):
        move(question=question, to="on_now", seen="shown", now=NOW)


def test_an_answered_question_takes_no_more_support(event):
    question = asked(event)
    move(question=question, to="answered", seen="shown", now=NOW)
    with pytest.raises(Refused):
        support(voice=guest(event), question=question, now=NOW)
