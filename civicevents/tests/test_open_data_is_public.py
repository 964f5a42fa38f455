"""The API says nothing but what is public: every text of every model is marked, and only the chosen ones come out."""

import json
import re

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import models
from django.utils import timezone

from civicevents.testing import (
    make_appearance,
    make_co_host,
    make_event,
    make_item,
    make_link,
    make_member,
    make_organisation,
    make_programme,
    make_published,
    make_section,
    make_series,
    make_speaker,
    make_ticket_type,
    make_topic,
    make_venue,
    register,
    set_up_sign_up,
)
from events.api.resources import RESOURCES
from events.models import Event, LineUp, Status, Visibility
from events.tests.test_api import DAY, NOW, full, planned
from outbox.markdown import MarkdownField, RenderedField
from registrations.models import AccessDetails
from speakers.models import Affiliation, SpeakerLink

pytestmark = pytest.mark.django_db
OURS = ("accounts", "events", "outbox", "participation", "pictures", "registrations", "speakers")
# Model: the fields whose contents come out as they are (a Markdown source comes out rendered).
PUBLIC = {
    "accounts.Organisation": "name short_name summary description website slug",
    "events.AgendaItem": "title abstract track kind",
    "events.Appearance": "function bio role",
    "events.Audience": "name name_en slug",
    "events.Event": """title title_translated summary summary_translated subtitle slug edition room language time_zone
        audience_note audience_condition house_rules line_up line_up_note accessibility_note status_reason
        attendance_mode confidentiality external_signup_url source source_id source_url source_licence uid""",
    "events.EventLink": "label url note kind",
    "events.Partner": "name url kind",
    "events.Platform": "name note website test_url",
    "events.Programme": "title title_translated summary summary_translated description website slug language",
    "events.Section": "heading body",
    "events.Series": """title title_translated summary summary_translated description website slug language rhythm
        audience_note house_rules""",
    "events.Topic": "name name_en slug",
    "events.Venue": """name kind operator street postal_code city country wheelchair accessibility_note opening_hours
        directions website""",
    "pictures.Picture": "key alternative_text author licence licence_url source_url depicted",
    "speakers.Affiliation": "function organisation_name organisation_url",
    "speakers.Speaker": "academic_title name slug bio language",
    "speakers.SpeakerLink": "label url",
}
TEXTS = (models.CharField, models.TextField)
NOT_MARKED = {"language", "slug", "key", "country", "time_zone", "uid", "source", "source_id", "source_licence"}


@pytest.fixture
def world():
    """An event with a row of every kind, and people who signed up."""
    cache.clear()
    event = full("Treffen", contact_email="host@example.org", contact_name="Kontakt", contact_phone="0731")
    speaker = event.appearances.first().speaker
    Affiliation.objects.create(speaker=speaker, function="Leitung")
    SpeakerLink.objects.create(speaker=speaker, label="Seite", url="https://example.org")
    AccessDetails.objects.create(event=event, link="https://meet.example/1", passcode="1234")
    kind = make_ticket_type(event, capacity=30)
    set_up_sign_up(event)
    register(kind, "Anna Muster", now=timezone.now())
    make_member(make_organisation())
    event.links.exclude(target=None).delete()  # they have no text of their own
    return event


def everything(client, query="?limit=100"):
    """All that the API says, in both languages and by every way to ask."""
    said = []
    for resource in RESOURCES:
        for more in ("", "&lang=en"):
            answer = client.get(f"{resource.path}{query}{more}")
            assert answer.status_code == 200
            said.append(answer.content.decode())
            for item in answer.json()["items"]:
                said.append(client.get(item["selfUrl"].removeprefix("http://testserver")).content.decode())
    since = client.get("/api/v1/events/?updated_since=2026-11-01T00:00:00Z&limit=100")
    return json.dumps([json.loads(text) for text in [*said, since.content.decode()]], ensure_ascii=False)


