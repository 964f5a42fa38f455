"""Following by mail: confirmed first, told once, ended by one click."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from civicevents.testing import NOW, at, make_event, make_organisation, make_programme, make_published, make_series
from events.actions.publication import cancel, publish
from events.models import Change, LineUp
from outbox.mails import Drop, render
from outbox.models import Message
from participation.actions import following
from participation.actions.results import publish as publish_results
from participation.models import Access, Follow, Results, Rhythm

pytestmark = pytest.mark.django_db
EMAIL = "anna@example.org"
HOUR = dt.timedelta(hours=1)
LATER = NOW + HOUR


def follow(email=EMAIL, rhythm=Rhythm.AT_ONCE, confirmed=True, **what):
    found = following.ask_to_follow(email=email, rhythm=rhythm, language="de", now=NOW, **what)
    if confirmed:
        following.confirm(follow=found, now=NOW)
        found.refresh_from_db()
    return found


def new_date(minutes=1, **fields):
    fields.setdefault("platform", None)
    event = make_event(summary="Worum es geht.", **fields)
    return publish(event=event, by=None, now=NOW + dt.timedelta(minutes=minutes))


def mails(kind="follow_news"):
    return Message.objects.filter(kind=f"participation.{kind}").order_by("pk")


def text_of(message, now=LATER):
    return render(message, now=now).text


def test_nothing_is_sent_before_the_address_is_confirmed(client):
    series = make_series()
    page = reverse("follow") + f"?series={series.slug}"
    answer = client.post(page, {"email": EMAIL, "rhythm": "at_once"})
    assert (answer.status_code, answer.url) == (303, "/follow/sent/")
    (asked,) = mails("follow_asked")
    assert asked.recipient == EMAIL
    found = Follow.objects.get()
    assert found.series == series
    own = reverse("follow_page", args=[found.token])
    assert own in text_of(asked)
    assert client.get(own).status_code == 200
    found.refresh_from_db()
    assert not found.is_confirmed
    new_date(series=series)
    assert following.tell_at_once(now=timezone.now() + HOUR) == 0
    assert client.post(own, {"confirm": "1"}).url == f"{own}?done=confirmed"
    found.refresh_from_db()
    assert found.is_confirmed


def test_the_answer_does_not_tell_who_follows(client):
    follow()
    Message.objects.all().delete()
    for email in (EMAIL, "nobody@example.org"):
        answer = client.post(reverse("follow"), {"email": email, "rhythm": "weekly"})
        assert (answer.status_code, answer.url) == (303, "/follow/sent/")
    known, unknown = mails("follow_asked")
    assert "bereits" in text_of(known)
    assert "bereits" not in text_of(unknown)
    assert Follow.objects.get(email=EMAIL).rhythm == Rhythm.AT_ONCE


def test_asking_again_within_the_hour_sends_one_mail_and_confirmed_rows_stay_as_they_are():
    for rhythm in (Rhythm.AT_ONCE, Rhythm.WEEKLY):
        follow(rhythm=rhythm, confirmed=False)
    assert mails("follow_asked").count() == 1
    assert Follow.objects.get().rhythm == Rhythm.WEEKLY


@pytest.mark.parametrize("email", ["", "anna", "anna@", "a" * 300 + "@example.org", "anna@example.org\nBcc: x@y.org"])
def test_what_is_no_address_comes_back_with_a_sentence(client, email):
    answer = client.post(reverse("follow"), {"email": email, "rhythm": "weekly"})
    assert answer.status_code == 422
    assert not Follow.objects.exists()


def test_a_foreign_site_cannot_make_somebody_follow(client):
    answer = client.post(
        reverse("follow"), {"email": EMAIL, "rhythm": "weekly"}, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert not Follow.objects.exists()


@pytest.mark.parametrize("query", ["series=nichts", "organisation=%00", "programme=x" * 100])
def test_what_does_not_exist_cannot_be_followed(client, query):
    assert client.get(f"{reverse('follow')}?{query}").status_code == 404


def test_several_new_dates_are_one_mail_and_each_is_told_once():
    series = make_series()
    follow(series=series)
    first, second = new_date(series=series, title="Erster"), new_date(8, series=series, title="Zweiter")
    assert following.tell_at_once(now=NOW + dt.timedelta(minutes=9)) == 0
    assert following.tell_at_once(now=NOW + dt.timedelta(minutes=12)) == 1
    assert following.tell_at_once(now=LATER) == 0
    (message,) = mails()
    text = text_of(message)
    assert text.count("Neuer Termin") == 2
    assert first.title in text
    assert second.title in text


@pytest.mark.parametrize("kind", ["series", "organisation", "programme", None])
def test_only_what_is_followed_is_told(kind):
    series, programme = make_series(), make_programme()
    mine = new_date(title="Meins", series=series)
    mine.programmes.add(programme)
    new_date(title="Fremd", organisation=make_organisation("Nachbaramt"))
    what = {"series": series, "organisation": mine.organisation, "programme": programme}
    follow(**({kind: what[kind]} if kind else {}))
    following.tell_at_once(now=LATER)
    text = text_of(mails().get())
    assert "Meins" in text
    assert ("Fremd" in text) == (kind is None)


def test_drafts_unlisted_and_scheduled_ones_are_not_told_before_they_are_public():
    follow()
    make_event(title="Entwurf")
    new_date(title="Nicht gelistet", visibility="unlisted")
    scheduled = make_event(title="Übermorgen")
    publish(event=scheduled, by=None, now=NOW + dt.timedelta(minutes=1), at=NOW + dt.timedelta(days=2))
    assert following.tell_at_once(now=LATER) == 0
    assert following.tell_at_once(now=NOW + dt.timedelta(days=2, minutes=30)) == 1
    assert "Übermorgen" in render(mails().get(), now=NOW + dt.timedelta(days=2, minutes=30)).text


def test_what_was_new_before_somebody_followed_is_not_told():
    new_date(minutes=0)
    follow()
    assert following.tell_at_once(now=LATER) == 0


def test_a_line_up_that_is_final_and_results_are_told():
    event = new_date(minutes=0, line_up=LineUp.FINAL)
    follow()
    Change.objects.create(event=event, at=NOW + HOUR, what="line_up", old="announced_soon", new="final")
    following.tell_at_once(now=NOW + 2 * HOUR)
    assert "Wer spricht, steht fest" in text_of(mails().get(), NOW + 2 * HOUR)
    after = event.ends_at + HOUR
    Results.objects.create(event=event, summary="Drei Dinge.", access=Access.PUBLIC)
    publish_results(event=event, by=None, now=after)
    following.tell_at_once(now=after + HOUR)
    assert "Was dabei herauskam" in text_of(mails().last(), after + HOUR)


def test_results_for_participants_only_are_told_to_nobody_else():
    event = new_date(minutes=0)
    follow()
    after = event.ends_at + HOUR
    Results.objects.create(event=event, summary="Vertraulich.", access=Access.PARTICIPANTS)
    publish_results(event=event, by=None, now=after)
    assert following.tell_at_once(now=after + HOUR) == 0


def test_a_mail_about_what_was_cancelled_meanwhile_is_dropped():
    follow()
    event = new_date()
    following.tell_at_once(now=LATER)
    cancel(event=event, by=None, now=LATER, reason="Krank.")
    assert isinstance(render(mails().get(), now=LATER), Drop)


def test_on_monday_at_eight_there_is_one_mail_about_the_week():
    follow(rhythm=Rhythm.WEEKLY)
    new_date(title="Erster", starts_at=at("2026-11-20 18:00"))
    new_date(2, title="Zweiter", starts_at=at("2026-11-21 18:00"))
    assert following.tell_at_once(now=LATER) == 0
    assert following.tell_weekly(now=at("2026-11-09 07:59")) == 0
    assert following.tell_weekly(now=at("2026-11-09 08:00")) == 1
    assert following.tell_weekly(now=at("2026-11-09 08:10")) == 0
    assert following.tell_weekly(now=at("2026-11-16 08:00")) == 0
    message = mails().get()
    mail = render(message, now=at("2026-11-09 08:01"))
    assert mail.subject == "Neues: Erster und ein weiteres Treffen"
    assert "Zweiter" in mail.text


def test_what_was_told_at_once_is_not_told_again_on_monday():
    found = follow()
    new_date(starts_at=at("2026-11-20 18:00"))
    following.tell_at_once(now=LATER)
    following.change_rhythm(follow=found, rhythm=Rhythm.WEEKLY, now=LATER)
    assert following.tell_weekly(now=at("2026-11-09 08:00")) == 0


def test_every_mail_ends_it_by_one_click_and_nothing_of_the_person_stays(client):
    found = follow()
    new_date()
    following.tell_at_once(now=LATER)
    message = mails().get()
    address = render(message, now=LATER).unsubscribe
    path = address.removeprefix("http://testserver")
    assert path == reverse("follow_end", args=[found.token])
    assert client.get(path).status_code == 200
    assert Follow.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follow.objects.exists()
    assert set(Message.objects.values_list("recipient", flat=True)) == {""}
    assert client.get(path).status_code == 404
    assert isinstance(render(message, now=LATER), Drop)


def test_the_button_ends_it_too(client):
    found = follow()
    assert client.post(reverse("follow_end", args=[found.token])).url == "/follow/ended/"
    assert not Follow.objects.exists()


def test_an_address_that_nobody_confirmed_is_deleted_after_48_hours():
    follow(confirmed=False)
    follow("ben@example.org")
    following.forget_stale(now=NOW + dt.timedelta(hours=47))
    assert Follow.objects.count() == 2
    following.forget_stale(now=NOW + dt.timedelta(hours=48))
    assert Follow.objects.get().email == "ben@example.org"
    assert not Message.objects.filter(recipient=EMAIL).exists()


def test_the_page_changes_how_often(client):
    found = follow()
    own = reverse("follow_page", args=[found.token])
    assert client.post(own, {"rhythm": "weekly"}).status_code == 303
    assert Follow.objects.get().rhythm == Rhythm.WEEKLY
    assert client.post(own, {"rhythm": "hourly"}).status_code == 422
    response = client.get(own)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert EMAIL in response.content.decode()


def test_the_subscribe_page_offers_it(client):
    series = make_series()
    make_published(series=series)
    page = client.get("/events/subscribe/", {"series": series.slug}).content.decode()
    assert f'href="/follow/?series={series.slug}"' in page
    assert 'href="/follow/"' in client.get("/events/subscribe/").content.decode()
