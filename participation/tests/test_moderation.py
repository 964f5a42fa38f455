"""One queue for what people wrote: what waits, what was reported, one decision each, two moderators at once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from civicevents.testing import (
    NOW,
    make_board,
    make_comment,
    make_contributor,
    make_idea,
    make_member,
    make_neighbour,
    make_past,
    make_point,
    make_published,
)
from outbox.mails import Drop, render
from outbox.models import Message
from participation import moderation
from participation.actions import contributing, reporting
from participation.actions.deciding import decide, report
from participation.actions.moderating import Overtaken
from participation.models import AudienceQuestion, Board, Comment, Decision, Report
from participation.tests.cast import take_questions

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
QUEUE = "/admin/participation/decision/"


def entry_of(row):
    return moderation.find(f"{row._meta.model_name}:{row.pk}", lambda kind: kind.rows)


def reported(row, reason="Das ist Werbung.", now=NOW):
    report(entry=entry_of(row), reason=reason, now=now)
    return row


def held(event, text="Bitte freigeben.", **fields):
    return make_comment(event, text, **({"state": "held", "shown_at": None} | fields))


def decided(client, row, decision, **more):
    entry = entry_of(row)
    typed = {"what": entry.what, "seen": row.state, "last_report": entry.last_report, "decision": decision}
    return client.post(f"{QUEUE}decide/", typed | more, follow=True)


@pytest.fixture
def event():
    return make_past(contact_email="orga@example.org")


@pytest.fixture
def member(client):
    user = make_member()
    client.force_login(user)
    return user


def test_the_queue_shows_what_waits_the_longest_first_whatever_kind_it_is(client, member, event):
    held(event, "Seit einer Stunde.", state_since=NOW + HOUR)
    reported(make_comment(event, "Gemeldet."), now=NOW + 2 * HOUR)
    other = take_questions(make_published())
    AudienceQuestion.objects.create(event=other, text="Am längsten.", asked_at=NOW, state="held")
    make_comment(event, "Nichts zu tun.")
    page = client.get(QUEUE).content.decode()
    places = [page.index(text) for text in ("Am längsten.", "Seit einer Stunde.", "Gemeldet.")]
    assert places == sorted(places)
    assert "Das ist Werbung." in page
    assert "Nichts zu tun." not in page
    assert "3 Beiträge warten auf Sie" in client.get("/admin/").content.decode()


def test_approving_makes_it_public(client, member, event):
    row = held(event)
    decided(client, row, "approved")
    row.refresh_from_db()
    assert row.state == "shown"
    assert row.shown_at is not None
    decision = Decision.objects.get()
    assert (decision.what, decision.by, decision.event, decision.kind) == ("approved", member, event, "comment")


def test_removing_needs_a_reason_and_its_author_is_told(client, member, event):
    row = make_comment(event, "Unsinn.", contributor=make_contributor())
    reported(row)
    assert "Schreiben Sie, warum" in decided(client, row, "removed").content.decode()
    decided(client, row, "removed", reason="Tut nichts\nzur Sache.")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("removed", "Tut nichts zur Sache.")
    assert not Report.objects.exists()
    assert Decision.objects.get().reports == 1
    mail = render(Message.objects.get(kind="participation.contribution_removed"), now=timezone.now())
    assert "Tut nichts zur Sache." in mail.text
    assert mail.reply_to == "orga@example.org"
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Unsinn." not in page


def test_what_was_removed_can_be_restored(client, member, event):
    row = make_comment(event, "Doch gut.", state="removed", reason="Irrtum")
    assert "Doch gut." in client.get(f"{QUEUE}removed/").content.decode()
    decided(client, row, "restored", place="removed")
    row.refresh_from_db()
    assert (row.state, row.reason) == ("shown", "")


def test_a_report_may_be_without_consequence(client, member, event):
    row = reported(make_comment(event))
    decided(client, row, "kept")
    row.refresh_from_db()
    assert row.state == "shown"
    assert not Report.objects.exists()
    assert "Nichts wartet" in client.get(QUEUE).content.decode()


def test_questions_are_approved_hidden_and_restored_by_the_same_buttons(client, member):
    event = take_questions(make_published())
    question = AudienceQuestion.objects.create(event=event, text="Wer?", asked_at=NOW, state="held")
    decided(client, question, "approved")
    question.refresh_from_db()
    assert question.state == "shown"
    question.state, question.answered_at = "answered", NOW
    question.save()
    reported(question)
    decided(client, question, "removed", reason="Gehört nicht hierher.")
    question.refresh_from_db()
    assert (question.state, question.hidden_reason) == ("hidden", "Gehört nicht hierher.")
    decided(client, question, "restored")
    question.refresh_from_db()
    assert question.state == "shown"


def test_of_two_moderators_the_second_is_told(client, member, event):
    row = held(event)
    seen = entry_of(row)
    decided(client, row, "approved")
    page = decided(client, row, "removed", seen="held", reason="Nein.")
    assert "Inzwischen hat jemand anderes" in page.content.decode()
    with pytest.raises(Overtaken):
        decide(entry=seen, what="removed", seen="held", last_report=0, reason="Nein.", by=member, now=NOW)
    row.refresh_from_db()
    assert row.state == "shown"
    assert Decision.objects.count() == 1


def test_who_decides_about_reports_that_are_gone_is_told(client, member, event):
    row = reported(make_comment(event))
    seen = entry_of(row)
    decided(client, row, "kept")
    for what in ("kept", "removed"):
        with pytest.raises(Overtaken):
            decide(entry=seen, what=what, seen="shown", last_report=seen.last_report, reason="x", by=member, now=NOW)
    row.refresh_from_db()
    assert row.state == "shown"


def test_a_report_that_came_meanwhile_stays(client, member, event):
    row = reported(make_comment(event))
    seen = entry_of(row)
    reported(row, "Noch etwas.")
    decided(client, row, "kept", last_report=seen.last_report)
    assert Report.objects.get().reason == "Noch etwas."


def test_organisations_see_and_decide_their_own_only(client, event):
    row = reported(held(event), "Geheim gemeldet.")
    client.force_login(make_member(make_neighbour()))
    for place in ("", "removed/", "history/"):
        page = client.get(f"{QUEUE}{place}")
        assert page.status_code == 200
        assert "Bitte freigeben." not in page.content.decode()
    decided(client, row, "approved")
    row.refresh_from_db()
    assert row.state == "held"
    assert not Decision.objects.exists()


def test_who_may_only_look_does_not_moderate(client, event):
    row = held(event)
    client.force_login(make_member(role=Role.VIEWER))
    assert client.get(QUEUE).status_code in (403, 404)
    assert decided(client, row, "approved").status_code in (200, 403, 404)
    row.refresh_from_db()
    assert row.state == "held"


@pytest.mark.parametrize(
    "typed",
    [{}, {"decision": "approved"}, {"decision": "approved", "what": "comment:x"}, {"decision": "x", "what": "user:1"},
     {"decision": "approved", "what": "user:1"}, {"decision": "kept", "what": "comment:1", "last_report": "٣"}],
)  # fmt: skip
def test_a_made_up_decision_changes_nothing(client, member, event, typed):
    held(event)
    assert client.post(f"{QUEUE}decide/", typed).status_code == 302
    assert client.get(f"{QUEUE}decide/").status_code == 302
    assert Comment.objects.get().state == "held"


def test_the_history_says_who_decided_what(client, member, event):
    decided(client, held(event), "removed", reason="Werbung.")
    page = client.get(f"{QUEUE}history/").content.decode()
    assert "Werbung." in page
    assert str(member) in page
    assert "entfernt" in page


def test_the_queue_asks_as_many_statements_with_one_and_with_three(
    client, member, event, django_assert_num_queries, django_assert_max_num_queries
):
    held(event)
    reported(make_comment(event, "Gemeldet."))
    with django_assert_max_num_queries(25) as one:
        client.get(QUEUE)
    for number in range(2):
        other = make_past(title=f"Treffen {number}")
        held(other)
        reported(make_comment(other, "Gemeldet."))
    with django_assert_num_queries(len(one)):
        client.get(QUEUE)


def test_ideas_and_points_stand_in_the_queue_too(client, member):
    idea = make_idea()
    reported(idea, "Werbung für einen Laden.")
    point = make_point(idea, "Wartet noch.", state="held", shown_at=None)
    page = client.get(QUEUE).content.decode()
    assert idea.title in page
    assert "Werbung für einen Laden." in page
    assert "Wartet noch." in page
    decided(client, point, "approved")
    decided(client, idea, "removed", reason="Werbung.")
    point.refresh_from_db()
    idea.refresh_from_db()
    assert (point.state, idea.state) == ("shown", "removed")
    assert [row.event for row in Decision.objects.all()] == [None, None]


def test_what_is_said_to_a_hidden_idea_cannot_be_read_by_way_of_reporting_it(client):
    point = make_point(make_idea(published=False))
    assert client.get(reverse("report", args=["point", point.pk])).status_code == 404
    public = make_point(make_idea("Noch eine", board=make_board()))
    assert client.get(reverse("report", args=["point", public.pk])).status_code == 200
    Board.objects.update(is_public=False)
    for row in (public, public.idea):
        assert client.get(reverse("report", args=[row._meta.model_name, row.pk])).status_code == 404


def waiting_mails():
    return Message.objects.filter(kind="participation.moderation_waiting").order_by("pk")


def test_organisers_get_one_mail_an_hour_when_something_waits(event):
    assert reporting.tell_moderators(now=NOW) == 0
    held(event, "Erster.", state_since=NOW)
    held(event, "Zweiter.", state_since=NOW)
    assert reporting.tell_moderators(now=NOW + dt.timedelta(minutes=1)) == 1
    mail = waiting_mails().get()
    assert mail.recipient == "orga@example.org"
    text = render(mail, now=NOW).text
    assert "Erster." not in text
    assert QUEUE in text
    held(event, "Dritter.", state_since=NOW + dt.timedelta(minutes=5))
    assert reporting.tell_moderators(now=NOW + dt.timedelta(minutes=10)) == 0
    assert reporting.tell_moderators(now=NOW + dt.timedelta(minutes=62)) == 1
    assert reporting.tell_moderators(now=NOW + 5 * HOUR) == 0  # they know
    reported(make_comment(event, "Gemeldet."), now=NOW + 6 * HOUR)
    assert reporting.tell_moderators(now=NOW + 6 * HOUR) == 1


def test_when_somebody_has_looked_meanwhile_there_is_no_mail(event):
    row = held(event, state_since=NOW)
    reporting.tell_moderators(now=NOW + HOUR)
    row.delete()
    assert isinstance(render(waiting_mails().get(), now=NOW + HOUR), Drop)


def test_reports_end_with_what_they_are_about(event):
    row = reported(make_comment(event, contributor=make_contributor()))
    contributing.withdraw(contributor=row.contributor, row=row, now=NOW)
    assert not Report.objects.exists()
    row = reported(make_comment(event))
    row.delete()
    reporting.forget_outdated(now=NOW)
    assert not Report.objects.exists()
    reported(make_comment(event))
    reporting.forget_outdated(now=NOW + reporting.LONGEST)
    assert not Report.objects.exists()


def test_the_text_of_what_was_removed_goes_after_ninety_days(event):
    from participation.jobs import forget_unconfirmed

    row = make_comment(event, "Unsinn.", state="removed", reason="Werbung.", shown_name="Anna")
    forget_unconfirmed(NOW + dt.timedelta(days=89))
    row.refresh_from_db()
    assert row.text == "Unsinn."
    forget_unconfirmed(NOW + dt.timedelta(days=90))
    row.refresh_from_db()
    assert (row.text, row.shown_name, row.reason) == ("", "", "Werbung.")
