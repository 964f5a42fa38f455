"""The pages of those who ask: public list, guest's own page, participant's page. No cookie anywhere."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from civicevents.testing import make_appearance, make_neighbour, make_published, make_ticket_type, register
from events.models import Event, Status
from participation.actions import merge, move
from participation.models import Askers, AudienceQuestion, Support, Voice
from participation.tests.cast import asked, backed, fresh, guest, take_questions, voice_for
from registrations.models import Registration

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
ELSEWHERE = {"Origin": "https://elsewhere.example"}


def coming(starts_in=3 * DAY, **fields):
    """A public event that takes questions now."""
    names = ("who", "opens_hours", "closes_hours", "needs_approval", "names_allowed", "introduction")
    settings = {name: fields.pop(name) for name in names if name in fields}
    now = timezone.now()
    event = make_published(starts_at=now + starts_in, publish_at=now - 30 * DAY, **fields)
    return take_questions(event, **settings)


def listed(event):
    return f"/events/{event.slug}/questions/"


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def voice_page(client, event):
    answer = client.post(f"{listed(event)}take-part/")
    assert answer.status_code == 303
    return answer.headers["Location"]


def now_asked(event, text="Wer pflegt das?", **fields):
    return asked(event, text, now=timezone.now(), **fields)


def test_a_guest_takes_part_asks_supports_and_withdraws_without_a_cookie(client):
    event = coming()
    theirs = now_asked(event, "Was kostet das?")
    page = voice_page(client, event)
    answer = client.post(page, {"do": "ask", "text": "Wer pflegt <b>das</b>?", "shown_as": "first", "name": "Ada King"})
    assert answer.status_code == 303
    shown = client.get(answer.headers["Location"])
    assert (
        "Ihre Frage steht auf der Liste." in text_of(shown)
        and "Wer pflegt &lt;b&gt;das&lt;/b&gt;?" in shown.content.decode()
    )
    client.post(page, {"do": "support", "question": theirs.pk})
    client.post(page, {"do": "support", "question": theirs.pk})
    assert fresh(theirs).supports == 2
    public = text_of(client.get(listed(event)))
    assert "gefragt von Ada" in public and "King" not in public
    assert public.index("Was kostet das?") < public.index("Wer pflegt")
    client.post(page, {"do": "take_back", "question": theirs.pk})
    mine = AudienceQuestion.objects.get(shown_name="Ada")
    answer = client.post(page, {"do": "withdraw", "question": mine.pk})
    assert "Ihre Frage ist weg." in text_of(client.get(answer.headers["Location"].partition("#")[0]))
    assert fresh(theirs).supports == 1 and AudienceQuestion.objects.count() == 1
    assert not client.cookies


def test_the_list_is_public_for_everybody_alike_and_the_own_page_is_kept_by_nobody(client):
    event = coming()
    answer = client.get(listed(event))
    assert answer.headers["Cache-Control"] == "no-cache" and not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    own = client.get(voice_page(client, event))
    assert own.headers["Cache-Control"] == "private, no-store" and "noindex" in own.headers["X-Robots-Tag"]
    assert own.headers["Referrer-Policy"] == "strict-origin"


def test_taking_part_needs_a_press_and_no_other_site_can_press(client):
    event = coming()
    assert client.get(f"{listed(event)}take-part/").status_code == 303
    assert client.post(f"{listed(event)}take-part/", headers=ELSEWHERE).status_code == 403
    assert not Voice.objects.exists()
    page = voice_page(client, event)
    assert client.post(page, {"do": "ask", "text": "Wer?"}, headers=ELSEWHERE).status_code == 403
    client.get(page, {"do": "ask", "text": "Wer?"})
    assert not AudienceQuestion.objects.exists()
    for method in ("put", "patch", "delete"):
        assert getattr(client, method)(page).status_code == 405


def test_what_is_typed_is_not_lost_when_something_is_missing(client):
    event = coming()
    adriana = make_appearance(event)
    page = voice_page(client, event)
    answer = client.post(page, {"do": "ask", "text": "", "to": adriana.pk, "shown_as": "full", "name": "  "})
    assert answer.status_code == 422 and "Schreiben Sie Ihre Frage." in text_of(answer)
    assert "Geben Sie Ihren Namen in Buchstaben ein" in text_of(answer)
    answer = client.post(page, {"do": "ask", "text": "Q" * 501, "shown_as": "none"})
    assert answer.status_code == 422 and "Q" * 501 in answer.content.decode()
    for bad in ({"to": "999999"}, {"to": "x"}, {"shown_as": "king"}, {"text": "?!"}, {"text": "a\0b"}):
        assert client.post(page, {"do": "ask", "text": "Wer?"} | bad).status_code == 422
    assert not AudienceQuestion.objects.exists()


@pytest.mark.parametrize("typed", ["", "0", "x", "²", "9" * 30, "-1", "12345"])
def test_a_number_that_is_no_question_of_this_event_does_nothing(client, typed):
    event, elsewhere = coming(), now_asked(coming(organisation=make_neighbour()))
    page = voice_page(client, event)
    for wanted in ("support", "take_back", "withdraw", "launch"):
        for number in (typed, elsewhere.pk):
            assert client.post(page, {"do": wanted, "question": number}).status_code in (303, 409)
    assert fresh(elsewhere).supports == 1 == Support.objects.count()


def test_a_guest_deletes_everything_and_the_key_opens_nothing_any_more(client):
    event = coming()
    page = voice_page(client, event)
    client.post(page, {"do": "ask", "text": "Wer?"})
    data = client.get(f"{page}data.json").json()
    assert [question["text"] for question in data["questions"]] == ["Wer?"]
    answer = client.post(page, {"do": "forget"})
    assert answer.status_code == 303 and "gelöscht" in text_of(client.get(answer.headers["Location"]))
    assert not Voice.objects.exists() and not AudienceQuestion.objects.exists()
    assert client.get(page).status_code == 404 and "Mitmachen" in text_of(client.get(page))


def test_a_participant_asks_from_the_page_of_their_sign_up(client):
    event = coming()
    anna = register(make_ticket_type(event), "Anna Muster", now=timezone.now())
    own = f"/registrations/{anna.token}/"
    assert f'href="{own}questions/"' in client.get(own).content.decode()
    client.get(f"{own}questions/")
    assert not Voice.objects.exists()
    answer = client.post(f"{own}questions/", {"do": "ask", "text": "Wer?", "shown_as": "full", "name": "Chef"})
    assert answer.status_code == 303
    assert AudienceQuestion.objects.get().shown_name == "Anna Muster"
    assert "Ihre Frage" in text_of(client.get(f"{own}questions/"))
    assert client.get(f"/voices/{Voice.objects.get().token}/").status_code == 404


def test_of_a_confidential_meetup_only_confirmed_participants_see_anything(client):
    event = coming(confidentiality="closed", who=Askers.REGISTERED)
    kind = make_ticket_type(event, capacity=1)
    anna, ben = (register(kind, name, now=timezone.now()) for name in ("Anna", "Ben"))
    secret = now_asked(event, "Wer hat das GEHEIM gehalten?", voice=voice_for(anna, timezone.now()), shown_as="full")
    assert secret.shown_name == ""
    assert client.get(listed(event)).status_code == client.get(f"{listed(event)}news/").status_code == 404
    assert client.post(f"{listed(event)}take-part/").status_code == 404
    for page in (event.get_absolute_url(), "/", "/events/"):
        assert "GEHEIM" not in client.get(page).content.decode()
    assert "Fragen an die Runde" not in text_of(client.get(event.get_absolute_url()))
    assert "GEHEIM" in text_of(client.get(f"/registrations/{anna.token}/questions/"))
    assert client.get(f"/registrations/{anna.token}/questions/news/").status_code == 200
    for path in ("", "news/"):
        answer = client.get(f"/registrations/{ben.token}/questions/{path}")
        assert answer.status_code == 404 and "GEHEIM" not in text_of(answer)
    assert client.post(f"/registrations/{ben.token}/questions/", {"do": "ask", "text": "Wer?"}).status_code == 404
    Registration.objects.filter(pk=anna.pk).update(state="cancelled", cancelled_at=timezone.now())
    assert client.get(f"/registrations/{anna.token}/questions/").status_code == 404


def test_a_guest_page_sees_nothing_once_the_meetup_is_confidential(client):
    event = coming()
    now_asked(event, "GEHEIM?")
    page = voice_page(client, event)
    Event.objects.update(confidentiality="closed")
    for path in (page, f"{listed(event)}news/"):
        answer = client.get(path)
        assert answer.status_code == 404 and "GEHEIM" not in text_of(answer)


@pytest.mark.parametrize("fields", [{"confidentiality": "chatham_house"}, {"confidentiality": "closed"}])
def test_names_that_were_shown_vanish_when_confidentiality_begins(client, fields):
    event = coming()
    now_asked(event, shown_as="full", name="Ada Lovelace")
    assert "Ada Lovelace" in text_of(client.get(listed(event)))
    Event.objects.update(**fields)
    answers = [client.get(listed(event)), client.get(event.get_absolute_url())]
    assert not [answer for answer in answers if "Ada Lovelace" in text_of(answer)]


def test_a_person_who_is_not_announced_is_not_named(client):
    event = coming()
    now_asked(event, to=make_appearance(event, "Berta Bühne"))
    assert "An Berta Bühne" in text_of(client.get(listed(event)))
    Event.objects.update(line_up="announced_soon")
    page = voice_page(client, event)
    for address in (listed(event), event.get_absolute_url(), page):
        assert "Berta" not in text_of(client.get(address))


def test_held_and_hidden_questions_are_read_by_their_asker_alone(client):
    event = coming(needs_approval=True)
    page = voice_page(client, event)
    answer = client.post(page, {"do": "ask", "text": "Wer prüft?"})
    assert "Die Moderation liest Ihre Frage zuerst" in text_of(client.get(answer.headers["Location"].partition("#")[0]))
    question = AudienceQuestion.objects.get()
    assert "Wer prüft?" not in text_of(client.get(listed(event)))
    move(question=question, to="hidden", seen="held", reason="Doppelt.", now=timezone.now())
    assert "Doppelt." in text_of(client.get(page)) and "Wer prüft?" not in text_of(client.get(listed(event)))
    other = voice_page(client, event)
    assert client.post(other, {"do": "support", "question": question.pk}).status_code == 409


def test_answers_and_what_was_joined_stand_with_their_question(client):
    event = coming(starts_in=-2 * DAY, closes_hours=100)
    head, other = now_asked(event, "Wer?"), now_asked(event, "Wer denn?")
    now = timezone.now()
    merge(question=other, into=head, seen="shown", now=now)
    AudienceQuestion.objects.filter(pk=head.pk).update(answer_html="<p>Wir <strong>alle</strong>.</p>")
    move(question=head, to="answered", seen="shown", now=now)
    page = client.get(listed(event)).content.decode()
    assert "<strong>alle</strong>" in page and "Wer denn?" in page and page.index("Wer?") < page.index("Wer denn?")
    assert "Fragen werden" not in page


def test_the_meetup_page_shows_the_three_most_supported(client):
    event = coming()
    for number in range(4):
        backed(now_asked(event, f"Frage {number}?"), number, now=timezone.now())
    page = text_of(client.get(event.get_absolute_url()))
    assert page.index("Frage 3?") < page.index("Frage 2?") < page.index("Frage 1?") and "Frage 0?" not in page
    assert f'href="{listed(event)}"' in client.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "fields", [{"who": Askers.NOBODY}, {"status": Status.WITHDRAWN}, {"publish_at": timezone.now() + DAY}]
)
def test_there_is_no_list_where_there_is_nothing_to_read(client, fields):
    event = coming(who=fields.pop("who", Askers.EVERYONE))
    now_asked(event) if event.question_settings.takes_questions else None
    Event.objects.update(**fields)
    assert client.get(listed(event)).status_code == 404
    assert "Wer pflegt das?" not in text_of(client.get(event.get_absolute_url()))


def test_a_former_address_leads_on(client):
    event = coming(slug="frueher")
    event.slug = "jetzt"
    event.save()
    answer = client.get("/events/frueher/questions/")
    assert answer.status_code == 308 and answer.headers["Location"] == "/events/jetzt/questions/"


def test_news_tell_the_order_and_nothing_while_nothing_has_changed(client):
    event = coming()
    first, second = now_asked(event, "A?"), now_asked(event, "B?")
    answer = client.get(f"{listed(event)}news/")
    assert answer.json() == {"questions": [[first.pk, 1, "shown"], [second.pk, 1, "shown"]]}
    again = {"If-None-Match": answer.headers["ETag"]}
    assert client.get(f"{listed(event)}news/", headers=again).status_code == 304
    backed(second, 1, now=timezone.now())
    changed = client.get(f"{listed(event)}news/", headers=again)
    assert changed.json()["questions"][0] == [second.pk, 2, "shown"]
    move(question=first, to="hidden", seen="shown", reason="Doppelt", now=timezone.now())
    later = client.get(f"{listed(event)}news/", headers={"If-None-Match": changed.headers["ETag"]})
    assert later.json() == {"questions": [[second.pk, 2, "shown"]]}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_take_the_same_queries_for_any_number(client, django_assert_num_queries, rows):
    event = coming()
    to = make_appearance(event)
    page = voice_page(client, event)
    for number in range(rows):
        head, joined = now_asked(event, f"A{number}?", to=to), now_asked(event, f"B{number}?")
        merge(question=joined, into=head, seen="shown", now=timezone.now())
    with django_assert_num_queries(7):
        client.get(listed(event))
    with django_assert_num_queries(2):
        mark = client.get(f"{listed(event)}news/").headers["ETag"]
    with django_assert_num_queries(2):
        client.get(f"{listed(event)}news/", headers={"If-None-Match": mark})
    with django_assert_num_queries(9):  # two of them begin and end the transaction
        client.post(page, {"do": "ask", "text": "Und?", "to": to.pk})
    with django_assert_num_queries(9):
        client.get(page)
    with django_assert_num_queries(7):
        client.post(page, {"do": "support", "question": head.pk}, headers={"Accept": "application/json"})
    with django_assert_num_queries(3):
        client.post(f"{listed(event)}take-part/")


def test_another_generation_opens_nothing(client):
    voice = guest(coming(), timezone.now())
    page = f"/voices/{voice.token}/"
    assert client.get(page).status_code == 200
    Voice.objects.update(generation=2)
    assert client.get(page).status_code == client.post(page, {"do": "forget"}).status_code == 404


def test_a_script_supports_without_the_page_and_hears_of_a_refusal(client):
    question = now_asked(coming())
    page = voice_page(client, question.event)
    asks = {"Accept": "application/json"}
    answer = client.post(page, {"do": "support", "question": question.pk}, headers=asks)
    assert answer.json() == {"done": "supported"} and fresh(question).supports == 2
    answer = client.post(page, {"do": "take_back", "question": question.pk}, headers=asks)
    assert answer.json() == {"done": "taken_back"} and fresh(question).supports == 1
    move(question=question, to="answered", seen="shown", now=timezone.now())
    answer = client.post(page, {"do": "support", "question": question.pk}, headers=asks)
    assert answer.status_code == 409 and "nicht mehr unterstützen" in answer.json()["refusal"]


def test_a_long_list_shows_the_most_supported_first_and_all_on_request(client, monkeypatch):
    monkeypatch.setattr("participation.views.questions.MOST", 2)
    event = coming()
    for number in range(4):
        backed(now_asked(event, f"Frage {number}?"), number, now=timezone.now())
    page = text_of(client.get(listed(event)))
    assert "4 offene Fragen" in page and "Frage 3?" in page and "Frage 1?" not in page
    assert "Frage 0?" in text_of(client.get(f"{listed(event)}?all=1"))
