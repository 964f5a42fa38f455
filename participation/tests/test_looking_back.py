"""What a meetup left behind, on the pages of those who may read it and on no other."""

import re

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from civicevents.testing import (
    NOW,
    at,
    make_appearance,
    make_item,
    make_material,
    make_member,
    make_neighbour,
    make_past,
    make_results,
    make_ticket_type,
    register,
)
from events.models import Confidentiality, Event, Status
from participation import uploads
from participation.models import AudienceQuestion, Material, Results
from participation.tests.cast import take_questions
from participation.tests.files import upload
from pictures.models import Picture
from registrations.models import Registration, StagePage

pytestmark = pytest.mark.django_db
BEFORE = at("2026-10-20 12:00")
STATEMENTS = ("participation_results", "participation_material", "_published_results", "_public_material")


@pytest.fixture
def event():
    cache.clear()
    return make_past()


def page(client, event, prefix=""):
    return client.get(f"{prefix}{event.get_absolute_url()}").content.decode()


def make_file(event, title="Datenpflege im Kreis", **fields):
    """Uploaded slides."""
    material = Material(event=event, title=title, licence="cc-by-4.0", **fields)
    uploads.take(material, upload())
    material.save()
    return material


def make_photo(event, **fields):
    depicted = fields.pop("depicted", "")
    picture = Picture.objects.create(
        organisation=event.organisation, alternative_text="Ein voller Saal", author="Edda Muster",
        licence="cc-by-4.0", depicted=depicted, width=640, height=480,
    )  # fmt: skip
    return make_material(event, "Im Saal", kind="photo", url="", picture=picture, **fields)


def address(material):
    return f"/material/{material.key}.pdf"


# The public page


def test_results_stand_at_the_top_of_the_page_once_they_are_published(client, event):
    results = make_results(event, published=False, summary="Zwei pflegen jetzt.", decided="Es gibt einen Plan.")
    assert "Ohne Pflege" not in page(client, event)
    Results.objects.filter(pk=results.pk).update(published_at=NOW, attendance=64)
    text = page(client, event)
    assert text.index("Zwei pflegen jetzt.") < text.index("Ohne Pflege") < text.index("Es gibt einen Plan.")
    assert text.index("Es gibt einen Plan.") < text.index('id="hosts"')
    assert "64 Teilnehmer:innen" in text


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED])
def test_what_did_not_take_place_left_nothing_behind(client, event, status):
    make_results(event)
    make_material(event)
    Event.objects.update(status=status, status_changed_at=NOW)
    text = page(client, event)
    assert "Ohne Pflege" not in text and "slides.example" not in text


def test_before_the_end_nothing_is_shown(client):
    event = make_past(starts_at=at("2030-01-10 18:00"))
    make_results(event)
    material = make_file(event)
    assert "Ohne Pflege" not in page(client, event) and "Datenpflege" not in page(client, event)
    assert client.get(address(material)).status_code == 404


def test_a_file_says_what_it_is_how_large_and_under_which_licence(client, event):
    material = make_file(event, author="Jule Harmsen")
    text = page(client, event)
    assert f"PDF, {material.size} Bytes, Jule Harmsen" in text.replace("\xa0", " ")
    assert "https://creativecommons.org/licenses/by/4.0/" in text
    assert f'href="{address(material)}"' in text


def test_a_recording_is_a_link_and_nothing_of_it_is_loaded(client, event):
    make_material(event, "Der ganze Abend", kind="recording", url="https://video.example/7", note="74 Min.")
    text = page(client, event)
    assert "Aufzeichnung: " in text and "video.example, 74 Min." in text
    assert "<iframe" not in text and "<video" not in text and 'src="https://video' not in text


def test_material_of_an_agenda_item_stands_there_too(client, event):
    item = make_item(event, "Datenpflege", starts_at=event.starts_at)
    make_material(event, item=item)
    agenda = page(client, event).partition('id="agenda"')[2]
    assert 'class="stop__material"><a href="https://slides.example/7"' in agenda


