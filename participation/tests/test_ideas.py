"""Boards, ideas and their pages: what is public, where an idea comes from, its versions, its states and who is told."""

import datetime as dt
import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.refusal import Refused
from civicevents.testing import NOW, make_board, make_idea, make_item, make_past, make_published
from outbox.mails import Drop, render
from outbox.models import Message
from participation.actions import following
from participation.actions.ideas import Overtaken, change_state, keep_version, publish, take_back
from participation.ideas_wording import amount_words, due_words, opening_words, span_words
from participation.models import (
    AudienceQuestion,
    BoardQuestion,
    Follow,
    Idea,
    IdeaAnswer,
    Milestone,
    OpeningTime,
    Origin,
    Precision,
    QuestionSettings,
    Resource,
    Stage,
)
from participation.versions import MOST_WORDS, compare, pieces

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def page_of(client, idea):
    answer = client.get(idea.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def move(idea, to, seen=Stage.PROPOSED, explanation="Drei Städte machen mit.", now=NOW):
    return change_state(idea=idea, to=to, seen=seen, explanation=explanation, by=None, now=now)


def follow(client, idea, email="anna@example.org"):
    """By the form, confirmed by the link."""
    client.post(f"{reverse('follow')}?idea={idea.slug}", {"email": email})
    found = Follow.objects.get(email=email)
    client.post(reverse("follow_page", args=[found.token]), {"confirm": "1"})
    return found


# What is public


@pytest.mark.parametrize("hide", [{"board": {"is_public": False}}, {"idea": {"state": "held"}}])
def test_what_is_not_public_is_nowhere(client, hide):
    idea = make_idea()
    origin = make_idea("Eine andere")
    Origin.objects.create(idea=origin, other=idea)
    Origin.objects.create(idea=idea, event=make_published(slug="treffen"))
    type(idea.board).objects.filter(pk=idea.board_id).update(**hide.get("board", {}))
    Idea.objects.filter(pk=idea.pk).update(**hide.get("idea", {}))
    for path in ("/", "/ideas/", "/events/treffen/", "/sitemap.xml", idea.organisation.get_absolute_url()):
        assert idea.title not in client.get(path).content.decode(), path
        assert idea.slug not in client.get(path).content.decode(), path
    for path in (idea.get_absolute_url(), f"{idea.get_absolute_url()}versions/", f"/follow/?idea={idea.slug}"):
        assert client.get(path).status_code in (404, 410), path
    other = client.get(origin.get_absolute_url())
    assert idea.title not in other.content.decode()


def test_nothing_points_to_ideas_where_there_is_no_public_board(client):
    make_published(slug="treffen")
    make_board(is_public=False)
    for path in ("/", "/events/treffen/", "/sitemap.xml"):
        assert "/ideas/" not in client.get(path).content.decode()


def test_home_organisation_and_sitemap_lead_to_what_is_public(client):
    idea = make_idea()
    assert idea.get_absolute_url() in client.get("/").content.decode()
    assert idea.board.get_absolute_url() in client.get(idea.organisation.get_absolute_url()).content.decode()
    xml = client.get("/sitemap.xml").content.decode()
    for path in ("/ideas/", idea.get_absolute_url(), idea.board.get_absolute_url()):
        assert f"<loc>http://testserver{path}</loc>" in xml
        assert f"<loc>http://testserver/en{path}</loc>" in xml


def test_an_idea_that_was_public_is_gone_and_one_that_moved_leads_on(client):
    idea = make_idea(slug="laden")
    idea.slug = "leerer-laden"
    idea.save()
    assert client.get("/ideas/laden/").url == "/ideas/leerer-laden/"
    take_back(idea=idea, now=NOW)
    assert client.get("/ideas/leerer-laden/").status_code == 410


# What stands on its page


def test_each_key_fact_has_its_words():
    idea = make_idea(runs_months=60, option_months=60)
    assert span_words(idea) == "5 Jahre mit Option auf weitere 5 Jahre"
    opening = OpeningTime(first_day=1, last_day=5, opens=dt.time(8), closes=dt.time(22))
    assert opening_words(opening) == "Montag–Freitag, 08:00 bis 22:00\N{NO-BREAK SPACE}Uhr"
    assert opening_words(OpeningTime(opens=dt.time(8), closes=dt.time(22))) == "08:00 bis 22:00\N{NO-BREAK SPACE}Uhr"
    resource = Resource(idea=idea, amount="2", at_least=True)
    resource.full_clean()
    assert amount_words(resource) == "mindestens 2 Vollzeitstellen"
    half = Resource(idea=idea, amount="0.5")
    half.full_clean()
    assert amount_words(half) == "0,5 Vollzeitstellen"


@pytest.mark.parametrize(
    ("precision", "day", "words", "stored"),
    [
        (Precision.DAY, "2019-04-09", "bis 9.\N{NO-BREAK SPACE}April\N{NO-BREAK SPACE}2019", "2019-04-09"),
        (Precision.QUARTER, "2020-05-03", "bis Ende des 2. Quartals 2020", "2020-06-30"),
        (Precision.YEAR, "2019-01-01", "bis Ende 2019", "2019-12-31"),
        (Precision.OPEN, None, "Zeitpunkt offen", None),
    ],
)
def test_milestones_are_due_as_precisely_as_it_is_known(precision, day, words, stored):
    due_on = day and dt.date.fromisoformat(day)
    milestone = Milestone.objects.create(idea=make_idea(), title="Studie", precision=precision, due_on=due_on)
    milestone.refresh_from_db()
    assert due_words(milestone) == words
    assert milestone.due_on == (stored and dt.date.fromisoformat(stored))


@pytest.mark.parametrize("fields", [{"precision": "open", "due_on": dt.date(2019, 1, 1)}, {"precision": "day"}])
def test_a_milestone_is_either_dated_or_open(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Milestone.objects.create(idea=make_idea(), title="Studie", **fields)


def test_the_page_has_every_part(client):
    idea = make_idea(
        place="Ein Laden", people="Ehrenamt\nVerwaltung", principles="offen", carried_by="ein neutraler Host",
        legal_forms="e. V.\nGenossenschaft", runs_months=18, shown_name="Abend des N3GZ",
    )  # fmt: skip
    question = BoardQuestion.objects.create(board=idea.board, name="Die Herausforderung", name_translated="Challenge")
    IdeaAnswer.objects.create(idea=idea, question=question, text="Niemand **trifft** sich.")
    Resource.objects.create(idea=idea, amount=6, purpose="Bund", position=0)
    Resource.objects.create(idea=idea, amount=2, purpose="Orga", is_part=True, position=1)
    Milestone.objects.create(idea=idea, title="Ausprobieren", points="suchen\nfinden")
    html = page_of(client, idea)
    for words in (
        "Ein Laden", "<li>Ehrenamt</li>", "<li>Genossenschaft</li>", "18 Monate", "Niemand <strong>trifft</strong>",
        "6 Vollzeitstellen", "<li>2 Vollzeitstellen: ", "<li>finden</li>", "Abend des N3GZ", ">Die Herausforderung<",
        '"@type":"CreativeWork"',
    ):  # fmt: skip
        assert words in html, words
    english = client.get(f"/en{idea.get_absolute_url()}").content.decode()
    assert ">Challenge<" in english and "6 full-time positions" in english


def test_a_chain_leads_from_a_question_to_a_milestone_and_back(client):
    event = make_past(slug="abend")
    QuestionSettings.objects.create(event=event, who="everyone")
    item = make_item(event, "Ehrenamt braucht Räume")
    asked = AudienceQuestion.objects.create(event=event, text="Reicht ein Videoraum?", asked_at=NOW)
    idea, later = make_idea("Ein Laden"), make_idea("Zwei Läden")
    Origin.objects.create(idea=idea, event=event, item=item, question=asked)
    Origin.objects.create(idea=later, other=idea)
    milestone = Milestone.objects.create(idea=idea, title="Ausprobieren")
    questions = client.get("/events/abend/questions/").content.decode()
    assert f'href="{idea.get_absolute_url()}"' in questions
    assert f'href="{idea.get_absolute_url()}"' in client.get("/events/abend/").content.decode()
    html = page_of(client, idea)
    assert f'id="milestone-{milestone.pk}"' in html
    for words in (f"/events/abend/questions/#q-{asked.pk}", "Ehrenamt braucht Räume", later.get_absolute_url()):
        assert words in html
    assert idea.get_absolute_url() in page_of(client, later)


@pytest.mark.parametrize("hidden", [{"status": "draft"}, {"publish_at": NOW + dt.timedelta(days=9999)}])
def test_a_meetup_that_is_not_public_is_not_named(client, hidden):
    event = make_published(title="Geheimes Treffen")
    idea = make_idea()
    Origin.objects.create(idea=idea, event=event)
    type(event).objects.filter(pk=event.pk).update(**hidden)
    assert "Geheimes Treffen" not in page_of(client, idea)


def test_a_hidden_question_is_not_quoted(client):
    event = make_past()
    asked = AudienceQuestion.objects.create(event=event, text="Etwas Böses?", asked_at=NOW, state="hidden")
    idea = make_idea()
    Origin.objects.create(idea=idea, event=event, question=asked)
    assert "Etwas Böses?" not in page_of(client, idea)


@pytest.mark.parametrize(
    "fields", [{}, {"label": "X", "event": True}, {"url": "https://example.org"}, {"other": "itself"}]
)
def test_an_origin_is_one_thing(fields):
    idea = make_idea()
    made = {"event": make_published(), "other": idea}
    with pytest.raises(IntegrityError), transaction.atomic():
        Origin.objects.create(idea=idea, **{name: made.get(name, value) for name, value in fields.items()})


# Versions


def test_what_an_idea_said_before_is_kept_and_compared(client):
    idea = publish(idea=make_idea(published=False), by=None, now=NOW)
    assert keep_version(idea=idea, by=None, now=NOW) is None
    idea.summary = "Ein heller Raum mit Strom."
    idea.save()
    Milestone.objects.create(idea=idea, title="Ausprobieren")
    version = keep_version(idea=idea, by=None, now=NOW + HOUR, note="Heller")
    assert version.number == 2
    html = client.get(f"{idea.get_absolute_url()}versions/").content.decode()
    assert re.search(r"<ins><span[^>]*>eingefügt: </span>\s*heller", html)
    assert re.search(r"<del><span[^>]*>gelöscht: </span>\s*und Netz", html)
    assert "Ausprobieren (Zeitpunkt offen, geplant)" in html and "Heller" in html
    same = client.get(f"{idea.get_absolute_url()}versions/?from=2&to=2").content.decode()
    assert "Diese Fassungen sagen dasselbe." in same
    assert client.get(f"{idea.get_absolute_url()}versions/?from=x&to=99999999999999999999").status_code == 200
    assert f'href="{idea.get_absolute_url()}versions/"' in page_of(client, idea)


def test_the_difference_is_told_by_words_and_adds_up():
    found = pieces("Ein Raum mit Strom.\nZweite Zeile.", "Ein heller Raum mit Licht.\nZweite Zeile.")
    assert "".join(each.text for each in found if each.how != "inserted") == "Ein Raum mit Strom.\nZweite Zeile."
    assert "".join(each.text for each in found if each.how != "deleted") == "Ein heller Raum mit Licht.\nZweite Zeile."
    assert ("deleted", "Strom") in found and ("inserted", "Licht") in found


def test_very_long_texts_are_compared_by_lines():
    old, new = "wort " * MOST_WORDS, "anders " * MOST_WORDS
    assert [each.how for each in pieces(old, new)] == ["deleted", "inserted"]


def test_a_part_that_is_gone_is_told_last():
    parts = compare([{"key": "place", "heading": "", "text": "Ulm"}], [{"key": "title", "heading": "", "text": "Neu"}])
    assert [(str(part.heading), part.pieces[0].how) for part in parts] == [("Titel", "inserted"), ("Ort", "deleted")]


def test_what_was_typed_is_text_in_a_comparison(client):
    idea = publish(idea=make_idea(published=False), by=None, now=NOW)
    idea.summary = "<script>alert(1)</script>"
    idea.save()
    keep_version(idea=idea, by=None, now=NOW)
    html = client.get(f"{idea.get_absolute_url()}versions/").content.decode()
    assert "<script>alert" not in html and "&lt;" in html


# States


def test_a_change_of_state_is_explained_in_public_and_mailed_to_followers(client):
    idea = make_idea()
    found = follow(client, idea)
    other = make_idea("Eine andere")
    follow(client, other, "ben@example.org")
    change = move(idea, Stage.TAKEN_UP, explanation="Drei **Städte** machen mit.")
    html = page_of(client, idea)
    assert "Drei <strong>Städte</strong> machen mit." in html and "aufgenommen" in html
    message = Message.objects.get(kind="participation.follow_idea")
    mail = render(message, now=NOW)
    assert message.recipient == "anna@example.org"
    assert mail.subject == f"{idea.title}: aufgenommen"
    assert "Drei **Städte** machen mit." in mail.text
    assert mail.unsubscribe.endswith(reverse("follow_end", args=[found.token]))
    take_back(idea=Idea.objects.get(pk=idea.pk), now=NOW)
    assert isinstance(render(message, now=NOW), Drop)
    assert change.old == Stage.PROPOSED


def test_one_click_ends_it_and_nothing_of_the_follower_stays(client):
    idea = make_idea()
    found = follow(client, idea)
    move(idea, Stage.TAKEN_UP)
    end = reverse("follow_end", args=[found.token])
    assert client.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follow.objects.exists()
    assert set(Message.objects.values_list("recipient", flat=True)) == {""}


def test_who_follows_an_idea_hears_of_no_meetups(client):
    follow(client, make_idea())
    make_published()
    assert following.tell_at_once(now=NOW + HOUR) == 0
    page = client.get(reverse("follow_page", args=[Follow.objects.get().token])).content.decode()
    assert "Stand dieser Idee" in page


@pytest.mark.parametrize(("to", "explanation"), [(Stage.PROPOSED, "Weil."), ("erfunden", "Weil."), (Stage.DONE, "  ")])
def test_a_change_of_state_needs_another_state_and_an_explanation(to, explanation):
    idea = make_idea()
    with pytest.raises(Refused):
        move(idea, to, explanation=explanation)
    assert Idea.objects.get().stage == Stage.PROPOSED
    assert not Message.objects.exists()


def test_of_two_who_decide_at_once_the_second_is_told():
    idea = make_idea()
    move(idea, Stage.TAKEN_UP)
    with pytest.raises(Overtaken, match="aufgenommen"):
        move(idea, Stage.NOT_PURSUED)


# The list


def test_the_list_is_narrowed_searched_and_sorted(client):
    first, second = make_idea("Laden"), make_idea("Bücherei", board=make_board("Zweite Sammlung"), shown_at=NOW + HOUR)
    Idea.objects.filter(pk=second.pk).update(stage=Stage.DONE)
    type(first.counts).objects.filter(pk=first.pk).update(ups=3)

    def titles(query):
        rows = client.get(f"/ideas/{query}").context["page_obj"]
        return [idea.title for idea in rows]

    assert titles("") == titles("?sort=unbekannt&state=unbekannt") == ["Bücherei", "Laden"]
    assert titles("?sort=support") == ["Laden", "Bücherei"]
    assert titles("?state=done") == titles(f"?board={second.board.slug}") == titles("?q=b%C3%BCCH") == ["Bücherei"]
    assert titles("?board=gibt-es-nicht") == titles("?q=nichts+davon") == []
    board = client.get(first.board.get_absolute_url()).content.decode()
    assert "Laden" in board and "Bücherei" not in board


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_and_pages_take_a_fixed_number_of_queries(client, django_assert_num_queries, rows):
    event = make_past()
    asked = AudienceQuestion.objects.create(event=event, text="Reicht ein Videoraum?", asked_at=NOW)
    for number in range(rows):
        idea = make_idea(f"Idee {number}")
        question = BoardQuestion.objects.create(board=idea.board, name=f"Frage {number}")
        for position in range(number + 1):
            Origin.objects.create(idea=idea, event=event, question=asked)
            Milestone.objects.create(idea=idea, title=f"Schritt {position}")
        IdeaAnswer.objects.create(idea=idea, question=question, text="So.")
        keep_version(idea=idea, by=None, now=NOW)
    with django_assert_num_queries(3):
        client.get("/ideas/")
    with django_assert_num_queries(3):
        client.get(idea.board.get_absolute_url())
    with django_assert_num_queries(12):
        page_of(client, idea)
    with django_assert_num_queries(4):
        client.get(f"{idea.get_absolute_url()}versions/")
