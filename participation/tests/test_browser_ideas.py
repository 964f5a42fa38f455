"""In a real browser: arguing for and against as a guest, comparing versions, a change of state and its mails; axe."""

import pytest
from django.urls import reverse
from django.utils import timezone

from civicevents.testing import make_board, make_contributor, make_idea, make_member, make_past, make_point
from civicevents.testing_browser import DESKTOP, PHONE, accessibility_faults, accessibility_faults_everywhere, sign_in
from outbox.mails import render
from outbox.models import Message
from participation.actions import following
from participation.actions.ideas import change_state, keep_version
from participation.models import (
    BoardQuestion,
    Contributor,
    Idea,
    IdeaAnswer,
    Milestone,
    OpeningTime,
    Origin,
    Point,
    Resource,
    Stage,
)

pytestmark = pytest.mark.django_db(transaction=True)


def full_idea():
    now = timezone.now()
    idea = make_idea(
        slug="laden", place="Ein Laden", people="Ehrenamt\nVerwaltung", legal_forms="e. V.", runs_months=60,
        option_months=60, shown_name="Abend", shown_at=now,
    )  # fmt: skip
    question = BoardQuestion.objects.create(board=idea.board, name="Die Herausforderung", text="Was ist das Problem?")
    IdeaAnswer.objects.create(idea=idea, question=question, text="Niemand trifft sich.")
    OpeningTime.objects.create(idea=idea, opens="08:00", closes="22:00")
    Resource.objects.create(idea=idea, amount=6, purpose="Bund")
    Resource.objects.create(idea=idea, amount=2, purpose="Orga", is_part=True, position=1)
    Origin.objects.create(idea=idea, event=make_past())
    keep_version(idea=idea, by=None, now=now)
    Milestone.objects.create(idea=idea, title="Ausprobieren", points="suchen\nfinden", state="under_way")
    Idea.objects.filter(pk=idea.pk).update(summary="Ein heller Raum mit Strom.")
    keep_version(idea=Idea.objects.get(pk=idea.pk), by=None, now=now)
    change_state(idea=idea, to=Stage.DISCUSSED, seen=Stage.PROPOSED, explanation="Los.", by=None, now=now)
    make_point(idea, url="https://example.org/", shown_name="Levi", helpful=3, unhelpful=1)
    return Idea.objects.get(pk=idea.pk)


def test_a_guest_argues_for_and_against(page):
    idea = full_idea()
    page.set_viewport_size(PHONE)
    for side, text in (("Etwas dafür sagen", "Man sieht es im Vorbeigehen."), ("Etwas dagegen sagen", "Wer zahlt?")):
        page.goto(idea.get_absolute_url())
        page.click(f"text={side}")
        page.fill("[name=text]", text)
        page.click("main .btn--primary")
        page.wait_for_selector("[aria-invalid=true]")
        assert accessibility_faults(page) == []
        page.fill("[name=email]", "anna@example.org")
        page.click("main .btn--primary")
        page.wait_for_url("**/contributions/sent/")
    page.goto(reverse("contributor", args=[Contributor.objects.get().token]))
    page.click("text=Das alles habe ich geschrieben")
    page.wait_for_url("**done=*")
    page.goto(idea.get_absolute_url())
    shown = page.inner_text(".points")
    assert "Man sieht es im Vorbeigehen." in shown and "Wer zahlt?" in shown
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_votes_and_marks_by_ones_own_link(page):
    idea, anna = full_idea(), make_contributor(name="Anna")
    page.set_viewport_size(DESKTOP)
    page.goto(reverse("idea_as", args=[anna.token, idea.slug]))
    assert accessibility_faults(page) == []
    page.click("button:has-text('Ich bin dafür')")
    page.wait_for_selector("text=Ihre Stimme zählt.")
    page.click(".point__do button:has-text('Hilfreich') >> nth=0")
    page.wait_for_selector("text=Sie finden es hilfreich")
    assert accessibility_faults(page) == []
    page.fill("[name=text]", "")
    page.click("button[value=argue]")
    page.wait_for_selector("text=Schreiben Sie, was dafür oder dagegen spricht.")
    assert accessibility_faults(page) == []
    idea.refresh_from_db()
    assert idea.counts.ups == 1 and Point.objects.get().helpful == 1


def test_an_organiser_changes_the_state_and_followers_get_a_mail(page):
    idea = full_idea()
    now = timezone.now()
    found = following.ask_to_follow(email="ben@example.org", language="de", now=now, idea=idea)
    following.confirm(follow=found, now=now)
    sign_in(page, make_member())
    page.goto(reverse("admin:participation_idea_change", args=[idea.pk]))
    assert accessibility_faults(page) == []
    page.click("text=Stand ändern …")
    page.check("text=in Arbeit")
    assert accessibility_faults(page) == []
    page.fill("[name=explanation]", "Drei **Städte** machen mit.")
    page.click("button:has-text('Stand ändern')")
    page.wait_for_selector("text=Der Stand ist geändert")
    page.goto(idea.get_absolute_url())
    assert "in Arbeit" in page.inner_text(".slip")
    assert "Drei Städte machen mit." in page.inner_text(".states")
    (message,) = Message.objects.filter(kind="participation.follow_idea")
    assert message.recipient == "ben@example.org"
    assert "Drei **Städte** machen mit." in render(message, now=timezone.now()).text


def test_an_organiser_writes_an_idea_and_its_versions_are_compared(page):
    board = make_board()
    BoardQuestion.objects.create(board=board, name="Die Herausforderung")
    sign_in(page, make_member(board.organisation))
    page.goto(reverse("admin:participation_idea_add"))
    page.select_option("[name=board]", str(board.pk))
    page.fill("[name=title]", "Ein leerer Laden")
    page.click("input[name=_save]")
    page.wait_for_selector("text=Gespeichert.")
    page.select_option("[name=answers-0-question]", label="Die Herausforderung")
    page.fill("[name=answers-0-text]", "Niemand trifft sich.")
    page.click("input[name=_continue]")
    page.wait_for_selector("[name=answers-INITIAL_FORMS][value='1']", state="attached")
    page.click("button:has-text('Veröffentlichen')")
    page.wait_for_selector("text=Die Idee ist öffentlich")
    page.fill("[name=answers-0-text]", "Hier trifft sich niemand.")
    page.fill("[name=version_note]", "Genauer gesagt")
    page.click("input[name=_continue]")
    idea = Idea.objects.get()
    page.goto(idea.get_absolute_url())
    page.click("text=Fassungen vergleichen")
    page.wait_for_selector("ins")
    assert "Hier" in page.inner_text("ins >> nth=0") and "Niemand" in page.inner_text("del >> nth=0")
    assert page.locator("del").count() and "Genauer gesagt" in page.inner_text("main")
    assert accessibility_faults(page) == []


@pytest.mark.parametrize(
    "path", ["/ideas/", "/ideas/laden/", "/ideas/laden/versions/", "/boards/ideen-fuers-amt/propose/"]
)
def test_every_page_is_accessible_in_both_languages_and_schemes(page, path):
    full_idea()
    assert accessibility_faults_everywhere(page, path) == []
