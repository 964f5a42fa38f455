"""The own page of people on stage."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.capabilities import make_token
from civicevents.testing import (
    mails,
    make_appearance,
    make_item,
    make_member,
    make_neighbour,
    make_published,
    make_speaker,
    make_ticket_type,
    register,
)
from events.models import Appearance, Event, Status
from pictures.models import Picture
from pictures.tests.files import photo
from registrations import links
from registrations.actions import (
    Refused,
    decline_proposal,
    renew_stage_link,
    send_stage_link,
    take_over_picture,
    take_over_text,
)
from registrations.models import AccessDetails, StagePage
from speakers.models import Speaker

pytestmark = pytest.mark.django_db


def on_stage(hours=12, **fields):
    start = timezone.now() + dt.timedelta(hours=hours)
    event = make_published(starts_at=start, publish_at=start - dt.timedelta(days=30), **fields)
    speaker = make_speaker("Adriana Groh", email="adriana@example.org", bio="Leitet den Fonds.")
    return Appearance.objects.create(event=event, speaker=speaker, function="Geschäftsführerin")


def stage_of(appearance):
    return links.stage_page(Appearance.objects.get(pk=appearance.pk)).removeprefix("http://testserver")


def text_of(answer):
    return answer.content.decode()


def test_the_person_sees_what_they_need(client):
    adriana = on_stage()
    other = make_appearance(adriana.event, "Berta Bühne")
    make_item(adriana.event, "Der Fonds", starts_at=adriana.event.starts_at, people=[adriana], track="Saal 2")
    make_item(adriana.event, "Pause", people=[other])
    kind = make_ticket_type(adriana.event, capacity=2)
    for name in ("Anna Muster", "Bert", "Carl"):
        register(kind, name, now=timezone.now())
    page = text_of(client.get(stage_of(adriana)))
    for shown in (
        "Adriana Groh",
        "Geschäftsführerin",
        "Leitet den Fonds.",
        "Offene Daten im Alltag",
        "Der Fonds, Saal 2",
    ):
        assert shown in page
    assert "2 bestätigt" in page and "1 auf der Warteliste" in page
    assert "Anna Muster" not in page and "example.org" not in page
    assert page.index("Ihr Teil") < page.index("Der Fonds") and "Pause" in page


def test_access_details_come_from_the_chosen_hour_on_with_the_stages_own_first(client):
    adriana = on_stage()
    AccessDetails.objects.create(event=adriana.event, link="https://meet.example/all")
    assert "https://meet.example/all" in text_of(client.get(stage_of(adriana)))
    AccessDetails.objects.create(event=adriana.event, link="https://meet.example/host", for_stage=True)
    page = text_of(client.get(stage_of(adriana)))
    assert "https://meet.example/host" in page and "meet.example/all" not in page
    for status in (Status.CANCELLED, Status.POSTPONED, Status.DRAFT, Status.WITHDRAWN):
        Event.objects.update(status=status)
        assert "meet.example" not in text_of(client.get(stage_of(adriana)))
    Event.objects.update(status=Status.PUBLISHED, starts_at=timezone.now() + dt.timedelta(days=3),
                         ends_at=timezone.now() + dt.timedelta(days=4))  # fmt: skip
    assert "meet.example" not in text_of(client.get(stage_of(adriana)))
    Event.objects.update(starts_at=timezone.now() - dt.timedelta(days=1), ends_at=timezone.now())
    assert "meet.example" not in text_of(client.get(stage_of(adriana)))


def test_access_details_of_the_stage_reach_no_participant():
    adriana = on_stage()
    AccessDetails.objects.create(event=adriana.event, link="https://meet.example/host", for_stage=True)
    assert not AccessDetails.objects.for_participants().exists()


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_the_page_says_when_nothing_takes_place(client, status):
    adriana = on_stage()
    Event.objects.update(status=status, status_reason="Der Saal steht unter Wasser.")
    page = client.get(stage_of(adriana))
    assert page.status_code == 200 and "Der Saal steht unter Wasser." in text_of(page)
    Event.objects.update(status=Status.WITHDRAWN)
    assert client.get(stage_of(adriana)).status_code == 410


def test_an_approval_counts_until_the_entry_changes(client):
    adriana = on_stage()
    client.get(stage_of(adriana), {"do": "approve"})
    assert not StagePage.objects.exists()
    answer = client.post(stage_of(adriana), {"do": "approve"})
    assert answer.status_code == 303
    assert StagePage.objects.get().is_approved
    assert "Sie haben freigegeben" in text_of(client.get(answer.headers["Location"]))
    Appearance.objects.update(bio="Etwas anderes.")
    assert not StagePage.objects.get().is_approved


def test_a_correction_waits_for_the_organiser(client):
    adriana, editor = on_stage(), make_member()
    answer = client.post(stage_of(adriana), {"do": "text", "function": "Vorständin", "bio": "Neu. <script>x</script>"})
    assert answer.status_code == 303
    public = text_of(client.get(adriana.event.get_absolute_url()))
    assert "Geschäftsführerin" in public and "Vorständin" not in public
    own = text_of(client.get(answer.headers["Location"]))
    assert "Vorständin" in own and "<script>x" not in own
    take_over_text(appearance=adriana, by=editor, now=timezone.now())
    public = text_of(client.get(adriana.event.get_absolute_url()))
    assert "Vorständin" in public and "Neu." in public and "<script>x" not in public
    page = StagePage.objects.get()
    assert page.is_approved and page.corrected_at and page.proposed_text is None
    assert Speaker.objects.get().bio == "Leitet den Fonds."
    with pytest.raises(Refused):
        take_over_text(appearance=adriana, by=editor, now=timezone.now())


def test_what_is_as_before_is_no_proposal_and_what_is_too_long_is_not_lost(client):
    adriana = on_stage()
    same = {"do": "text", "function": "Geschäftsführerin", "bio": "Leitet den Fonds.\r\n"}
    client.post(stage_of(adriana), same)
    assert not StagePage.objects.get().awaits_decision
    answer = client.post(stage_of(adriana), same | {"function": "Q" * 301})
    assert answer.status_code == 422 and "Q" * 301 in text_of(answer)


def test_who_shares_a_text_corrects_the_own_function_only(client):
    adriana = on_stage()
    second = Appearance.objects.create(
        event=adriana.event, speaker=make_speaker("Bert Bühne"), shares_entry_with=adriana
    )
    page = text_of(client.get(stage_of(second)))
    assert "Adriana Groh" in page and "Leitet den Fonds." in page and 'name="bio"' not in page
    client.post(stage_of(second), {"do": "text", "function": "Referent", "bio": "eingeschmuggelt"})
    assert StagePage.objects.get().proposed_text == {"function": "Referent", "bio": ""}


def rights(**fields):
    given = {"upload": photo(), "alternative_text": "Adriana am Pult", "depicted": "Adriana Groh",
             "author": "Kim Kamera", "licence": "cc-by-4.0"} | fields  # fmt: skip
    return {"do": "picture"} | {f"picture-{name}": value for name, value in given.items()}


def test_a_picture_with_its_rights_waits_for_the_organiser(client):
    adriana, editor = on_stage(), make_member()
    answer = client.post(stage_of(adriana), rights())
    assert answer.status_code == 303
    picture = Picture.objects.get()
    assert picture.organisation == adriana.event.organisation
    assert client.get(picture.jpeg_url).status_code == 404
    assert f"{picture.key}/" in text_of(client.get(answer.headers["Location"]))
    client.post(stage_of(adriana), rights(alternative_text="Ein besseres Bild"))
    assert Picture.objects.get().alternative_text == "Ein besseres Bild"
    take_over_picture(appearance=adriana, by=editor, now=timezone.now())
    assert Speaker.objects.get().picture == Picture.objects.get()
    assert client.get(Picture.objects.get().jpeg_url).status_code == 200


def test_a_picture_without_rights_is_asked_for_them(client):
    adriana = on_stage()
    answer = client.post(stage_of(adriana), rights(author="", licence=""))
    assert answer.status_code == 422 and "Adriana am Pult" in text_of(answer)
    assert not StagePage.objects.exists() and not Picture.objects.exists()


def test_only_who_maintains_the_person_changes_their_picture(client):
    adriana = on_stage()
    Speaker.objects.update(organisation=make_neighbour())
    client.post(stage_of(adriana), rights())
    with pytest.raises(Refused, match="Nachbaramt"):
        take_over_picture(appearance=adriana, by=make_member(), now=timezone.now())
    assert Speaker.objects.get().picture is None
    decline_proposal(appearance=adriana, by=make_member())
    assert not Picture.objects.exists() and not StagePage.objects.get().awaits_decision


def test_the_link_goes_to_the_private_address_once_a_minute():
    adriana, editor, now = on_stage(), make_member(), timezone.now().replace(second=5)
    send_stage_link(appearance=adriana, by=editor, now=now)
    send_stage_link(appearance=adriana, by=editor, now=now + dt.timedelta(seconds=9))
    (mail,) = mails(kind="stage_link")
    assert mail.recipient == "adriana@example.org" and mail.parameters == {"appearance": adriana.pk}
    assert StagePage.objects.get().sent_at
    Speaker.objects.update(email="")
    with pytest.raises(Refused, match="Adriana Groh"):
        send_stage_link(appearance=adriana, by=editor, now=now)
    Event.objects.update(status=Status.CANCELLED)
    with pytest.raises(Refused):
        send_stage_link(appearance=adriana, by=editor, now=now)


def test_hostile_and_renewed_links_open_nothing(client):
    adriana = on_stage()
    former = stage_of(adriana)
    for token in (make_token("door", adriana.pk), make_token("stage", 999_999), "x" * 32, "0", "ä" * 32):
        answer = client.get(f"/stage/{token}/")
        assert answer.status_code == 404 and "aktuellen Link" in text_of(answer)
    renew_stage_link(appearance=adriana, by=None)
    assert client.get(former).status_code == client.post(former, {"do": "approve"}).status_code == 404
    page = client.get(stage_of(adriana))
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "private, no-store" and "noindex" in page.headers["X-Robots-Tag"]
    assert not page.cookies


def test_another_site_cannot_approve(client):
    adriana = on_stage()
    answer = client.post(stage_of(adriana), {"do": "approve"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403 and not StagePage.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(client, django_assert_num_queries, rows):
    adriana = on_stage()
    for number in range(rows):
        make_item(adriana.event, f"Teil {number}", people=[adriana])
    stage = stage_of(adriana)
    with django_assert_num_queries(8):
        client.get(stage)
