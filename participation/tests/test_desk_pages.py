"""The desk on the stage page and in the workplace, and the wall."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from civicevents.testing import make_appearance, make_co_host, make_member, make_neighbour
from civicevents.testing_forms import filled
from events.models import Event, Status
from participation.actions import move, renew_wall
from participation.actions.copying import copy_whole
from participation.models import AudienceQuestion, QuestionSettings
from participation.tests.cast import backed, fresh, take_questions
from participation.tests.test_question_pages import DAY, ELSEWHERE, coming, now_asked, text_of
from participation.wall import Wall
from registrations.models import StagePage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def desk_of(event, role="moderator", name="Mona Moderatorin"):
    appearance = make_appearance(event, name, role=role)
    return reverse("stage_questions", args=[StagePage.of(appearance).token])


def wall_of(event):
    return Wall(Event.objects.get(pk=event.pk)).address


def tap(question, to, **more):
    return {"do": "move", "question": question.pk, "seen": question.state, "to": to} | more


def test_a_moderator_takes_a_question_from_the_queue_to_its_answer(client):
    question = now_asked(coming(), shown_as="first", name="Ada Lovelace")
    desk = desk_of(question.event)
    assert "Wer pflegt das?" in text_of(client.get(desk)) and "gefragt von Ada" in text_of(client.get(desk))
    for to in ("shortlisted", "on_now", "answered"):
        answer = client.post(desk, tap(fresh(question), to))
        assert answer.status_code == 303 and answer.headers["Location"].startswith(desk)
    one = f"{desk}?question={question.pk}"
    assert "Schriftlich antworten" in text_of(client.get(one))
    typed = {"do": "answer", "question": question.pk, "answer": "Wir **alle**.", "before": "", "single": "1"}
    assert client.post(desk, typed).status_code == 303
    assert "<strong>alle</strong>" in client.get(f"/events/{question.event.slug}/questions/").content.decode()


def test_the_slower_moderator_is_told_and_sees_how_it_is(client):
    question = now_asked(coming())
    desk = desk_of(question.event)
    client.post(desk, tap(question, "shortlisted"))
    answer = client.post(desk, tap(question, "hidden", reason="Doppelt"))
    assert answer.status_code == 409 and "auf der Merkliste" in text_of(answer)
    assert fresh(question).state == "shortlisted"


def test_a_text_that_comes_second_is_not_lost_and_overwrites_nothing(client):
    question = now_asked(coming())
    desk = desk_of(question.event)
    typed = {"do": "answer", "question": question.pk, "before": "", "single": "1"}
    client.post(desk, typed | {"answer": "Die erste Antwort."})
    answer = client.post(desk, typed | {"answer": "Die zweite Antwort."})
    assert answer.status_code == 409
    assert "Die erste Antwort." in text_of(answer) and "Die zweite Antwort." in text_of(answer)
    assert fresh(question).answer == "Die erste Antwort."


def test_joining_and_separating_by_the_page_of_one_question(client):
    event = coming()
    head, other = now_asked(event, "Wer?"), now_asked(event, "Wer denn?")
    desk = desk_of(event)
    assert "Wer?" in text_of(client.get(f"{desk}?question={other.pk}"))
    data = {"do": "merge", "question": other.pk, "seen": "shown", "single": "1"}
    assert client.post(desk, data).status_code == 409
    assert client.post(desk, data | {"into": head.pk}).status_code == 303 and fresh(head).supports == 2
    assert client.post(desk, {"do": "separate", "question": other.pk}).status_code == 303
    assert fresh(other).state == "shown"


@pytest.mark.parametrize("role", ["speaker", "facilitator"])
def test_others_on_stage_read_the_questions_and_move_none(client, role):
    question = now_asked(coming(needs_approval=True))
    shown = now_asked(take_questions(question.event, needs_approval=False), "Was kostet das?")
    desk = desk_of(question.event, role=role)
    page = client.get(desk)
    assert "Was kostet das?" in text_of(page) and "Wer pflegt das?" not in text_of(page)
    assert 'name="to"' not in page.content.decode()
    assert client.post(desk, tap(shown, "hidden", reason="x")).status_code == 403
    assert fresh(shown).state == "shown"
    assert "Wer pflegt das?" not in text_of(client.get(f"{desk}?question={question.pk}"))


@pytest.mark.parametrize(
    "data",
    [{}, {"question": "x"}, {"question": "²"}, {"to": "king"}, {"seen": ""}, {"to": "hidden"}, {"do": "merge"},
     {"do": "merge", "into": "9" * 20}, {"do": "separate"}, {"on_now": "x", "to": "held"}],
)  # fmt: skip
def test_a_forged_or_broken_tap_changes_nothing_and_says_so(client, data):
    question = now_asked(coming())
    desk = desk_of(question.event)
    whole = tap(question, "shortlisted") | data if data else {}
    answer = client.post(desk, whole)
    assert answer.status_code == 409 and 'role="alert"' in answer.content.decode()
    assert fresh(question).state == "shown"


def test_a_moderator_moves_no_question_of_another_event(client):
    desk, elsewhere = desk_of(coming()), now_asked(coming(organisation=make_neighbour()))
    assert client.post(desk, tap(elsewhere, "hidden", reason="x")).status_code == 409
    assert client.get(f"{desk}?question={elsewhere.pk}").status_code == 200
    assert fresh(elsewhere).state == "shown"


def test_the_desk_opens_by_its_key_alone(client):
    question = now_asked(coming())
    desk = desk_of(question.event)
    assert client.post(desk, tap(question, "shortlisted"), headers=ELSEWHERE).status_code == 403
    page = client.get(desk)
    assert page.headers["Cache-Control"] == "private, no-store" and not page.cookies
    StagePage.objects.create(appearance=question.event.appearances.get(), generation=2)
    assert client.get(desk).status_code == client.post(desk, tap(question, "shortlisted")).status_code == 404
    Event.objects.update(status=Status.WITHDRAWN)
    assert client.get(desk_of(question.event, name="Zwei")).status_code == 410


def test_the_stage_page_leads_to_the_desk(client):
    question = now_asked(coming())
    desk = desk_of(question.event)
    assert f'href="{desk}"' in client.get(desk.removesuffix("questions/")).content.decode()
    QuestionSettings.objects.update(who="nobody")
    assert f'href="{desk}"' not in client.get(desk.removesuffix("questions/")).content.decode()
    assert client.get(desk).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_and_wall_take_the_same_queries_for_any_number(client, django_assert_num_queries, rows):
    event = coming()
    to = make_appearance(event)
    for number in range(rows):
        now_asked(event, f"A{number}?", to=to)
    desk, wall = desk_of(event), wall_of(event)
    with django_assert_num_queries(7):
        client.get(desk)
    with django_assert_num_queries(6):
        client.get(wall)
    mark = client.get(f"{wall}news/").headers["ETag"]
    with django_assert_num_queries(2):
        assert client.get(f"{wall}news/", headers={"If-None-Match": mark}).status_code == 304


def test_the_desks_news_change_with_every_tap(client):
    question = now_asked(coming())
    desk = desk_of(question.event)
    mark = client.get(f"{desk}news/").headers["ETag"]
    assert client.get(f"{desk}news/", headers={"If-None-Match": mark}).status_code == 304
    client.post(desk, tap(question, "shortlisted"))
    answer = client.get(f"{desk}news/", headers={"If-None-Match": mark})
    assert answer.status_code == 200 and "<html" not in answer.content.decode()


def test_the_wall_shows_what_is_on_then_what_the_room_wants_to_know(client):
    event = coming()
    first, second = now_asked(event, "Erste?"), now_asked(event, "Zweite?")
    backed(now_asked(event, "Beliebt?"), 2, now=timezone.now())
    move(question=first, to="on_now", seen="shown", now=timezone.now())
    move(question=second, to="shortlisted", seen="shown", now=timezone.now())
    page = client.get(wall_of(event))
    words = text_of(page)
    assert words.index("Erste?") < words.index("Zweite?") < words.index("Beliebt?")
    assert "http-equiv" not in page.content.decode() and "Neu laden" in words
    asked_for = client.get(f"{wall_of(event)}?reload=1").content.decode()
    assert '<noscript><meta http-equiv="refresh"' in asked_for and "Nicht mehr" in asked_for
    assert page.headers["Cache-Control"] == "private, no-store"


def test_the_walls_link_can_be_renewed(client):
    event = coming()
    former = wall_of(event)
    renew_wall(event=event)
    assert client.get(former).status_code == client.get(f"{former}news/").status_code == 404
    assert client.get(wall_of(event)).status_code == 200


def test_hidden_and_held_questions_never_reach_the_wall(client):
    event = coming(needs_approval=True)
    now_asked(event, "Gehalten?")
    hidden = now_asked(event, "Versteckt?")
    move(question=hidden, to="hidden", seen="held", reason="x", now=timezone.now())
    for path in ("", "news/"):
        assert not {"Gehalten?", "Versteckt?"} & set(text_of(client.get(wall_of(event) + path)).split())


# The workplace


def settings_of(event):
    return reverse("admin:participation_eventquestions_change", args=[event.pk])


def admin_desk(event):
    return reverse("admin:participation_eventquestions_desk", args=[event.pk])


def test_an_editor_switches_questions_on_and_moderates(client):
    event = coming(who="nobody")
    client.force_login(make_member())
    form = filled(client.get(settings_of(event)), "eventquestions_form")
    answer = client.post(settings_of(event), form | {"question_settings-0-who": "everyone"})
    assert answer.status_code == 302, answer.context["errors"]
    question = now_asked(Event.objects.get(pk=event.pk))
    assert "Wer pflegt das?" in text_of(client.get(admin_desk(event)))
    assert client.post(admin_desk(event), tap(question, "shortlisted")).status_code == 303
    assert fresh(question).state == "shortlisted"
    assert "1 Frage" in text_of(client.get(reverse("admin:events_event_change", args=[event.pk])))


@pytest.mark.parametrize("who", ["neighbour", "viewer", "co-host"])
def test_the_desk_is_for_those_who_edit_the_events_participants(client, who):
    question = now_asked(coming())
    event = question.event
    make_co_host(event)
    member = {
        "neighbour": lambda: make_member(make_neighbour()),
        "viewer": lambda: make_member(role=Role.VIEWER),
        "co-host": lambda: make_member(make_neighbour()),
    }[who]()
    client.force_login(member)
    renew = reverse("admin:participation_eventquestions_renew_wall", args=[event.pk])
    news = reverse("admin:participation_eventquestions_desk_news", args=[event.pk])
    for address in (admin_desk(event), news):
        assert client.get(address).status_code == 404
    assert client.post(admin_desk(event), tap(question, "hidden", reason="x")).status_code == 404
    assert client.post(renew).status_code == 404
    if who != "viewer":
        assert client.get(settings_of(event)).status_code == 404
        assert event.title not in text_of(client.get(reverse("admin:participation_eventquestions_changelist")))
    assert fresh(question).state == "shown" and QuestionSettings.objects.get().wall_generation == 1


def test_the_workplace_asks_for_the_forms_own_token(client):
    question = now_asked(coming())
    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(make_member())
    assert strict.post(admin_desk(question.event), tap(question, "shortlisted")).status_code == 403
    assert fresh(question).state == "shown"


def test_a_copied_event_takes_its_rules_along_and_no_question(client):
    question = now_asked(coming(needs_approval=True, introduction="Kurz, bitte."))
    (copy,) = copy_whole(event=question.event, starts=[question.event.starts_at + DAY * 7])
    assert copy.question_settings.needs_approval and copy.question_settings.introduction == "Kurz, bitte."
    assert not AudienceQuestion.objects.filter(event=copy).exists()
