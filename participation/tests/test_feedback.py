"""Feedback after a meetup: given once, never traced, shown from five answers on."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import Role
from civicevents.testing import mails, make_member, make_past, make_ticket_type, register, set_up_sign_up
from outbox.mails import render
from participation.actions import feedback as actions
from participation.models import FeedbackBox, FeedbackGiven, FeedbackQuestion, FeedbackSettings
from participation.models.feedback import EventFeedback
from registrations.actions import erase_now
from registrations.actions.rounds import thank
from registrations.models import Registration

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }}"


def past(**settings):
    """Over since yesterday, asking three questions."""
    start = timezone.now() - DAY
    event = make_past(starts_at=start, ends_at=start + DAY / 12, publish_at=start - 30 * DAY)
    FeedbackSettings.objects.create(event=event, **{"is_on": True} | settings)
    asked = [
        ("scale", "Wie war es?", "schlecht\nsehr gut"),
        ("several", "Was fehlte?", "Zeit\nKaffee"),
        ("text", "Was noch?", ""),
    ]
    for kind, text, options in asked:
        FeedbackQuestion.objects.create(event=event, kind=kind, text=text, options=options)
    return event


def people(event, number=1):
    kind = make_ticket_type(event)
    before = event.starts_at - 20 * DAY
    return [register(kind, f"Person {each}", now=before) for each in range(number)]


def question(kind):
    return FeedbackQuestion.objects.get(kind=kind)


def answers(scale="5", several=("Zeit",), text=""):
    given = {question("scale").pk: scale, question("several").pk: list(several), question("text").pk: text}
    return {pk: value for pk, value in given.items() if value}


def give(registration, **values):
    actions.give(registration=registration, answers=answers(**values), now=timezone.now())


def address(registration):
    return f"/en/registrations/{registration.token}/feedback/"


def posted(scale="4", text=""):
    return {f"question_{question('scale').pk}": scale, f"question_{question('text').pk}": text}


# Giving it


def test_a_participant_gives_feedback_once(client):
    (anna,) = people(past())
    assert "Give feedback" in client.get(f"/en/registrations/{anna.token}/").content.decode()
    page = client.get(address(anna)).content.decode()
    assert "1 (schlecht)" in page and "5 (sehr gut)" in page
    assert client.post(address(anna), posted()).status_code == 303
    assert client.post(address(anna), posted()).status_code == 200
    assert "Thank you for your feedback" in client.get(address(anna)).content.decode()
    box = FeedbackBox.objects.get()
    assert (box.answers, box.from_room) == (1, 0)
    assert box.numbers == {str(question("scale").pk): {"given": 1, "by": {"4": 1}}}
    with pytest.raises(actions.GivenAlready):
        give(anna)


def test_an_empty_or_made_up_answer_is_not_one(client):
    (anna,) = people(past())
    answer = client.post(address(anna), posted(scale="", text=" "))
    assert answer.status_code == 422 and "Answer at least one" in answer.content.decode()
    answer = client.post(address(anna), posted(scale="9", text="bleibt stehen"))
    assert answer.status_code == 422 and "bleibt stehen" in answer.content.decode()
    assert not FeedbackGiven.objects.exists()


@pytest.mark.parametrize("why", ["too early", "too late", "off", "cancelled event", "no seat"])
def test_feedback_has_its_time(client, why):
    event = past()
    (anna,) = people(event)
    rows = type(event).objects.filter(pk=event.pk)
    if why == "too early":
        rows.update(ends_at=timezone.now() + DAY)
    if why == "too late":
        rows.update(starts_at=event.starts_at - 15 * DAY, ends_at=event.ends_at - 15 * DAY)
    if why == "off":
        FeedbackSettings.objects.update(is_on=False)
    if why == "cancelled event":
        rows.update(status="cancelled")
    if why == "no seat":
        Registration.objects.update(state="cancelled", cancelled_at=timezone.now())
    assert "Give feedback" not in client.get(f"/en/registrations/{anna.token}/").content.decode()
    client.post(address(anna), posted())
    assert not FeedbackBox.objects.exists()


def test_the_thank_you_mail_leads_to_it():
    event = past()
    set_up_sign_up(event, says_thanks=True)
    (anna,) = people(event)
    thank(now=timezone.now())
    (message,) = mails(anna, "thank_you")
    assert f"/registrations/{anna.token}/feedback/" in render(message, now=timezone.now()).text


# Nobody can tell


def test_what_is_stored_does_not_lead_from_a_person_to_an_answer():
    event = past()
    for each, text in zip(people(event, 3), ["zuletzt", "Anfang", "mitten"], strict=True):
        give(each, text=text)
    tables = [model._meta for model in (FeedbackGiven, FeedbackBox)]
    kinds = {field.get_internal_type() for table in tables for field in table.concrete_fields}
    assert not kinds & {"DateTimeField", "DateField", "TimeField", "BigAutoField"}
    assert [field.name for field in FeedbackGiven._meta.concrete_fields] == ["registration"]
    assert FeedbackBox.objects.count() == 1
    box = FeedbackBox.objects.get()
    assert box.texts == {str(question("text").pk): ["Anfang", "mitten", "zuletzt"]}
    with connection.cursor() as cursor:  # the only row that tells when it was written tells of the last answer
        cursor.execute("SELECT count(*) FROM participation_feedbackbox")
        assert cursor.fetchone() == (1,)


def test_results_are_shown_from_five_answers_on(client):
    event = past()
    client.force_login(make_member(role=Role.MANAGER))
    *four, last = people(event, 5)
    for each in four:
        give(each, text="Geheimes")
    page = f"/en/admin/participation/eventfeedback/{event.pk}/results/"
    shown = client.get(page).content.decode()
    assert "4 answers" in shown and "Geheimes" not in shown and "figures--bars" not in shown
    client.post(page, {"summary": "Danke!"})
    assert FeedbackSettings.objects.get().published is None
    give(last)
    shown = client.get(page).content.decode()
    assert "Geheimes" in shown and "5 (sehr gut)" in shown


def test_a_question_that_few_answered_has_no_chart():
    event = past()
    for number, each in enumerate(people(event, 5)):
        give(each, several=("Zeit",) if number else ())
    actions.publish(event=event, summary="Danke.", now=timezone.now())
    assert [each["heading"] for each in FeedbackSettings.objects.get().published["charts"]] == ["Wie war es?"]


# The room


def test_whoever_has_the_link_of_the_room_answers_and_is_counted_apart(client):
    event = past(takes_guests=True)
    link = f"/en/feedback/{FeedbackSettings.objects.get().token}/"
    answer = client.post(link, posted())
    assert answer.status_code == 303 and not answer.cookies
    assert client.get(answer.headers["Location"]).status_code == 200
    box = FeedbackBox.objects.get()
    assert (box.answers, box.from_room) == (1, 1)
    actions.renew_room_link(event=event)
    assert client.get(link).status_code == 404
    FeedbackSettings.objects.update(takes_guests=False)
    assert client.get(f"/en/feedback/{FeedbackSettings.objects.get().token}/").status_code == 404


def test_the_room_has_limits(client, monkeypatch):
    past(takes_guests=True)
    monkeypatch.setattr("participation.limits.PER_CLIENT", 2)
    link = f"/en/feedback/{FeedbackSettings.objects.get().token}/"
    assert [client.post(link, posted()).status_code for _each in range(4)] == [303, 303, 429, 429]
    monkeypatch.setattr("participation.limits.PER_CLIENT", 200)
    monkeypatch.setattr("participation.actions.feedback.MOST", 2)
    assert client.post(link, posted()).status_code == 409


# What comes of it


def test_the_organiser_publishes_numbers_with_a_sentence_and_they_do_not_move_on(client):
    event = past()
    *five, late = people(event, 6)
    for each in five:
        give(each, text="nie öffentlich")
    client.force_login(make_member(role=Role.EDITOR))
    page = f"/en/admin/participation/eventfeedback/{event.pk}/"
    assert client.post(page + "results/", {"summary": ""}).status_code == 422
    client.post(page + "results/", {"summary": HOSTILE})
    client.logout()
    public = client.get(f"/events/{event.slug}/").content.decode()
    assert "Was Teilnehmende meinen" in public and "&lt;script&gt;alert(1)" in public and "<script>alert" not in public
    assert "nie öffentlich" not in public and "5 Personen" in public
    give(late)
    assert "5 Personen" in client.get(f"/events/{event.slug}/").content.decode()
    client.force_login(make_member(role=Role.EDITOR))
    client.post(page + "take-back/")
    assert "Was Teilnehmende meinen" not in client.get(f"/events/{event.slug}/").content.decode()


def test_a_question_that_is_not_for_the_public_stays_inside():
    event = past()
    FeedbackQuestion.objects.filter(kind="several").update(is_public=False)
    for each in people(event, 5):
        give(each)
    actions.publish(event=event, summary="Danke.", now=timezone.now())
    assert [each["heading"] for each in FeedbackSettings.objects.get().published["charts"]] == ["Wie war es?"]


def test_texts_are_text_and_the_organiser_deletes_one(client):
    event = past()
    for each in people(event, 5):
        give(each, text=HOSTILE)
    client.force_login(make_member(role=Role.EDITOR))
    page = f"/en/admin/participation/eventfeedback/{event.pk}/"
    shown = client.get(page + "results/").content.decode()
    assert "&lt;script&gt;" in shown and "<script>alert" not in shown and "{{ 7|add:7 }}" in shown
    client.post(page + "remove-text/", {"question": question("text").pk, "text": HOSTILE})
    assert len(FeedbackBox.objects.get().texts[str(question("text").pk)]) == 4


def test_a_viewer_reads_results_and_changes_nothing(client):
    event = past(takes_guests=True)
    for each in people(event, 5):
        give(each, text="Bleibt")
    client.force_login(make_member(role=Role.VIEWER))
    page = f"/en/admin/participation/eventfeedback/{event.pk}/"
    shown = client.get(page + "results/").content.decode()
    assert "Bleibt" in shown and "room-link" not in shown
    for tail in ("results/", "remove-text/", "take-back/", "renew-room/"):
        assert client.post(page + tail, {"summary": "x"}).status_code in (403, 404)


# Its end


def test_texts_go_on_the_deletion_day_and_numbers_stay():
    event = past()
    set_up_sign_up(event, deletion_days=7)
    for each in people(event, 5):
        give(each, text="Frau X war toll")
    assert actions.erase_texts(now=timezone.now() + 5 * DAY) == 0
    assert actions.erase_texts(now=timezone.now() + 8 * DAY) == 1
    box = FeedbackBox.objects.get()
    assert box.texts == {} and box.answers == 5


def test_the_mark_goes_with_the_registration_and_is_told_with_ones_own_data(client):
    (anna,) = people(past())
    give(anna)
    data = client.get(f"/registrations/{anna.token}/data.json").json()
    assert data["feedback_given"] is True
    erase_now(registration=anna, now=timezone.now())
    assert not FeedbackGiven.objects.exists() and FeedbackBox.objects.get().answers == 1


def test_the_page_of_the_workplace_opens(client):
    event = past()
    client.force_login(make_member(role=Role.EDITOR))
    assert client.get(f"/admin/participation/eventfeedback/{event.pk}/change/").status_code == 200
    assert client.get("/admin/participation/eventfeedback/").status_code == 200
    assert EventFeedback.objects.filter(pk=event.pk).exists()