def test_photos_come_with_their_credit(client, event):
    make_photo(event)
    text = page(client, event)
    assert 'alt="Ein voller Saal"' in text and "Edda Muster" in text and "CC BY 4.0" in text


def test_only_what_is_public_is_on_the_page(client, event):
    make_results(event, access="participants", summary="GEHEIM")
    make_material(event, "GEHEIM nur für uns", access="participants")
    make_material(event, "GEHEIM noch nicht", access="nobody")
    assert "GEHEIM" not in page(client, event)


@pytest.mark.parametrize("confidentiality", [Confidentiality.CHATHAM_HOUSE, Confidentiality.CLOSED])
def test_a_meetup_that_became_confidential_shows_no_recording_and_no_named_person(client, event, confidentiality):
    make_material(event, "GEHEIM Mitschnitt", kind="recording")
    photo = make_photo(event, depicted="GEHEIM Person")
    Event.objects.update(confidentiality=confidentiality)
    kind = make_ticket_type(event)
    anna = register(kind, now=BEFORE)
    text = page(client, event) + client.get(f"/registrations/{anna.token}/").content.decode()
    assert "GEHEIM" not in text and photo.picture.key not in text


def test_a_closed_meetup_has_nothing_public(client, event):
    make_results(event)
    material = make_file(event)
    Event.objects.update(confidentiality=Confidentiality.CLOSED)
    text = page(client, event)
    assert "Ohne Pflege" not in text and "Datenpflege" not in text
    assert client.get(address(material)).status_code == 404


def test_english_pages_mark_the_german_text(client, event):
    make_results(event)
    text = page(client, event, "/en")
    assert "What we took away" in text and '<div class="prose" dir="auto" lang="de">' in text


@pytest.mark.parametrize("rows", [1, 3])
def test_two_queries_more_for_what_is_over_and_none_for_what_is_not(client, rows):
    def looked_at(event):
        with CaptureQueriesContext(connection) as caught:
            client.get(event.get_absolute_url())
        return [query["sql"] for query in caught if any(name in query["sql"] for name in STATEMENTS)]

    past, coming = make_past(), make_past(starts_at=at("2030-01-10 18:00"), title="Demnächst")
    for event in (past, coming):
        make_results(event)
        for number in range(rows):
            item = make_item(event, f"Punkt {number}", starts_at=event.starts_at)
            make_file(event, item=item)
            make_photo(event)
    assert len(looked_at(past)) == 2
    assert looked_at(coming) == []


def test_questions_stand_with_their_answers_below_the_results(client, event):
    take_questions(event, closes_hours=0)
    make_results(event)
    values = {"event": event, "asked_at": BEFORE}
    AudienceQuestion.objects.create(
        text="Wer pflegt das?", state="answered", answered_at=event.ends_at, answer="Das **Amt**.", **values
    )
    AudienceQuestion.objects.create(text="Und wer bezahlt?", **values)
    text = page(client, event)
    assert text.index("Ohne Pflege") < text.index("Wer pflegt das?") < text.index("Das <strong>Amt</strong>.")
    assert text.index("Das <strong>Amt</strong>.") < text.index('id="hosts"') and "/questions/" in text
    assert text.count('id="questions"') == 1


# Files


def test_a_public_file_is_saved_and_never_shown(client, event):
    material = make_file(event, title="Übung <b>1</b>")
    answer = client.get(address(material))
    assert answer.getvalue().startswith(b"%PDF-")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="uebung-b-1-b.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "public, no-cache" and not answer.cookies
    assert client.get(address(material), HTTP_IF_NONE_MATCH=answer.headers["ETag"]).status_code == 304


@pytest.mark.parametrize("ending", ["html", "exe", "odp"])
def test_a_file_has_one_ending(client, event, ending):
    material = make_file(event)
    assert client.get(f"/material/{material.key}.{ending}").status_code == 404


