"""Taking part under an address: nothing is public before its owner has confirmed it, and all can be taken back."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from civicevents.testing import NOW, make_past, make_published
from outbox.mails import Drop, render
from outbox.models import Message
from participation.actions import contributing, forgetting
from participation.contributions import kinds
from participation.jobs import forget_unconfirmed
from participation.models import Comment, CommentSettings, ContributionState, Contributor
from participation.models.contributors import KEPT
from registrations.attached import GO_AGAIN
from registrations.limits import OVER_ALL
from registrations.models import Erasure

pytestmark = pytest.mark.django_db
EMAIL = "anna@example.org"
TEXT = "Wir pflegen das seit drei Jahren."
HOUR = dt.timedelta(hours=1)
SHOWN, HELD, UNCONFIRMED = ContributionState.SHOWN, ContributionState.HELD, ContributionState.UNCONFIRMED


def make_commented(event=None, **fields):
    """An event that takes comments, public as soon as confirmed unless told otherwise."""
    event = event or make_published()
    CommentSettings.objects.create(event=event, **({"takes_comments": True, "needs_approval": False} | fields))
    return type(event).objects.get(pk=event.pk)


def said(event, text=TEXT, email=EMAIL, name="Anna Muster", now=NOW):
    row = Comment(event=event, text=text, shown_name=name)
    contributing.say(row=row, email=email, language="de", now=now)
    return Comment.objects.filter(text=text).last()


def confirmed(event, text=TEXT, now=NOW, **fields):
    row = said(event, text, now=now, **fields)
    (row,) = contributing.confirm(contributor=row.contributor, rows=[row], now=now)
    return row


def mails(kind="contribution_asked"):
    return Message.objects.filter(kind=f"participation.{kind}").order_by("pk")


def typed(**fields):
    return {"text": TEXT, "name": "Anna Muster", "email": EMAIL} | fields


@pytest.fixture
def event():
    return make_commented()


def test_what_is_typed_waits_until_a_button_behind_the_link_confirms_it(client, event):
    answer = client.post(reverse("comment", args=[event.slug]), typed())
    assert (answer.status_code, answer.url) == (303, "/contributions/sent/")
    row = Comment.objects.get()
    assert row.state == UNCONFIRMED
    (mail,) = mails()
    assert mail.recipient == EMAIL
    page = reverse("contributor", args=[row.contributor.token])
    text = render(mail, now=timezone.now()).text
    assert page in text
    assert event.title in text
    assert TEXT in client.get(page).content.decode()
    row.refresh_from_db()
    assert row.state == UNCONFIRMED  # following the link confirms nothing
    assert not row.contributor.is_confirmed
    assert client.post(page, {"do": "confirm", "what": row.what}).url == f"{page}?done=confirmed"
    row.refresh_from_db()
    assert row.state == SHOWN
    assert row.contributor.name == "Anna Muster"


def test_a_mail_holds_nothing_of_what_a_stranger_may_have_typed(event):
    said(event, "Kauf jetzt auf evil.example!", name="Kauf jetzt")
    mail = render(mails().get(), now=NOW)
    assert "Kauf" not in mail.subject + mail.text + mail.html


def test_nobody_speaks_under_a_known_address_by_knowing_it(client, event):
    mine = confirmed(event)
    Message.objects.all().delete()
    answer = client.post(reverse("comment", args=[event.slug]), typed(text="Unsinn.", name="Eva"))
    assert (answer.status_code, answer.url) == (303, "/contributions/sent/")
    foreign = Comment.objects.get(text="Unsinn.")
    assert foreign.state == UNCONFIRMED
    assert mails().count() == 1
    mine.contributor.refresh_from_db()
    assert mine.contributor.name == "Anna Muster"
    contributing.withdraw(contributor=mine.contributor, row=foreign, now=NOW)
    assert list(Comment.objects.all()) == [mine]


def test_confirming_one_confirms_no_other(client, event):
    mine, foreign = said(event), said(event, "Unsinn.")
    page = reverse("contributor", args=[mine.contributor.token])
    client.post(page, {"do": "confirm", "what": mine.what})
    foreign.refresh_from_db()
    assert foreign.state == UNCONFIRMED
    client.post(page, {"do": "confirm", "what": [mine.what, foreign.what]})
    foreign.refresh_from_db()
    assert foreign.state == SHOWN


def test_nobody_confirms_or_takes_back_what_is_anothers(client, event):
    mine, theirs = confirmed(event), said(event, "Anderes.", email="ben@example.org")
    page = reverse("contributor", args=[mine.contributor.token])
    for do in ("confirm", "withdraw"):
        client.post(page, {"do": do, "what": theirs.what})
        theirs.refresh_from_db()
        assert theirs.state == UNCONFIRMED
    for what in ("comment:", "comment:x", f"user:{theirs.pk}", "comment:99999999999999999999", ""):
        assert client.post(page, {"do": "withdraw", "what": what}).status_code == 303
    assert Comment.objects.count() == 2


def test_where_moderators_look_first_it_is_held(client):
    row = said(make_commented(needs_approval=True))
    page = reverse("contributor", args=[row.contributor.token])
    assert client.post(page, {"do": "confirm", "what": row.what}).url == f"{page}?done=held"
    row.refresh_from_db()
    assert (row.state, row.shown_at) == (HELD, None)


def test_from_the_own_page_no_more_confirmation_is_needed(client, event):
    person = confirmed(event).contributor
    Message.objects.all().delete()
    address = reverse("comment_as", args=[person.token, event.slug])
    assert 'name="email"' not in client.get(address).content.decode()
    answer = client.post(address, {"text": "Noch etwas.", "name": "Anna"})
    assert answer.url == f"{reverse('contributor', args=[person.token])}?done=said"
    row = Comment.objects.get(text="Noch etwas.")
    assert (row.state, row.shown_name, row.contributor) == (SHOWN, "Anna", person)
    assert not mails().exists()


def test_the_link_itself_proves_the_address(client, event):
    person = said(event).contributor
    client.post(reverse("comment_as", args=[person.token, event.slug]), {"text": "Noch etwas."})
    person.refresh_from_db()
    assert person.is_confirmed
    assert Comment.objects.get(text=TEXT).state == UNCONFIRMED


def test_a_double_click_says_it_once(client, event):
    for _ in range(2):
        said(event)
    person = Contributor.objects.get()
    for _ in range(2):
        row = Comment(event=event, text="Noch etwas.", shown_name="")
        contributing.say_as(contributor=person, row=row, now=NOW)
    assert Comment.objects.count() == 2


def test_an_address_gets_four_mails_an_hour_and_the_answer_stays_the_same(client, event):
    for number in range(6):
        answer = client.post(reverse("comment", args=[event.slug]), typed(text=f"Nummer {number}"))
        assert answer.url == "/contributions/sent/"
    assert mails().count() == contributing.MAILS_AN_HOUR
    said(event, "Nach einer Stunde", now=timezone.now() + HOUR)
    assert mails().count() == contributing.MAILS_AN_HOUR + 1


def test_no_more_than_twenty_wait_under_one_address(event):
    for number in range(25):
        said(event, f"Nummer {number}")
    assert Comment.objects.count() == contributing.MOST_WAITING


def test_far_above_what_is_usual_the_answer_is_later(client, event):
    from registrations.models import Attempt

    Attempt.objects.bulk_create(
        [Attempt(client="", address=str(number), at=timezone.now()) for number in range(OVER_ALL)]
    )
    answer = client.post(reverse("comment", args=[event.slug]), typed())
    assert answer.status_code == 429
    assert TEXT in answer.content.decode()
    assert not Comment.objects.exists()


def test_one_person_does_not_say_everything_at_once(client, event):
    person = confirmed(event, now=NOW - HOUR).contributor
    address = reverse("comment_as", args=[person.token, event.slug])
    answers = [client.post(address, {"text": f"Nummer {number}"}).status_code for number in range(6)]
    assert answers == [303] * 5 + [409]


@pytest.mark.parametrize(
    "fields", [{"email": "anna"}, {"email": ""}, {"text": " "}, {"text": "…"}, {"name": "123"}, {"text": "x" * 2001},
               {"reference_note": "x"}],
)  # fmt: skip
def test_what_is_wrong_comes_back_with_a_sentence_and_what_was_typed(client, event, fields):
    answer = client.post(reverse("comment", args=[event.slug]), typed(**fields))
    assert answer.status_code == 422
    assert not Contributor.objects.exists()


def test_a_name_may_be_left_out(client, event):
    client.post(reverse("comment", args=[event.slug]), typed(name=""))
    assert Comment.objects.get().shown_name == ""


def test_a_foreign_site_cannot_write(client, event):
    address = reverse("comment", args=[event.slug])
    assert client.post(address, typed(), headers={"origin": "https://evil.example"}).status_code == 403
    assert not Comment.objects.exists()


def test_the_name_changes_wherever_one_is_shown_by_name(client, event):
    row = confirmed(event)
    nameless = confirmed(event, "Ohne Namen.", name="")
    page = reverse("contributor", args=[row.contributor.token])
    assert client.post(page, {"do": "rename", "name": "A. Muster"}).status_code == 303
    row.refresh_from_db()
    nameless.refresh_from_db()
    assert (row.shown_name, nameless.shown_name) == ("A. Muster", "")
    assert client.post(page, {"do": "rename", "name": "123"}).status_code == 422


def test_what_is_stored_can_be_taken_along(client, event):
    row = confirmed(event)
    answer = client.get(reverse("contributor_data", args=[row.contributor.token]))
    data = json.loads(answer.content)
    assert data["email"] == EMAIL
    assert data["contributions"][0]["text"] == TEXT
    assert data["messages"][0]["to"] == EMAIL
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_deleting_everything_leaves_nothing_and_a_restored_backup_brings_nothing_back(client, event):
    row = confirmed(event)
    person, kept = row.contributor, (Contributor.objects.get(), Comment.objects.get())
    address = reverse("contributor_delete", args=[person.token])
    assert client.get(address).status_code == 200
    assert Comment.objects.exists()
    assert client.post(address).url == "/contributions/deleted/"
    assert not Contributor.objects.exists()
    assert not Comment.objects.exists()
    assert set(mails().values_list("recipient", flat=True)) == {""}
    assert client.get(reverse("contributor", args=[person.token])).status_code == 404
    for each in kept:
        each.save(force_insert=True)
    known = set(Erasure.objects.values_list("fingerprint", flat=True))
    assert sum(again(known, NOW) for again in GO_AGAIN) >= 1
    assert not Contributor.objects.exists()
    assert not Comment.objects.exists()


def test_what_was_taken_back_stays_so_after_a_restore(event):
    row, other = confirmed(event), confirmed(event, "Bleibt.")
    kept = Comment.objects.get(pk=row.pk)
    contributing.withdraw(contributor=row.contributor, row=row, now=NOW)
    kept.save(force_insert=True)
    forgetting.replay(fingerprints=set(Erasure.objects.values_list("fingerprint", flat=True)), now=NOW)
    assert list(Comment.objects.all()) == [other]


def test_what_nobody_confirmed_goes_after_48_hours_with_its_address(event):
    said(event)
    confirmed(event, "Bleibt.", email="ben@example.org")
    forget_unconfirmed(NOW + 47 * HOUR)
    assert Contributor.objects.count() == 2
    forget_unconfirmed(NOW + 48 * HOUR)
    assert Contributor.objects.get().email == "ben@example.org"
    assert Comment.objects.get().text == "Bleibt."
    assert not Message.objects.filter(recipient=EMAIL).exists()
    assert isinstance(render(mails().first(), now=NOW + 48 * HOUR), Drop)


def test_two_years_later_the_address_goes_and_what_was_public_stays_without_a_name(event):
    confirmed(event)
    held = confirmed(make_commented(make_past(), needs_approval=True), "Nie gezeigt.")
    assert held.state == HELD
    forget_unconfirmed(NOW + KEPT - HOUR)
    assert Contributor.objects.exists()
    forget_unconfirmed(NOW + KEPT)
    assert not Contributor.objects.exists()
    row = Comment.objects.get()
    assert (row.text, row.shown_name, row.contributor) == (TEXT, "", None)


def test_a_lost_link_is_mailed_to_people_who_are_known_and_the_answer_is_the_same(client, event):
    confirmed(event)
    said(event, "Unbestätigt.", email="ben@example.org")
    for email in (EMAIL, "ben@example.org", "nobody@example.org"):
        assert client.post(reverse("contributions"), {"email": email}).url == "/contributions/link-sent/"
    (mail,) = mails("contribution_link")
    assert mail.recipient == EMAIL
    assert reverse("contributor", args=[Contributor.objects.get(email=EMAIL).token]) in render(mail, now=NOW).text


def test_the_own_page_asks_as_many_statements_with_one_and_with_three(client, event, django_assert_num_queries):
    row = confirmed(event)
    page = reverse("contributor", args=[row.contributor.token])
    client.get(page)
    with django_assert_num_queries(1 + len(kinds())):  # the person, and each kind
        client.get(page)
    for number in range(2):
        confirmed(make_commented(make_past(title=f"Treffen {number}")), f"Nummer {number}", now=NOW + HOUR)
    with django_assert_num_queries(1 + len(kinds())):  # the person, and each kind
        client.get(page)
