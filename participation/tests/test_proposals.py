"""Proposing a talk: sent in, read by its organisation only, accepted once or declined, and erased when due."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from accounts.refusal import Refused
from civicevents.testing import (
    NOW,
    at,
    make_call,
    make_item,
    make_member,
    make_neighbour,
    make_organisation,
    make_proposal,
    make_published,
    make_series,
    make_speaker,
)
from events.models import AgendaItem, Appearance, Change, ItemKind
from outbox.mails import Drop, render
from outbox.models import Message
from participation.actions import erasing, proposing
from participation.models import Proposal, ProposalState
from registrations.models import RegistrationSettings
from speakers.models import Speaker

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TYPED = {
    "title": "Der Server im Besenschrank",
    "abstract": "Wie er dort hinkam.\n\nUnd *warum* <b>er</b> blieb.",
    "name": "Levi Ceylan",
    "function": "Amt für Dienstwege",
    "email": "levi@example.org",
    "note": "Am liebsten zuerst.",
}


@pytest.fixture
def event():
    start = timezone.now().replace(microsecond=0) + 30 * DAY
    event = make_published(starts_at=start, publish_at=start - 60 * DAY, contact_email="team@example.org")
    make_call(event=event, introduction="Wir suchen Geschichten vom Scheitern.")
    return event


@pytest.fixture
def editor(client):
    user = make_member()
    client.force_login(user)
    return user


def address(event):
    return reverse("propose", args=[event.slug])


def admin_page(name, proposal):
    return reverse(f"admin:participation_proposal_{name}", args=[proposal.pk])


def kinds():
    return [message.kind.partition(".")[2] for message in Message.objects.order_by("pk")]


def mail(kind, now=None):
    return render(Message.objects.get(kind=f"participation.{kind}"), now=now or timezone.now())


# Sending one in


def test_a_proposal_is_sent_in_and_both_sides_get_a_mail(client, event):
    page = client.get(event.get_absolute_url()).content.decode()
    assert f'href="{address(event)}"' in page
    assert "Wir suchen Geschichten vom Scheitern." in client.get(address(event)).content.decode()
    answer = client.post(address(event), TYPED)
    assert (answer.status_code, answer.url) == (303, "/proposals/sent/")
    assert not answer.cookies
    proposal = Proposal.objects.get()
    assert (proposal.event, proposal.series, proposal.state) == (event, None, ProposalState.RECEIVED)
    assert kinds() == ["proposal_received", "proposal_new"]
    assert reverse("proposal", args=[proposal.token]) in mail("proposal_received").text
    told = mail("proposal_new")
    assert Message.objects.get(kind="participation.proposal_new").recipient == "team@example.org"
    assert admin_page("change", proposal) in told.text
    assert "> Wie er dort hinkam." in told.text
    for public in (event.get_absolute_url(), "/speakers/"):
        assert "Levi" not in client.get(public).content.decode()


def test_one_may_propose_for_a_series(client):
    series = make_series()
    make_call(series=series)
    there = reverse("propose_for_series", args=[series.slug])
    assert f'href="{there}"' in client.get(series.get_absolute_url()).content.decode()
    assert client.post(there, TYPED).status_code == 303
    assert Proposal.objects.get().series == series


@pytest.mark.parametrize(
    "wrong", [{"title": " "}, {"abstract": ""}, {"name": "123"}, {"email": "levi"}, {"abstract": "x" * 3001}]
)
def test_what_is_wrong_comes_back_with_a_sentence_and_what_was_typed(client, event, wrong):
    answer = client.post(address(event), TYPED | wrong)
    assert answer.status_code == 422
    assert "Am liebsten zuerst." in answer.content.decode()
    assert not Proposal.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("closed", [{"is_open": False}, {"closes_at": NOW}])
def test_after_it_has_closed_nothing_is_taken(client, event, closed):
    type(event.call).objects.update(**closed)
    assert address(event) not in client.get(event.get_absolute_url()).content.decode()
    assert "geschlossen" in client.get(address(event)).content.decode()
    answer = client.post(address(event), TYPED)
    assert answer.status_code == 409
    assert "Am liebsten zuerst." in answer.content.decode()
    assert not Proposal.objects.exists()


def test_there_is_no_form_without_a_call_or_for_what_is_not_public(client, event):
    assert client.get(address(make_published(title="Ohne"))).status_code == 404
    event.status = "draft"
    event.save()
    assert client.get(address(event)).status_code == 404


def test_a_foreign_site_and_another_method_change_nothing(client, event):
    assert client.post(address(event), TYPED, headers={"origin": "https://evil.example"}).status_code == 403
    assert client.put(address(event)).status_code == 405
    assert not Proposal.objects.exists()


def test_floods_from_one_client_are_told_to_wait(client, event, monkeypatch):
    monkeypatch.setattr("registrations.limits.PER_CLIENT", 1)
    answers = [client.post(address(event), TYPED).status_code for _ in range(2)]
    assert answers == [303, 429]


# Their own page


def test_whoever_made_it_changes_withdraws_and_deletes_it(client, event):
    client.post(address(event), TYPED)
    proposal = Proposal.objects.get()
    own = reverse("proposal", args=[proposal.token])
    assert client.get(own).headers["Cache-Control"] == "private, no-store"
    assert client.post(own, TYPED | {"title": "Neu"}).url == f"{own}?done=changed"
    assert client.post(own, TYPED | {"title": ""}).status_code == 422
    data = client.get(reverse("proposal_data", args=[proposal.token])).json()
    assert (data["title"], data["email"], data["state"]) == ("Neu", "levi@example.org", "received")
    withdraw = reverse("proposal_withdraw", args=[proposal.token])
    assert client.get(withdraw).status_code == 200
    assert Proposal.objects.get().is_undecided
    assert client.post(withdraw).status_code == 303
    assert Proposal.objects.get().state == ProposalState.WITHDRAWN
    assert isinstance(mail("proposal_new"), Drop)
    assert isinstance(mail("proposal_received"), Drop)
    assert client.post(own, TYPED).status_code == 409
    delete = reverse("proposal_delete", args=[proposal.token])
    assert client.get(delete).status_code == 200
    assert client.post(delete).url == "/proposals/deleted/"
    assert not Proposal.objects.exists()
    assert set(Message.objects.values_list("recipient", flat=True)) == {""}
    assert client.get(own).status_code == 404


def test_a_restored_backup_does_not_bring_back_what_was_deleted(event):
    proposal = make_proposal(event=event)
    fingerprints = {erasing.print_of(proposal)}
    assert erasing.replay(fingerprints=fingerprints, now=NOW) == 1
    assert not Proposal.objects.exists()


# Deciding


def test_accepting_makes_item_speaker_and_appearance_and_tells_both_sides(client, event, editor):
    make_item(event, "Ende", kind=ItemKind.END, position=4)
    client.post(address(event), TYPED)
    proposal = Proposal.objects.get()
    Message.objects.all().delete()
    assert client.get(admin_page("accept", proposal)).status_code == 200
    assert Proposal.objects.get().is_undecided
    answer = client.post(admin_page("accept", proposal))
    assert answer.url == reverse("admin:events_event_change", args=[event.pk])
    assert [item.title for item in event.agenda_items.all()] == [TYPED["title"], "Ende"]
    item, speaker = event.agenda_items.first(), Speaker.objects.get()
    assert (speaker.name, speaker.organisation, speaker.email) == ("Levi Ceylan", event.organisation, "")
    assert [each.speaker for each in item.appearances.all()] == [speaker]
    assert Appearance.objects.get().function == TYPED["function"]
    assert Change.objects.get(what=Change.What.AGENDA).by == editor
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Und *warum* &lt;b&gt;er&lt;/b&gt; blieb." in page
    assert kinds() == ["proposal_decided", "proposal_accepted"]
    assert event.get_absolute_url() in mail("proposal_decided").text
    assert reverse("admin:events_event_change", args=[event.pk]) in mail("proposal_accepted").text
    own = client.get(reverse("proposal", args=[proposal.token])).content.decode()
    assert event.get_absolute_url() in own
    item.delete()
    assert isinstance(mail("proposal_decided"), Drop)
    assert isinstance(mail("proposal_accepted"), Drop)


def test_the_address_is_kept_with_the_person_only_if_they_said_so(event):
    proposal = make_proposal(event=event, keeps_email=True)
    proposing.accept(proposal=proposal, event=event, speaker=None, by=None, now=NOW)
    assert Speaker.objects.get().email == "levi@example.org"


def test_somebody_with_a_page_is_used_and_stands_on_stage_once(client, event, editor):
    speaker = make_speaker("Levi Ceylan")
    for title in ("Eins", "Zwei"):
        proposal = make_proposal(event=event, title=title)
        client.post(admin_page("accept", proposal), {"speaker": speaker.pk})
    assert Speaker.objects.get() == speaker
    assert Appearance.objects.get().agenda_items.count() == 2


def test_it_is_accepted_once(event):
    proposal = make_proposal(event=event)
    proposing.accept(proposal=proposal, event=event, speaker=None, by=None, now=NOW)
    for act in (
        lambda: proposing.accept(proposal=proposal, event=event, speaker=None, by=None, now=NOW),
        lambda: proposing.decline(proposal=proposal, reason="", now=NOW),
        lambda: proposing.withdraw(proposal=proposal),
    ):
        with pytest.raises(Refused):
            act()
    assert AgendaItem.objects.count() == Speaker.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_who_press_at_once_one_is_refused(event):
    proposal = make_proposal(event=event)

    def press(_number):
        try:
            return proposing.accept(proposal=proposal, event=event, speaker=None, by=None, now=NOW)
        except Refused:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        made = [item for item in pool.map(press, range(4)) if item]
    assert len(made) == AgendaItem.objects.count() == Speaker.objects.count() == Appearance.objects.count() == 1


def test_for_a_series_the_editor_chooses_the_meetup(client, event, editor):
    series = make_series()
    ours = make_published(series=series, starts_at=event.starts_at, publish_at=NOW)
    proposal = make_proposal(series=series)
    for wrong in ({}, {"event": event.pk}):
        assert client.post(admin_page("accept", proposal), wrong).status_code == 422
    client.post(admin_page("accept", proposal), {"event": ours.pk})
    assert AgendaItem.objects.get().event == ours


def test_what_is_over_takes_no_more(event):
    proposal = make_proposal(event=event)
    with pytest.raises(Refused):
        proposing.accept(proposal=proposal, event=event, speaker=None, by=None, now=event.ends_at)
    assert not Speaker.objects.exists()


def test_declining_tells_the_person_with_the_sentence(client, event, editor):
    proposal = make_proposal(event=event)
    client.get(admin_page("decline", proposal))
    assert Proposal.objects.get().is_undecided
    client.post(admin_page("decline", proposal), {"reason": "Beim nächsten Mal gern."})
    assert kinds() == ["proposal_decided"]
    assert "> Beim nächsten Mal gern." in mail("proposal_decided").text
    assert "Beim nächsten Mal gern." in client.get(reverse("proposal", args=[proposal.token])).content.decode()


@pytest.mark.parametrize("who", ["neighbour", "viewer"])
@pytest.mark.parametrize("name", ["accept", "decline"])
def test_who_may_not_decide_gets_404_and_nothing_is_written(client, event, who, name):
    proposal = make_proposal(event=event)
    role = Role.VIEWER if who == "viewer" else Role.MANAGER
    client.force_login(make_member(make_neighbour() if who == "neighbour" else make_organisation(), role=role))
    for method in (client.get, client.post):
        assert method(admin_page(name, proposal)).status_code in (403, 404)
    assert client.get(admin_page("change", proposal)).status_code == (404 if who == "neighbour" else 200)
    assert Proposal.objects.get().is_undecided
    assert not AgendaItem.objects.exists()


def test_the_pages_of_the_workplace_show_it_and_delete_it(client, event, editor):
    proposal = make_proposal(event=event, title="<script>pwned</script>")
    for page in (reverse("admin:participation_proposal_changelist"), admin_page("change", proposal)):
        assert "&lt;script&gt;pwned" in client.get(page).content.decode()
    assert reverse("admin:participation_proposal_changelist") in client.get(
        reverse("admin:events_event_change", args=[event.pk])
    ).content.decode()  # fmt: skip
    assert client.get(reverse("admin:participation_callforproposals_add")).status_code == 200
    client.post(admin_page("delete", proposal), {"post": "yes"})
    assert not Proposal.objects.exists()


def test_a_call_is_opened_in_the_workplace_for_one_thing_only(client, event, editor):
    other, series = make_published(title="Zweites"), make_series()
    add = reverse("admin:participation_callforproposals_add")
    both = client.post(add, {"event": other.pk, "series": series.pk, "is_open": "on"})
    assert both.status_code == 200
    assert client.post(add, {"series": series.pk, "is_open": "on"}).status_code == 302
    assert series.call.is_open


# Erasing


def test_it_is_erased_on_the_deletion_day_and_what_is_on_the_agenda_stays(event):
    proposal = make_proposal(event=event, created_at=event.starts_at - DAY)
    proposing.accept(proposal=proposal, event=event, speaker=None, by=None, now=NOW)
    due = RegistrationSettings.of(event).deletion_day
    noon = at(f"{due:%Y-%m-%d} 12:00")
    assert erasing.erase_due_proposals(now=noon - DAY) == 0
    assert erasing.erase_due_proposals(now=noon) == 1
    assert AgendaItem.objects.get().appearances.count() == 1
    assert not Message.objects.exclude(recipient="").filter(kind="participation.proposal_decided").exists()


def test_what_was_not_accepted_is_erased_after_180_days():
    make_proposal(series=make_series())
    assert erasing.erase_due_proposals(now=NOW + 179 * DAY) == 0
    assert erasing.erase_due_proposals(now=NOW + 180 * DAY) == 1