@pytest.mark.parametrize("access", ["participants", "nobody"])
def test_other_files_are_for_the_members_concerned(client, event, access):
    material = make_file(event, access=access)
    assert client.get(address(material)).status_code == 404
    client.force_login(make_member(make_neighbour()))
    assert client.get(address(material)).status_code == 404
    client.force_login(make_member())
    answer = client.get(address(material))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-store"


def test_the_file_is_gone_at_once_when_it_is_taken_back(client, event):
    material = make_file(event)
    etag = client.get(address(material)).headers["ETag"]
    Material.objects.update(access="participants")
    assert client.get(address(material), HTTP_IF_NONE_MATCH=etag).status_code == 404


def test_another_upload_gets_another_address(event):
    material = make_file(event)
    old = material.path
    uploads.take(material, upload())
    assert material.path != old


# Own pages


@pytest.fixture
def anna(event):
    return register(make_ticket_type(event), now=BEFORE)


def test_participants_read_what_is_for_them_on_their_own_page(client, event, anna):
    make_results(event, access="participants", takeaways="Nur unter uns.")
    material = make_file(event, access="participants")
    answer = client.get(f"/registrations/{anna.token}/")
    text = answer.content.decode()
    file = f"/registrations/{anna.token}/material/{material.key}.pdf"
    assert "Nur unter uns." in text and f'href="{file}"' in text
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer = client.get(file)
    assert answer.getvalue().startswith(b"%PDF-") and answer.headers["Cache-Control"] == "private, no-store"


def test_what_is_shown_to_nobody_is_not_on_own_pages(client, event, anna):
    material = make_file(event, access="nobody", title="GEHEIM")
    assert "GEHEIM" not in client.get(f"/registrations/{anna.token}/").content.decode()
    assert client.get(f"/registrations/{anna.token}/material/{material.key}.pdf").status_code == 404


def test_who_had_no_seat_gets_nothing_of_it(client, event, anna):
    material = make_file(event, access="participants", title="GEHEIM")
    Registration.objects.update(state="cancelled", cancelled_at=NOW)
    assert "GEHEIM" not in client.get(f"/registrations/{anna.token}/").content.decode()
    assert client.get(f"/registrations/{anna.token}/material/{material.key}.pdf").status_code == 404


def test_the_key_opens_the_files_of_this_meetup_only(client, event, anna):
    other = make_file(make_past(title="Ein anderes"), access="participants")
    assert client.get(f"/registrations/{anna.token}/material/{other.key}.pdf").status_code == 404
    assert client.get(f"/registrations/{'x' * 32}/material/{other.key}.pdf").status_code == 404


def test_people_on_stage_read_it_on_theirs(client, event):
    make_results(event, access="participants", takeaways="Nur unter uns.")
    material = make_file(event, access="participants")
    token = StagePage.of(make_appearance(event)).token
    assert "Nur unter uns." in client.get(f"/stage/{token}/").content.decode()
    assert client.get(f"/stage/{token}/material/{material.key}.pdf").status_code == 200


@pytest.mark.parametrize(("access", "status"), [("public", 200), ("participants", 404), ("nobody", 404)])
def test_photos_are_as_public_as_their_row_says(client, event, access, status):
    photo = make_photo(event, access=access)
    default_storage.save(photo.picture.path("640.webp"), ContentFile(b"RIFF"))
    address = f"/pictures/{photo.picture.key}/640.webp"
    assert client.get(address).status_code == status
    Event.objects.update(starts_at=at("2037-01-10 18:00"), ends_at=at("2037-01-10 20:00"))
    assert client.get(address).status_code == 404


def test_photos_of_participants_are_signed_on_own_pages(client, event, anna):
    photo = make_photo(event, access="participants")
    default_storage.save(photo.picture.path("640.webp"), ContentFile(b"RIFF"))
    text = client.get(f"/registrations/{anna.token}/").content.decode()
    signed = re.search(rf"/pictures/{photo.picture.key}/640.webp\?preview=[^\s\"]+", text)[0]
    assert client.get(signed).status_code == 200
