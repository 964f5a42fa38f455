"""Who may see an uploaded file, and what it says of itself."""

import datetime as dt
import os

import pytest
from django.core.files.storage import default_storage
from django.template import Context, Template
from django.utils import timezone

from accounts.models import Organisation
from civicevents.jobs import sweep
from civicevents.testing import (
    NOW,
    make_appearance,
    make_event,
    make_member,
    make_neighbour,
    make_organisation,
    make_published,
    make_speaker,
)
from events.models import CoHost, Partner, Status
from pictures.images import clean_logo, render
from pictures.models import Picture
from pictures.tests.files import photo

pytestmark = pytest.mark.django_db


def make_picture(**fields):
    """A picture of the host's, 400 × 300 pixels, with all its rights."""
    picture = Picture(
        **{
            "organisation": make_organisation(),
            "alternative_text": "Zwei Menschen an einem Tisch <b>",
            "author": "Matti Blume",
            "licence": "cc-by-sa-4.0",
        }
        | fields
    )
    picture.take(render(photo((400, 300))))
    picture.save()
    return picture


def make_logo():
    organisation = make_organisation()
    organisation.logo_alternative_text = "Zwei Punkte"
    organisation.logo = clean_logo(photo((300, 100)))
    organisation.save()
    return organisation.logo


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def test_a_picture_on_a_published_event_is_public_and_may_be_kept(client):
    picture = make_picture()
    make_published(picture=picture)
    for ending, kind in (("avif", "image/avif"), ("webp", "image/webp"), ("jpg", "image/jpeg")):
        response = client.get(picture.address(ending))
        assert response.status_code == 200
        assert response["Content-Type"] == kind
        assert response["Cache-Control"] == "public, max-age=604800, immutable"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert b"".join(response.streaming_content)


def test_the_picture_of_somebody_on_a_published_event_is_public(client):
    speaker = make_speaker(picture=make_picture())
    assert client.get(speaker.picture.jpeg_url).status_code == 404
    make_appearance(make_published(), speaker.name)
    assert client.get(speaker.picture.jpeg_url).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.WITHDRAWN},
        {"status": Status.PUBLISHED, "publish_at": NOW + dt.timedelta(hours=1)},
    ],
)
def test_a_picture_of_what_is_not_public_is_seen_by_its_members_only(client, fields):
    speaker = make_speaker(picture=make_picture())
    event = make_event(picture=make_picture(), **fields)
    make_appearance(event, speaker.name)
    member, stranger = make_member(), make_member(make_neighbour())
    for picture in (event.picture, speaker.picture):
        client.logout()
        assert client.get(picture.jpeg_url).status_code == 404
        client.force_login(stranger)
        assert client.get(picture.jpeg_url).status_code == 404
        client.force_login(member)
        response = client.get(picture.jpeg_url)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"


def test_a_co_hosts_members_see_the_pictures_of_the_draft(client):
    event = make_event(picture=make_picture())
    client.force_login(make_member(make_neighbour()))
    invitation = CoHost.objects.create(event=event, organisation=make_neighbour())
    assert client.get(event.picture.jpeg_url).status_code == 404
    invitation.accepted_at = NOW
    invitation.save()
    assert client.get(event.picture.jpeg_url).status_code == 200


def test_a_preview_signs_its_pictures_and_logos(client):
    picture, other = make_picture(), make_picture()
    html = Template("{% load pictures %}{% picture p %}").render(Context({"p": picture, "is_preview": True}))
    address = html.partition('src="')[2].partition('"')[0]
    assert client.get(address).status_code == 200
    assert client.get(address.replace(picture.key, other.key)).status_code == 404
    logo = make_logo()
    Organisation.objects.update(logo="")
    html = shown('{% logo file "Zwei Punkte" %}', file=logo, is_preview=True)
    address = html.partition('src="')[2].partition('"')[0]
    assert client.get(address).status_code == 200
    assert client.get(logo.url).status_code == 404


@pytest.mark.parametrize(
    "address", ["/pictures/x/320.jpg", "/pictures/../320.jpg", "/media/logos/x.webp", "/media/logos/..%2f..%2fsecret"]
)
def test_what_does_not_exist_answers_404(client, address):
    assert client.get(address).status_code == 404


def test_a_width_or_ending_that_was_never_made_answers_404(client):
    picture = make_picture()
    make_published(picture=picture)
    assert client.get(picture.address("jpg", 999)).status_code == 404
    assert client.get(picture.address("svg")).status_code == 404
    assert client.post(picture.address("jpg")).status_code == 405


