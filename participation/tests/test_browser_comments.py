"""In a real browser: a guest comments and confirms, moderators decide, a reader reports, the organisation answers."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from civicevents.testing import make_comment, make_contributor, make_member, make_published
from civicevents.testing_browser import PHONE, accessibility_faults, accessibility_faults_everywhere, sign_in
from outbox.mails import render
from outbox.models import Message
from participation.models import Comment, CommentSettings, Decision, Report

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event():
    start = timezone.now() - dt.timedelta(hours=3)
    event = make_published(starts_at=start, publish_at=start - dt.timedelta(days=9), contact_email="team@example.org")
    CommentSettings.objects.create(event=event, takes_comments=True, introduction="Was bleibt?")
    return type(event).objects.get(pk=event.pk)


def no_scripts(page):
    """The portal works without JavaScript."""
    page.route(re.compile(r"\.js$"), lambda route: route.abort())


def test_a_comment_from_the_form_to_the_answer(page, event):
    no_scripts(page)
    page.set_viewport_size(PHONE)
    page.goto(event.get_absolute_url())
    page.click("main a:has-text('Kommentar schreiben')")
    page.click("main button.btn--primary")
    page.wait_for_selector("text=Schreiben Sie Ihren Kommentar.")
    assert accessibility_faults(page) == []
    page.fill("[name=text]", "Wir pflegen das seit drei Jahren.")
    page.fill("[name=name]", "Anna Muster")
    page.fill("[name=email]", "anna@example.org")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("main button.btn--primary")
    page.wait_for_url("**/contributions/sent/")

    mail = render(Message.objects.get(kind="participation.contribution_asked"), now=timezone.now())
    page.goto(re.search(r"https?://\S+/contributions/\S+", mail.text)[0])
    assert accessibility_faults(page) == []
    page.click("text=Ja, das habe ich geschrieben")
    page.wait_for_selector("text=sobald die Moderation es angesehen hat")
    assert accessibility_faults(page) == []

    sign_in(page, make_member(name="Mona Moderatorin"))
    page.goto("/admin/")
    page.click("text=Ein Beitrag wartet auf Sie")
    assert accessibility_faults(page) == []
    page.click("button:has-text('Freigeben')")
    page.wait_for_selector("text=Nichts wartet.")
    assert accessibility_faults(page) == []

    page.goto(event.get_absolute_url())
    assert "Anna Muster" in page.inner_text(".comments")
    page.click(".comment a:has-text('Melden')")
    page.fill("[name=reason]", "Das ist Werbung.")
    assert accessibility_faults(page) == []
    page.click("main button.btn--primary")
    page.wait_for_url("**/reports/sent/")
    page.goto(reverse("admin:participation_decision_changelist"))
    assert "Das ist Werbung." in page.inner_text("main")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("button:has-text('Stehen lassen')")
    page.wait_for_selector("text=Nichts wartet.")
    assert [row.what for row in Decision.objects.all()] == ["kept", "approved"]

    page.goto(reverse("admin:participation_eventcomments_answers", args=[event.pk]))
    page.click("summary:has-text('Antwort')")
    page.fill(".entry__answer textarea", "Danke, das nehmen wir auf.")
    assert accessibility_faults(page) == []
    page.click(".entry__answer button")
    page.wait_for_selector("text=Die Antwort steht unter dem Kommentar.")
    page.goto(reverse("admin:participation_decision_history"))
    assert accessibility_faults(page) == []
    page.goto(event.get_absolute_url())
    assert "Danke, das nehmen wir auf." in page.inner_text(".comment__answer")


def test_every_state_is_accessible_in_both_languages_and_schemes(page, event):
    person = make_contributor(name="Levi")
    shown = make_comment(
        event, shown_name="Levi", contributor=person, answer="Gern!", answered_at=timezone.now(),
        answered_by=event.organisation,
    )  # fmt: skip
    for state in ("unconfirmed", "held", "removed"):
        make_comment(event, f"Text: {state}", state=state, reason="Werbung.", contributor=person)
    Report.objects.create(kind="comment", object_id=shown.pk, reason="Falsch.", at=timezone.now())
    sign_in(page, make_member())
    pages = [
        event.get_absolute_url(),
        reverse("comments", args=[event.slug]),
        reverse("comment", args=[event.slug]),
        reverse("contributor", args=[person.token]),
        reverse("report", args=["comment", shown.pk]),
    ]
    for path in pages:
        assert accessibility_faults_everywhere(page, path) == []
    for name in ("changelist", "removed"):
        page.goto(reverse(f"admin:participation_decision_{name}"))
        assert accessibility_faults(page) == []
    assert Comment.objects.count() == 4
