"""Boards, ideas, contributions and feedback in states that other tests do not show; axe, and without scripts."""

import pytest
from django.utils import timezone

from civicevents.testing import make_board, make_contributor, make_idea, make_point
from participation.actions.ideas import keep_version
from participation.models import FeedbackSettings
from participation.tests.test_browser_states import faults_of, refused
from participation.tests.test_feedback import past, people

pytestmark = pytest.mark.django_db(transaction=True)


def test_boards_and_lists_of_ideas(page):
    board = make_board(rules="Nur **öffentlich**.")
    assert faults_of(page, board.get_absolute_url()) == []
    idea = make_idea(board=board)
    assert faults_of(page, board.get_absolute_url()) == []
    assert faults_of(page, "/ideas/?q=nirgends") == []
    assert faults_of(page, f"{board.get_absolute_url()}propose/", refused(page)) == []
    type(board).objects.update(takes_proposals=False)
    assert faults_of(page, f"{board.get_absolute_url()}propose/") == []
    keep_version(idea=idea, by=None, now=timezone.now())
    assert faults_of(page, f"{idea.get_absolute_url()}versions/") == []


def test_voting_and_marking(page):
    idea = make_idea()
    point = make_point(idea, shown_name="Levi")
    for path in (f"{idea.get_absolute_url()}vote/", f"{idea.get_absolute_url()}points/{point.pk}/"):
        assert faults_of(page, path) == []
        assert faults_of(page, path, refused(page)) == []


def test_an_idea_that_was_removed(page):
    idea = make_idea()
    type(idea).objects.update(state="removed", reason="Doppelt.")
    assert faults_of(page, idea.get_absolute_url()) == []


def test_the_page_of_a_person(page):
    nobody = make_contributor(name="Levi")
    for path in (f"/contributions/{nobody.token}/", f"/contributions/{nobody.token}/delete/"):
        assert faults_of(page, path) == []
    assert faults_of(page, "/contributions/", refused(page)) == []
    for path in ("sent/", "link-sent/", "deleted/", "nothing/"):
        assert faults_of(page, f"/contributions/{path}") == []


def test_feedback_that_is_refused_and_closed(page):
    event = past(takes_guests=True)
    (anna,) = people(event, 1)
    path = f"/registrations/{anna.token}/feedback/"
    assert faults_of(page, path, refused(page)) == []
    FeedbackSettings.objects.update(is_on=False)
    for closed in (path, "/feedback/sent/", "/feedback/nothing/"):
        assert faults_of(page, closed) == []


def test_a_guest_argues_and_votes_without_javascript(chromium, live_server, settings):
    settings.BASE_URL = live_server.url
    idea = make_idea()
    person = make_contributor(name="Anna")
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="de-DE")
    page = context.new_page()
    page.goto(idea.get_absolute_url())
    page.click("text=Etwas dagegen sagen")
    page.fill("[name=text]", "Wer zahlt die Miete?")
    page.fill("[name=email]", "ben@example.org")
    page.click("main .btn--primary")
    page.wait_for_url("**/contributions/sent/")
    page.goto(f"/contributions/{person.token}/ideas/{idea.slug}/")
    page.click("button:has-text('Ich bin dafür')")
    page.wait_for_selector("text=Ihre Stimme zählt.")
    context.close()