def test_a_public_picture_costs_one_query(client, django_assert_num_queries):
    picture = make_picture()
    for _each in range(3):
        make_published(picture=picture)
    with django_assert_num_queries(1):
        client.get(picture.address("jpg"))


def test_the_logo_of_an_organisation_is_public(client):
    logo = make_logo()
    response = client.get(logo.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"


def test_the_logo_of_a_partner_is_as_public_as_the_event(client):
    event = make_event()
    logo = make_logo()
    Partner.objects.create(event=event, name="Stadtbücherei", logo=logo.name, logo_alternative_text="Buch")
    Organisation.objects.update(logo="")
    assert client.get(logo.url).status_code == 404
    client.force_login(make_member(make_neighbour()))
    assert client.get(logo.url).status_code == 404
    client.force_login(make_member())
    assert client.get(logo.url)["Cache-Control"] == "private, no-store"
    client.logout()
    make_published(title="Noch eines").partners.add(*Partner.objects.all())
    assert client.get(logo.url).status_code == 200


def shown(template, **context):
    return Template("{% load pictures %}" + template).render(Context(context))


def test_a_picture_is_shown_with_all_its_widths_and_its_measures():
    picture = make_picture()
    html = shown('{% picture p sizes="8.5rem" class="person__pic" %}', p=picture)
    assert f"/pictures/{picture.key}/320.avif 320w, /pictures/{picture.key}/400.avif 400w" in html
    assert 'width="400" height="300"' in html
    assert 'alt="Zwei Menschen an einem Tisch &lt;b&gt;"' in html
    assert 'sizes="8.5rem"' in html
    assert 'class="person__pic"' in html
    assert 'loading="lazy"' in html


def test_no_picture_is_shown_without_its_rights():
    for missing in ("alternative_text", "author", "licence", "width"):
        picture = make_picture()
        setattr(picture, missing, "" if missing != "width" else 0)
        assert shown("{% picture p %}{% credit p %}", p=picture).strip() == ""
    assert shown("{% picture p %}{% credit p %}", p=None).strip() == ""


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {},
            'Bild: Matti Blume, <a href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license noopener">'
            "CC BY-SA 4.0</a>",
        ),
        (
            {"depicted": "Stefan Kaufmann", "licence": "cc-by-sa", "source_url": "https://example.org/?a=1&b=2"},
            'Stefan Kaufmann – Bild: <a href="https://example.org/?a=1&amp;b=2" rel="noopener">Matti Blume</a>, '
            "CC BY-SA (Version nicht angegeben)",
        ),
        ({"author": "<b>", "licence": "own"}, "Bild: &lt;b&gt;, eigenes Werk"),
        (
            {"licence": "permission", "licence_url": "https://example.org/ok"},
            'Bild: Matti Blume, <a href="https://example.org/ok" rel="license noopener">mit Genehmigung</a>',
        ),
    ],
)
def test_the_credit_line_follows_from_the_rights(fields, line):
    assert shown("{% credit p %}", p=make_picture(**fields)) == line


def test_a_logo_is_shown_with_its_size():
    logo = make_logo()
    html = shown('{% logo file "Zwei Punkte" class="logo" %}', file=logo)
    assert f'<img src="{logo.url}" alt="Zwei Punkte" width="300" height="100" class="logo"' in html
    assert shown('{% logo file "" %}', file=logo) == ""


def aged(folder):
    """Make the files of a folder two days old."""
    for name in default_storage.listdir(folder)[1]:
        os.utime(default_storage.path(f"{folder}/{name}"), (NOW.timestamp() - 2 * 86_400,) * 2)


def test_files_that_nothing_refers_to_are_swept_after_a_day(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    kept, deleted, young = make_picture(), make_picture(), make_picture()
    logo = make_logo()
    old_logo = default_storage.save("logos/old-1x1.webp", photo())
    for picture in (kept, deleted):
        aged(f"pictures/{picture.key}")
    aged("logos")
    Picture.objects.exclude(pk=kept.pk).delete()
    sweep(NOW)
    assert set(default_storage.listdir("pictures")[0]) == {kept.key, young.key}
    assert default_storage.exists(logo.name)
    assert not default_storage.exists(old_logo)


@pytest.mark.parametrize("address", ["/pictures/%00/400.webp", "/pictures/x/400.%00", "/media/logos/%00.webp"])
def test_a_nul_names_no_file(client, address):
    client.raise_request_exception = False
    assert client.get(address).status_code == 404
