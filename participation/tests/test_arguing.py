"""Points for and against, votes and visitors' ideas: by an address that is confirmed, once per person, counted."""

import json
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from civicevents.testing import NOW, make_board, make_contributor, make_idea, make_point
from participation.actions import contributing, forgetting
from participation.actions.ideas import change_state
from participation.models import (
    BoardQuestion,
    ContributionState,
    Contributor,
    Idea,
    IdeaCount,
    IdeaVote,
    Point,
    PointMark,
    Stage,
)

pytestmark = pytest.mark.django_db
EMAIL = "anna@example.org"
TEXT = "Wer vorbeigeht, sieht es."
SHOWN, HELD = ContributionState.SHOWN, ContributionState.HELD


def typed(**fields):
    return {"side": "for", "text": TEXT, "url": "", "name": "Anna", "email": EMAIL} | fields


def confirm(client, person=None):
    """Everything that waits, by the page whose link was mailed."""
    person = person or Contributor.objects.get()
    address = reverse("contributor", args=[person.token])
    what = [f"{name}:{row.pk}" for name, model in (("point", Point), ("ideavote", IdeaVote), ("pointmark", PointMark),
            ("idea", Idea)) for row in model.objects.filter(contributor=person, state="unconfirmed")]  # fmt: skip
    return client.post(address, {"do": "confirm", "what": what})


def page_of(client, idea):
    return client.get(idea.get_absolute_url()).content.decode()


def counts(idea):
    return IdeaCount.objects.values_list("ups", "downs", "points_for", "points_against").get(pk=idea.pk)


def vote(person, idea, is_for, now=NOW):
    return contributing.say_as(contributor=person, row=IdeaVote(idea=idea, is_for=is_for), now=now)


# Points


def test_a_point_is_public_once_its_author_has_confirmed_it(client):
    idea = make_idea()
    answer = client.post(reverse("argue", args=[idea.slug]), typed(url="https://example.org/mehr"))
    assert answer.url == reverse("contribution_sent")
    assert TEXT not in page_of(client, idea) and counts(idea) == (0, 0, 0, 0)
    confirm(client)
    html = page_of(client, idea)
    assert TEXT in html and "Anna" in html and EMAIL not in html
    assert 'rel="external noopener nofollow ugc"' in html
    assert counts(idea) == (0, 0, 1, 0)


def test_where_moderators_look_first_a_point_waits_for_them(client):
    idea = make_idea(board=make_board(needs_approval=True))
    client.post(reverse("argue", args=[idea.slug]), typed())
    confirm(client)
    assert Point.objects.get().state == HELD
    assert TEXT not in page_of(client, idea) and counts(idea) == (0, 0, 0, 0)


