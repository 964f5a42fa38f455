"""Comments under a meetup: where the organiser wants them, reported by readers, answered under the mark."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from civicevents.testing import (
    NOW,
    at,
    make_co_host,
    make_comment,
    make_event,
    make_member,
    make_organisation,
    make_past,
    make_published,
)
from events.models import Status
from participation.actions.commenting import answer
from participation.actions.copying import copy_whole
from participation.models import Attempt, Comment, CommentSettings, Report

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def make_current(**fields):
    """A meetup that was over an hour ago, whatever the date is."""
    start = timezone.now() - dt.timedelta(hours=3)
    event = make_published(starts_at=start, publish_at=start - DAY, **fields)
    CommentSettings.objects.create(event=event, takes_comments=True)
    return type(event).objects.get(pk=event.pk)


def page_of(client, event):
    return client.get(event.get_absolute_url()).content.decode()


def test_without_settings_the_page_says_nothing_of_comments(client):
    event = make_past()
    assert "Kommentar" not in page_of(client, event)
    for name in ("comment", "comments"):
        assert client.get(reverse(name, args=[event.slug])).status_code == 404


def test_comments_stand_on_the_page_in_the_order_of_writing(client):
    event = make_current()
    make_comment(event, "Zweiter.", created_at=NOW + DAY)
    make_comment(event, "Erster.", shown_name="Anna Muster")
    page = page_of(client, event)
    assert page.index("Erster.") < page.index("Zweiter.")
    assert "Anna Muster" in page
    assert reverse("comment", args=[event.slug]) in page


def test_what_is_not_public_stands_nowhere(client):
    event = make_current()
    for state in ("unconfirmed", "held"):
        make_comment(event, f"Noch nicht ({state}).", state=state, shown_at=None)
    for address in (event.get_absolute_url(), reverse("comments", args=[event.slug])):
        assert "Noch nicht" not in client.get(address).content.decode()


def test_of_what_was_removed_the_place_tells_why_and_not_what(client):
    event = make_current()
    make_comment(event, "Beleidigung.", state="removed", reason="Beleidigt jemanden.")
    make_comment(event, "Nie gezeigt.", state="removed", reason="Werbung.", shown_at=None)
    page = page_of(client, event)
    assert "wurde entfernt, weil: Beleidigt jemanden." in page
    assert "Beleidigung." not in page
    assert "Werbung" not in page


@pytest.mark.parametrize(("days", "is_open"), [(29, True), (31, False)])
def test_comments_close_days_after_the_end_and_stay(days, is_open):
    event = make_past()
    CommentSettings.objects.create(event=event, takes_comments=True)
    settings = CommentSettings.of(event)
    now = event.ends_at + days * DAY
    assert settings.is_open(now) == is_open
    assert settings.is_public(now)


def test_a_closed_form_says_so(client):
    event = make_past(starts_at=at("2020-01-10 18:00"), publish_at=at("2020-01-01 18:00"))
    make_comment(event)
    assert (
        "Hier kann man nicht mehr kommentieren." in client.get(reverse("comment", args=[event.slug])).content.decode()
    )
    answer = client.post(reverse("comment", args=[event.slug]), {"text": "Spät.", "email": "anna@example.org"})
    assert answer.status_code == 409
    assert Comment.objects.count() == 1


def test_what_stays_in_the_room_takes_no_comments(client):
    event = make_current(confidentiality="closed")
    make_comment(event, "Verraten.")
    assert "Verraten." not in page_of(client, event)
    assert client.get(reverse("comment", args=[event.slug])).status_code == 404


def test_under_the_chatham_house_rule_nobody_is_named_and_a_moderator_looks_first(client):
    event = make_current(confidentiality="chatham_house")
    CommentSettings.objects.update(needs_approval=False)
    comment = make_comment(event, "Gut.", shown_name="Anna Muster")
    page = page_of(client, event)
    assert "Gut." in page
    assert "Anna Muster" not in page
    form = client.get(reverse("comment", args=[event.slug])).content.decode()
    assert 'name="name"' not in form
    comment.refresh_from_db()
    assert comment.first_state() == "held"


def test_a_draft_and_a_withdrawn_meetup_have_no_comments(client):
    event = make_event(starts_at=NOW)
    make_comment(event)
    assert client.get(reverse("comment", args=[event.slug])).status_code == 404
    withdrawn = make_past(title="Weg", status=Status.WITHDRAWN)
    make_comment(withdrawn)
    assert client.get(reverse("comments", args=[withdrawn.slug])).status_code == 404


def test_many_comments_are_read_on_a_page_of_their_own(client):
    event = make_current()
    for number in range(32):
        make_comment(event, f"Nummer {number:02}.", created_at=NOW + number * DAY / 24)
    page = page_of(client, event)
    assert "Nummer 01." not in page
    assert "Nummer 02." in page
    assert "Nummer 00." in client.get(reverse("comments", args=[event.slug])).content.decode()


def test_without_comments_the_page_costs_no_statement_more_and_with_them_one(client, django_assert_num_queries):
    bare, full = make_past(), make_past(title="Mit Kommentaren")
    client.get(bare.get_absolute_url())
    client.get(full.get_absolute_url())
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as without:
        client.get(bare.get_absolute_url())
    for number in (1, 3):
        for _ in range(number):
            make_comment(full, answer="Danke.", answered_at=NOW, answered_by=full.organisation)
        with django_assert_num_queries(len(without) + 1):
            client.get(full.get_absolute_url())


def test_the_organisation_answers_under_its_mark(client):
    event = make_current()
    comment = make_comment(event)
    client.force_login(make_member())
    address = reverse("admin:participation_eventcomments_answers", args=[event.pk])
    typed = {"comment": comment.pk, "text": "Gern **wieder**.", "before": ""}
    assert client.post(address, typed).status_code == 302
    page = page_of(client, event)
    assert "Gern <strong>wieder</strong>." in page
    assert f"{event.organisation}</strong> <span>antwortet" in page
    again = client.post(address, typed | {"text": "Anders."})  # began before the first answer was there
    assert again.status_code == 409
    content = again.content.decode()
    assert "Anders." in content
    assert "Gern **wieder**." in content
    client.post(address, {"comment": comment.pk, "text": "", "before": "Gern **wieder**."})
    comment.refresh_from_db()
    assert (comment.answer, comment.answered_at, comment.answered_by) == ("", None, None)


def test_a_co_host_answers_in_its_own_name():
    event = make_current()
    make_co_host(event, is_joint_controller=True)
    comment, neighbour = make_comment(event), make_organisation("Nachbaramt")
    answer(comment=comment, text="Danke.", before="", organisation=neighbour, now=NOW)
    comment.refresh_from_db()
    assert comment.answered_by == neighbour


def test_a_neighbour_neither_sees_nor_answers(client):
    event = make_current()
    comment = make_comment(event)
    client.force_login(make_member(make_organisation("Nachbaramt")))
    address = reverse("admin:participation_eventcomments_answers", args=[event.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"comment": comment.pk, "text": "Hallo", "before": ""}).status_code == 404


def test_a_reader_reports_without_an_account(client):
    event = make_current()
    comment = make_comment(event)
    address = reverse("report", args=["comment", comment.pk])
    assert address in page_of(client, event)
    assert comment.text in client.get(address).content.decode()
    assert client.post(address, {"reason": " … "}).status_code == 422
    assert client.post(address, {"reason": "Das ist Werbung."}).url == "/reports/sent/"
    report = Report.objects.get()
    assert (report.kind, report.object_id, report.reason) == ("comment", comment.pk, "Das ist Werbung.")
    assert comment.text in page_of(client, event)  # a moderator decides


@pytest.mark.parametrize("path", ["comment/999999/", "user/1/", "session/1/"])
def test_what_is_not_there_cannot_be_reported(client, path):
    assert client.get(f"/reports/{path}").status_code == 404


@pytest.mark.parametrize("state", ["unconfirmed", "held", "removed"])
def test_what_is_not_public_cannot_be_read_by_way_of_reporting_it(client, state):
    comment = make_comment(make_current(), state=state, reason="x", shown_at=None)
    assert client.get(reverse("report", args=["comment", comment.pk])).status_code == 404


def test_nobody_reports_without_end(client):
    event = make_current()
    comments = [make_comment(event, f"Nummer {number}") for number in range(2)]
    addresses = [reverse("report", args=["comment", comment.pk]) for comment in comments]
    answers = [client.post(addresses[n % 2], {"reason": "Werbung"}).status_code for n in range(21)]
    assert answers == [303] * 20 + [429]
    assert Attempt.objects.filter(what="report").exclude(client="").count() == 21  # what was refused counts, too


def test_a_copy_of_an_event_takes_comments_as_it_does():
    event = make_current()
    (copy,) = copy_whole(event=event, starts=[event.starts_at + 30 * DAY])
    assert CommentSettings.objects.get(event=copy).takes_comments
