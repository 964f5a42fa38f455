"""Voices end on the day that was promised; what was public stays without anybody, and numbers with it."""

import pytest

from civicevents.testing import NOW, at, make_published
from outbox.retention import overview
from participation import limits
from participation.actions import forget, merge, move, support, withdraw
from participation.jobs import erase_due
from participation.models import Attempt, AudienceQuestion, Support, Voice
from participation.tests.cast import asked, backed, fresh, guest, participant, take_questions, voice_for
from registrations.actions import erase_now
from registrations.actions.erasing import erase_due as erase_registrations
from registrations.actions.erasing import replay
from registrations.models import Erasure
from registrations.own_data import own_data

pytestmark = pytest.mark.django_db
DAY = at("2026-12-12 01:00")  # thirty days after 12 November


def test_on_the_deletion_day_names_and_voices_go_and_questions_with_their_numbers_stay():
    event = take_questions()
    shown = backed(asked(event, "Bleibt?", shown_as="full", name="Ada Lovelace"), 2)
    joined, hidden = asked(event, "Auch?", shown_as="first", name="Ben X"), asked(event, "Weg?")
    merge(question=joined, into=shown, seen="shown", now=NOW)
    move(question=hidden, to="hidden", seen="shown", reason="Unfug", now=NOW)
    erase_due(at("2026-12-11 23:59"))
    assert Voice.objects.count() == 5
    erase_due(DAY)
    assert not Voice.objects.exists() and not Support.objects.exists()
    assert set(AudienceQuestion.objects.values_list("text", "shown_name", "voice")) == {
        ("Bleibt?", "", None),
        ("Auch?", "", None),
    }
    assert fresh(shown).supports == 4
    erase_due(DAY)
    assert fresh(shown).supports == 4


def test_a_participant_who_has_everything_deleted_leaves_nothing_but_what_was_answered():
    event = take_questions()
    anna = participant(event)
    open_one, answered = (asked(event, text, voice=voice_for(anna), shown_as="full") for text in ("Offen?", "Fertig?"))
    backed(answered, 1)
    move(question=answered, to="answered", seen="shown", now=NOW)
    erase_now(registration=anna, now=NOW)
    left = AudienceQuestion.objects.get()
    assert (left.text, left.shown_name, left.voice, left.supports) == ("Fertig?", "", None, 2)
    assert open_one != left and not Voice.objects.filter(registration__isnull=False).exists()


def test_with_the_registrations_all_voices_of_the_event_go_whichever_job_is_first():
    event = take_questions()
    asked(event, "Von Anna?", voice=voice_for(participant(event)), shown_as="full")
    asked(event, "Vom Gast?")
    erase_registrations(now=DAY)
    assert not Voice.objects.exists()
    assert set(AudienceQuestion.objects.values_list("text", "shown_name")) == {("Von Anna?", ""), ("Vom Gast?", "")}


def test_a_participants_own_data_hold_what_they_asked_and_support():
    event = take_questions()
    anna = participant(event)
    assert own_data(anna, NOW)["taking_part"] is None
    voice, other = voice_for(anna), asked(event, "Von wem?")
    asked(event, "Von mir?", voice=voice, shown_as="first")
    backed(other, 1)
    support(voice=voice, question=other, now=NOW)
    told = own_data(anna, NOW)["taking_part"]
    assert [(q["text"], q["shown_as"], q["state"]) for q in told["questions"]] == [("Von mir?", "Anna", "shown")]
    assert [row["question"] for row in told["supports"]] == ["Von wem?"]


def test_attempts_are_forgotten_after_a_day_and_overdue_voices_are_told():
    event = take_questions()
    guest(event)
    assert limits.forget_attempts(now=at("2026-11-03 11:59")) == 0
    assert limits.forget_attempts(now=at("2026-11-03 12:01")) == 1
    late = {rule.label for rule, number in overview(at("2026-12-12 02:00")) if number}
    assert "participation.Voice" in late and not Attempt.objects.exists()


def test_the_other_event_keeps_its_voices():
    old, young = take_questions(), take_questions(make_published(starts_at=at("2026-12-01 18:00")))
    asked(old)
    asked(young)
    erase_due(DAY)
    assert Voice.objects.get().event == young


def test_what_was_taken_back_does_not_return_with_a_backup():
    event = take_questions()
    gone, withdrawn, stays = (asked(event, text) for text in ("Gegangen?", "Zurückgezogen?", "Da?"))
    support(voice=gone.voice, question=stays, now=NOW)
    rows = [*Voice.objects.all(), *AudienceQuestion.objects.all(), *Support.objects.all()]
    forget(voice=gone.voice, now=NOW)
    withdraw(voice=withdrawn.voice, question=withdrawn, now=NOW)
    journal = set(Erasure.objects.values_list("fingerprint", flat=True))
    for model in (Voice, AudienceQuestion, Support):  # the backup of before
        kept = set(model.objects.values_list("pk", flat=True))
        model.objects.bulk_create([row for row in rows if type(row) is model and row.pk not in kept])
    AudienceQuestion.objects.filter(pk=stays.pk).update(supports=2)
    assert AudienceQuestion.objects.count() == 3
    assert replay(fingerprints=journal, now=NOW) == 2
    assert list(AudienceQuestion.objects.values_list("text", "supports")) == [("Da?", 1)]
    assert not Voice.objects.filter(pk=gone.voice_id).exists() and Voice.objects.count() == 2