def test_without_a_name_no_name_is_shown(client):
    idea = make_idea()
    client.post(reverse("argue", args=[idea.slug]), typed(name=""))
    confirm(client)
    assert Point.objects.get().shown_name == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"side": ""}, "Wählen Sie, ob Ihr Argument"),
        ({"side": "both"}, "side"),
        ({"text": " . "}, "Schreiben Sie, was dafür oder dagegen spricht."),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "ftp://example.org/"}, "https://"),
        ({"email": "anna"}, "@"),
    ],
)
def test_bad_input_gets_a_sentence_and_nothing_is_lost(client, wrong, sentence):
    idea = make_idea()
    answer = client.post(reverse("argue", args=[idea.slug]), typed(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.content.decode() and not Point.objects.exists()
    if "text" not in wrong:
        assert TEXT in answer.content.decode()


def test_points_stand_side_by_side_and_are_sorted(client):
    idea = make_idea()
    for number in range(12):
        make_point(idea, f"Dafür {number:02}", helpful=number)
    make_point(idea, "Dagegen", side="against", helpful=1, unhelpful=9)
    html = page_of(client, idea)
    assert html.index("Dafür 11") < html.index("Dafür 10") < html.index("Dagegen")
    assert "Dafür 01" not in html and "Alle 12 zeigen" in html
    every = client.get(f"{idea.get_absolute_url()}?all=1&sort=new").content.decode()
    assert every.index("Dafür 11") < every.index("Dafür 00")
    assert client.get(f"{idea.get_absolute_url()}?all=x&sort=x").status_code == 200


def test_who_takes_a_point_back_takes_it_out_of_the_numbers(client):
    idea, anna = make_idea(), make_contributor()
    point = make_point(idea, contributor=anna)
    PointMark.objects.create(point=point, is_helpful=True, state="shown", created_at=NOW, state_since=NOW, shown_at=NOW)
    contributing.withdraw(contributor=anna, row=point, now=NOW)
    assert counts(idea) == (0, 0, 0, 0) and not PointMark.objects.exists()


# Votes


def test_a_guest_votes_with_an_address_and_no_name_is_kept(client):
    idea = make_idea()
    client.post(reverse("vote", args=[idea.slug]), {"is_for": "yes", "email": EMAIL})
    assert counts(idea) == (0, 0, 0, 0)
    confirm(client)
    assert counts(idea) == (1, 0, 0, 0)
    assert IdeaVote.objects.get().shown_name == ""
    assert EMAIL not in page_of(client, idea)


def test_each_person_votes_once_and_may_change_their_mind():
    idea, anna = make_idea(), make_contributor()
    vote(anna, idea, True)
    vote(anna, idea, True)
    assert counts(idea) == (1, 0, 0, 0)
    vote(anna, idea, False)
    assert counts(idea) == (0, 1, 0, 0)
    assert IdeaVote.objects.count() == 1
    vote(make_contributor("ben@example.org"), idea, True)
    assert counts(idea) == (1, 1, 0, 0)


def test_two_unconfirmed_votes_of_one_person_count_as_the_last(client):
    idea = make_idea()
    for answer in ("yes", "no"):
        client.post(reverse("vote", args=[idea.slug]), {"is_for": answer, "email": EMAIL})
    confirm(client)
    assert counts(idea) == (0, 1, 0, 0)


def test_the_database_keeps_a_second_vote_out():
    idea, anna = make_idea(), make_contributor()
    vote(anna, idea, True)
    fields = {"state": "shown", "created_at": NOW, "state_since": NOW, "shown_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        IdeaVote.objects.bulk_create([IdeaVote(idea=idea, contributor=anna, is_for=True, **fields)])


def test_votes_of_people_who_have_gone_stay_counted():
    idea, anna = make_idea(), make_contributor()
    vote(anna, idea, True)
    make_point(idea, contributor=anna, shown_name="Anna")
    forgetting.expire(contributor=anna)
    point = Point.objects.get()
    assert (point.contributor, point.shown_name, point.text) == (None, "", "Das schafft kein Videoraum.")
    vote(make_contributor("ben@example.org"), idea, True)
    assert counts(idea) == (2, 0, 1, 0)


def test_whoever_erases_everything_leaves_no_vote_and_no_point():
    idea, anna = make_idea(), make_contributor()
    vote(anna, idea, True)
    make_point(idea, contributor=anna)
    forgetting.erase(contributor=anna, now=NOW)
    assert counts(idea) == (0, 0, 0, 0)
    assert not IdeaVote.objects.exists() and not Point.objects.exists()


def test_a_point_is_helpful_once_for_each_person(client):
    idea = make_idea()
    point = make_point(idea)
    address = reverse("mark_point", args=[idea.slug, point.pk])
    assert point.text in client.get(address).content.decode()
    client.post(address, {"is_helpful": "yes", "email": EMAIL})
    confirm(client)
    own = reverse("idea_as", args=[Contributor.objects.get().token, idea.slug])
    client.post(own, {"do": "mark:no", "point": point.pk})
    client.post(own, {"do": "mark:no", "point": point.pk})
    point.refresh_from_db()
    assert (point.helpful, point.unhelpful) == (0, 1)
    assert "Sie finden es nicht hilfreich" in client.get(own).content.decode()


@pytest.mark.parametrize(
    "closed", [{"takes_points": False}, {"is_public": False}]
)  # fmt: skip
def test_where_nobody_may_argue_nothing_is_taken(client, closed):
    idea, anna = make_idea(), make_contributor()
    point = make_point(idea)
    type(idea.board).objects.update(**closed)
    own = reverse("idea_as", args=[anna.token, idea.slug])
    for path in (reverse("argue", args=[idea.slug]), reverse("vote", args=[idea.slug]),
                 reverse("mark_point", args=[idea.slug, point.pk]), own):  # fmt: skip
        answer = client.post(path, typed(is_for="yes", is_helpful="yes", do="vote:yes"))
        assert answer.status_code in (404, 409), path
    assert Point.objects.count() == 1 and not IdeaVote.objects.exists() and not PointMark.objects.exists()


# With one's own link


def test_by_ones_own_link_everything_is_done_at_once(client):
    idea, anna = make_idea(), make_contributor(name="Anna")
    own = reverse("idea_as", args=[anna.token, idea.slug])
    assert client.get(own).status_code == 200
    assert client.post(own, {"do": "vote:yes"}).url == f"{own}?done=voted"
    assert client.post(own, typed(do="argue", side="against")).url == f"{own}?done=said"
    assert counts(idea) == (1, 0, 0, 1)
    html = client.get(f"{own}?done=voted").content.decode()
    assert "Ihre Stimme zählt." in html and "Sie sind dafür" in html and "Ihr Argument" in html
    assert client.post(own, {"do": "no-vote"}).url == f"{own}?done=taken_back"
    assert counts(idea) == (0, 0, 0, 1)
    assert client.post(own, typed(do="argue", text="")).status_code == 422
    for nonsense in ({"do": "vote:perhaps"}, {"do": "mark:yes", "point": "x"}, {"do": "mark:yes", "point": "999"}, {}):
        assert client.post(own, nonsense).status_code == 404


def test_many_marks_in_a_minute_are_no_flood_but_many_points_are(client):
    idea, anna = make_idea(), make_contributor()
    own = reverse("idea_as", args=[anna.token, idea.slug])
    for number in range(8):
        point = make_point(idea, f"Argument {number}")
        assert client.post(own, {"do": "mark:yes", "point": point.pk}).status_code == 303
    answers = [client.post(own, typed(do="argue", text=f"Noch eins {number}")).status_code for number in range(7)]
    assert answers == [303] * 5 + [409] * 2


def test_everything_somebody_said_is_on_their_page_and_in_their_file(client):
    idea, anna = make_idea(), make_contributor()
    vote(anna, idea, True)
    make_point(idea, TEXT, contributor=anna)
    html = client.get(reverse("contributor", args=[anna.token])).content.decode()
    assert (
        TEXT in html
        and f"Stimme für „{idea.title}“" in html
        and reverse("idea_as", args=[anna.token, idea.slug]) in html
    )
    data = json.loads(client.get(reverse("contributor_data", args=[anna.token])).content)
    assert {"Argument für oder gegen eine Idee", "Stimme zu einer Idee"} == {
        row["what"] for row in data["contributions"]
    }


# Visitors' ideas


def proposal(board, **fields):
    answers = {f"question_{question.pk}": "Wir *alle*\n\n- erstens" for question in board.questions.all()}
    return {"title": "Ein Laden", "summary": "Ein Raum.", "name": "Anna", "email": EMAIL} | answers | fields


def test_a_visitor_proposes_an_idea_by_the_boards_own_form(client):
    board = make_board(asks_running_time=True, asks_place=True, asks_people=False)
    BoardQuestion.objects.create(board=board, name="Die Herausforderung", text="Was soll gelöst werden?")
    address = reverse("propose_idea", args=[board.slug])
    form = client.get(address).content.decode()
    assert "Was soll gelöst werden?" in form and "Laufzeit in Monaten" in form and 'name="people"' not in form
    answer = client.post(address, proposal(board, runs_months="12", place="Ulm"))
    assert answer.url == reverse("contribution_sent")
    idea = Idea.objects.get()
    assert client.get(idea.get_absolute_url()).status_code == 404
    confirm(client)
    html = page_of(client, idea)
    assert "Wir *alle*" in html and "<li>erstens</li>" in html and "1 Jahr" in html and "Ulm" in html
    assert EMAIL not in html


def test_what_a_visitor_types_is_never_markup(client):
    board = make_board()
    BoardQuestion.objects.create(board=board, name="Frage")
    question = board.questions.get()
    hostile = "<script>alert(1)</script> [Klick](https://evil.example) https://evil.example **fett** ![x](https://e.example/x)"
    client.post(reverse("propose_idea", args=[board.slug]), proposal(board, **{f"question_{question.pk}": hostile}))
    confirm(client)
    html = Idea.objects.get().answers.get().text_html
    assert "<script" not in html and "<a" not in html and "<strong" not in html and "<img" not in html
    assert "[Klick](https://evil.example)" in html


def test_an_idea_that_was_held_is_published_by_the_organisation(client):
    board = make_board(needs_approval=True)
    client.post(reverse("propose_idea", args=[board.slug]), proposal(board))
    confirm(client)
    assert Idea.objects.get().state == HELD
    assert client.get(Idea.objects.get().get_absolute_url()).status_code == 404


def test_a_proposal_without_title_or_required_answer_is_asked_for_it(client):
    board = make_board()
    question = BoardQuestion.objects.create(board=board, name="Frage", text="Warum?")
    answer = client.post(
        reverse("propose_idea", args=[board.slug]), proposal(board, title=" ", **{f"question_{question.pk}": ""})
    )
    html = answer.content.decode()
    assert answer.status_code == 422 and "Bitte beantworten: Warum?" in html
    assert not Idea.objects.exists()


def test_a_board_that_takes_no_proposals_says_so(client):
    board = make_board(takes_proposals=False)
    address = reverse("propose_idea", args=[board.slug])
    assert "nichts mehr vorschlagen" in client.get(address).content.decode()
    assert client.post(address, proposal(board)).status_code == 409
    assert not Idea.objects.exists()


def test_who_takes_an_idea_back_takes_it_along_unless_it_was_taken_up(client):
    anna = make_contributor()
    first, second = (make_idea(f"Idee {n}", contributor=anna, shown_name="Anna") for n in (1, 2))
    make_point(first)
    change_state(idea=second, to=Stage.TAKEN_UP, seen=Stage.PROPOSED, explanation="Ja.", by=None, now=NOW)
    for idea in (first, second):
        contributing.withdraw(contributor=anna, row=Idea.objects.get(pk=idea.pk), now=NOW)
    kept = Idea.objects.get()
    assert (kept.pk, kept.contributor, kept.shown_name, kept.state) == (second.pk, None, "", SHOWN)
    assert "Anna" not in page_of(client, kept)


def test_of_a_removed_idea_nothing_is_left_after_ninety_days(client):
    idea = make_idea("Etwas sehr Persönliches", contributor=make_contributor())
    idea.answers.create(question=BoardQuestion.objects.create(board=idea.board, name="F"), text="Privat")
    idea.enter(ContributionState.REMOVED, NOW, "Persönlich.")
    idea.save()
    idea.empty()
    idea.save()
    idea.refresh_from_db()
    assert "persoenlich" not in idea.slug and idea.title == "" and not idea.answers.exists()
    assert client.get("/ideas/etwas-sehr-persoenliches/").status_code == 404


def test_a_proposal_by_ones_own_link_is_there_at_once(client):
    board, anna = make_board(), make_contributor(name="Anna")
    answer = client.post(reverse("propose_idea_as", args=[anna.token, board.slug]), proposal(board))
    assert answer.url == f"{reverse('contributor', args=[anna.token])}?done=said"
    assert Idea.objects.get().is_published


@pytest.mark.django_db(transaction=True)
def test_votes_at_the_same_moment_are_all_counted():
    idea = make_idea()
    people = [make_contributor(f"p{number}@example.org") for number in range(6)]

    def press(person):
        vote(person, Idea.objects.select_related("board").get(pk=idea.pk), is_for=True)
        connection.close()

    threads = [threading.Thread(target=press, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts(idea) == (6, 0, 0, 0)
