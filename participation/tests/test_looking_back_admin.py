"""Organisers write down what came of their meetup, add material and publish it."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import Role
from civicevents.testing import (
    at,
    make_event,
    make_item,
    make_material,
    make_member,
    make_neighbour,
    make_past,
    make_published,
    make_results,
    make_ticket_type,
    register,
)
from civicevents.testing_forms import filled, with_row
from events.history import history
from events.models import Confidentiality, Event
from outbox.models import Message
from participation.models import Material, Results
from participation.tests.files import open_document, upload
from pictures.models import Picture

pytestmark = pytest.mark.django_db
FORM = "lookingback_form"


@pytest.fixture
def event():
    cache.clear()
    return make_past()


@pytest.fixture
def editor(client, event):
    user = make_member(role=Role.EDITOR)
    client.force_login(user)
    return user


def url(event, name="change"):
    return reverse(f"admin:participation_lookingback_{name}", args=[event.pk])


def save(client, event, **changes):
    """Open the form, change some of it, send it."""
    files = {name: changes.pop(name) for name in list(changes) if name.endswith("upload")}
    return client.post(url(event), filled(client.get(url(event)), FORM, **changes) | files)


def add_material(client, event, **values):
    """One piece more; ``upload`` is a file."""
    data = filled(client.get(url(event)), FORM)
    number = int(data["material-INITIAL_FORMS"][0])
    data["material-TOTAL_FORMS"] = [str(number)]
    data = with_row(data, "material", **{"title": "Datenpflege", "kind": "slides", "access": "public"} | values)
    return client.post(url(event), {name: value for name, value in data.items() if value is not None})


def errors(response):
    assert response.status_code == 200
    found = {}
    for formset in response.context["inline_admin_formsets"]:
        for form in formset.formset.forms:
            found |= form.errors.get_json_data()
    return set(found)


def test_results_are_written_down_as_a_draft(client, event, editor):
    response = save(
        client, event, **{"results-0-takeaways": "- Wer pflegt, braucht Zeit.", "results-0-attendance": "64"}
    )
    assert response.status_code == 302
    results = Results.objects.get(event=event)
    assert not results.is_published and results.present == 64
    assert "Wer pflegt" not in client.get(event.get_absolute_url()).content.decode()
    assert history(event)[0].who == str(editor)


def test_the_events_own_row_stays_as_it_is(client, event, editor):
    before = Event.objects.filter(pk=event.pk).values().get()
    save(client, event, **{"results-0-takeaways": "Text"})
    assert Event.objects.filter(pk=event.pk).values().get() == before


def test_publishing_is_a_page_of_its_own_that_says_who_gets_a_mail(client, event, editor):
    for name in ("Anna", "Ben"):
        register(event.ticket_types.first() or make_ticket_type(event), name, now=at("2026-10-20 12:00"))
    response = save(client, event, **{"results-0-takeaways": "Text", "_publish": "1"})
    assert response.headers["Location"] == url(event, "publish")
    text = client.get(url(event, "publish")).content.decode()
    assert "Alle 2 Menschen" in text and not Results.objects.get().is_published
    client.post(url(event, "publish"))
    assert Results.objects.get().is_published and Results.objects.get().published_by == editor
    assert Message.objects.filter(kind="participation.results_published").count() == 2


def test_nothing_is_published_by_looking(client, event, editor):
    make_results(event, published=False)
    client.get(url(event, "publish"))
    assert client.get(url(event, "take_back")).status_code == 405
    assert not Results.objects.get().is_published


def test_a_refusal_is_a_sentence(client, event, editor):
    answer = client.post(url(event, "publish"), follow=True).content.decode()
    assert "Noch gibt es nichts zu lesen" in answer and not Results.objects.exists()
    answer = client.post(url(event, "take_back"), follow=True).content.decode()
    assert "nicht veröffentlicht" in answer


def test_results_are_taken_back_by_a_button(client, event, editor):
    make_results(event)
    client.post(url(event, "take_back"))
    assert not Results.objects.get().is_published


def test_saved_again_published_results_stay_published(client, event, editor):
    make_results(event)
    save(client, event, **{"results-0-takeaways": "Genauer gesagt."})
    assert Results.objects.get().is_published
    assert "Genauer gesagt." in client.get(event.get_absolute_url()).content.decode()


def test_an_uploaded_file_is_what_its_content_says(client, event, editor):
    file = upload(open_document(), "folien.pdf")
    assert add_material(client, event, upload=file, licence="cc-by-4.0").status_code == 302
    material = Material.objects.get()
    assert (material.format, material.size, material.event) == ("odp", file.size, event)


def test_a_file_survives_a_mistake_elsewhere(client, event, editor):
    response = add_material(client, event, upload=upload(), licence="")
    assert errors(response) == {"licence"} and not Material.objects.exists()
    data = filled(response, FORM, **{"material-0-licence": "cc-by-4.0"})
    assert client.post(url(event), data).status_code == 302
    assert Material.objects.get().format == "pdf"


def test_a_kept_file_is_nobody_elses(client, event, editor):
    stored = add_material(client, event, upload=upload(), licence="cc-by-4.0")
    assert stored.status_code == 302
    assert errors(add_material(client, event, licence="cc-by-4.0", kept="forged")) == {"upload"}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"upload": upload(b"MZ program")}, {"upload"}),
        ({}, {"upload"}),
        ({"upload": upload()}, {"licence"}),
        ({"kind": "recording"}, {"url"}),
        ({"kind": "recording", "upload": upload(), "licence": "own"}, {"upload"}),
        ({"kind": "link", "url": "javascript:alert(1)"}, {"url"}),
        ({"kind": "link", "url": "ftp://example.org/x"}, {"url"}),
        ({"kind": "photo"}, {"picture"}),
        ({"url": "https://example.org/", "title": ""}, {"title"}),
        ({"url": "https://example.org/", "access": "everybody"}, {"access"}),
    ],
)
def test_a_piece_of_material_is_one_thing_and_the_mistake_stands_beside_its_field(client, event, editor, values, wrong):
    assert errors(add_material(client, event, **values)) == wrong
    assert not Material.objects.exists()


def test_only_photos_have_a_picture(client, event, editor):
    picture = Picture.objects.create(
        organisation=event.organisation, alternative_text="Saal", author="A. Foto", licence="own", width=640
    )
    values = {"url": "https://example.org/", "picture": str(picture.pk)}
    assert errors(add_material(client, event, **values)) == {"picture"}
    assert add_material(client, event, kind="photo", picture=str(picture.pk)).status_code == 302


def test_a_new_address_replaces_the_file_and_a_new_file_the_address(client, event, editor):
    add_material(client, event, upload=upload(), licence="cc-by-4.0")
    save(client, event, **{"material-0-url": "https://example.org/folien"})
    material = Material.objects.get()
    assert (material.key, material.url) == (None, "https://example.org/folien")
    save(client, event, **{"material-0-upload": upload(), "material-0-licence": "own"})
    material = Material.objects.get()
    assert material.key and material.url == ""


def test_an_agenda_item_is_one_of_this_event(client, event, editor):
    own, foreign = make_item(event, "Vortrag"), make_item(make_past(title="Ein anderes"), "Anderswo")
    address = {"url": "https://example.org/"}
    assert errors(add_material(client, event, item=str(foreign.pk), **address)) == {"item"}
    assert add_material(client, event, item=str(own.pk), **address).status_code == 302


# Confidential meetups


@pytest.mark.parametrize("confidentiality", [Confidentiality.CHATHAM_HOUSE, Confidentiality.CLOSED])
def test_a_confidential_meetup_has_no_recording_and_names_nobody_in_photos(client, event, editor, confidentiality):
    Event.objects.update(confidentiality=confidentiality)
    recording = {"kind": "recording", "url": "https://video.example/7", "access": "participants"}
    response = add_material(client, event, **recording)
    assert errors(response) == {"kind"} and "keine Aufzeichnung" in response.content.decode()
    picture = Picture.objects.create(
        organisation=event.organisation, alternative_text="Sie", author="A", licence="own", width=9, depicted="Sie"
    )
    photo = {"kind": "photo", "picture": str(picture.pk), "access": "participants"}
    assert errors(add_material(client, event, **photo)) == {"picture"}


def test_of_a_closed_meetup_nothing_is_public(client, event, editor):
    Event.objects.update(confidentiality=Confidentiality.CLOSED)
    assert errors(add_material(client, event, url="https://example.org/")) == {"access"}
    page = client.get(url(event)).content.decode()
    assert 'value="participants" selected' in page
    response = save(client, event, **{"results-0-takeaways": "Text", "results-0-access": "public"})
    assert errors(response) == {"access"}


# Who may


def test_viewers_look_and_change_nothing(client, event):
    make_results(event, published=False)
    client.force_login(make_member(role=Role.VIEWER))
    text = client.get(url(event)).content.decode()
    assert "Ohne Pflege" in text and 'name="_save"' not in text and 'name="results-0-takeaways"' not in text
    assert client.post(url(event), {}).status_code == 403
    assert client.post(url(event, "publish")).status_code == 404
    assert not Results.objects.get().is_published


@pytest.mark.parametrize("name", ["change", "publish", "take_back"])
def test_other_organisations_find_nothing(client, event, name):
    make_results(event)
    client.force_login(make_member(make_neighbour(), role=Role.MANAGER))
    assert client.get(url(event, name)).status_code in (404, 405)
    assert client.post(url(event, name), {}).status_code == 404
    assert Results.objects.get().is_published


def test_drafts_and_what_is_to_come_have_nothing_to_look_back_on(client, editor):
    assert client.get(url(make_event(starts_at=at("2026-11-01 18:00")))).status_code == 404
    assert client.get(url(make_published(starts_at=at("2037-01-10 18:00")))).status_code == 404


def test_the_panel_of_the_event_leads_here(client, event, editor):
    make_material(event)
    text = client.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
    assert url(event) in text and "ein Stück Material" in text