def marked_fields():
    for model in apps.get_models():
        if model._meta.app_label in OURS and not model._meta.proxy:
            public = set(PUBLIC.get(model._meta.label, "").split())
            for field in model._meta.local_concrete_fields:
                free = isinstance(field, TEXTS) and not isinstance(field, RenderedField | models.SlugField)
                if free and not field.choices and field.name not in NOT_MARKED and (field.max_length or 99) >= 20:
                    yield model, field, field.name in public


def test_only_the_chosen_fields_of_each_model_come_out(client, world):
    marks = {}
    for number, (model, field, public) in enumerate(marked_fields()):
        mark = f"{'https://mark.example/' if isinstance(field, models.URLField) else ''}mark{number:03d}x"
        mark += "@example.org" if isinstance(field, models.EmailField) else ""
        if model._base_manager.exists() and not field.unique:
            for row in model._base_manager.all():
                setattr(row, field.name, mark)
                row.save()
            marks[f"mark{number:03d}x"] = (f"{model._meta.label}.{field.name}", public)
    found = set(re.findall(r"mark\d{3}x", everything(client)))
    came_out = {marks[mark][0] for mark in found}
    assert came_out == {name for name, public in marks.values() if public} - SHOWN_ELSEWHERE
    assert {"speakers.Speaker.email", "registrations.Registration.name", "events.Event.contact_name"} <= {
        name for name, public in marks.values() if not public
    }


# Shown with events that have none of their own; this one has.
SHOWN_ELSEWHERE = {"events.Series.audience_note", "events.Series.house_rules"}


def test_every_public_field_there_is_is_a_field():
    for label, names in PUBLIC.items():
        fields = {field.name for field in apps.get_model(label)._meta.get_fields()}
        assert set(names.split()) <= fields, label
    assert isinstance(Event._meta.get_field("house_rules"), MarkdownField)


def test_who_is_not_announced_is_nowhere(client):
    event = planned("Programm folgt", line_up=LineUp.ANNOUNCED_SOON)
    secret = make_appearance(event, "Geheime Person")
    host = make_appearance(event, "Adriana Groh", role="moderator")
    make_item(event, people=[secret, host])
    make_co_host(event, "Angefragtes Amt", accepted=False)
    said = everything(client)
    assert "Adriana Groh" in said
    assert "Geheime" not in said and "geheime" not in said and "Angefragtes" not in said
    assert client.get(f"/api/v1/speakers/{secret.speaker_id}/").status_code == 404


HIDDEN = {
    "unlisted": {"visibility": Visibility.UNLISTED},
    "scheduled": {"publish_at": NOW + DAY},
    "draft": {"status": Status.DRAFT, "publish_at": None},
    "withdrawn": {"status": Status.WITHDRAWN, "status_changed_at": NOW},
}


@pytest.mark.parametrize("how", HIDDEN)
def test_nothing_of_a_hidden_event_is_anywhere(client, how):
    """Nor of the people, places, topics, series and hosts that only it has."""
    host = make_organisation("Verborgenes Amt", summary="Verborgen", website="https://verborgen.example")
    event = make_event(
        title="Verborgen", starts_at=NOW + 5 * DAY, organisation=host, attendance_mode="in_person",
        series=make_series("Verborgene Reihe"), venue=make_venue("Verborgener Ort"),
        **{"status": Status.PUBLISHED, "publish_at": NOW - DAY} | HIDDEN[how],
    )  # fmt: skip
    event.topics.add(make_topic("Verborgenes Thema"))
    event.programmes.add(make_programme("Verborgenes Programm"))
    make_appearance(event, "Verborgene Person")
    make_speaker("Verborgene zweite")
    make_section(event, "Verborgen")
    linking = make_published(title="Sichtbar", starts_at=NOW + DAY)
    make_link(linking, label="", target=event)
    said = everything(client)
    assert "Sichtbar" in said
    assert "erborgen" not in said
    assert client.get("/api/v1/events/?q=Verborgen").json()["items"] == []
    for resource in RESOURCES:
        assert client.get(f"{resource.path}999999/").status_code == 404
