"""Series, programmes, organisations, topics and people: what introduces them, and their dates."""

import datetime as dt

import pytest
from django.utils import timezone

from civicevents.testing import (
    NOW,
    at,
    make_appearance,
    make_audience,
    make_co_host,
    make_event,
    make_organisation,
    make_programme,
    make_published,
    make_series,
    make_speaker,
    make_topic,
)
from events.models import Status
from speakers.models import Affiliation, SpeakerLink

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def of_series(**fields):
    page = make_series(fields.pop("name", "Die Reihe"))
    return page, make_published(series=page, **fields)


def of_programme(**fields):
    page, event = make_programme(fields.pop("name", "Das Programm")), make_published(**fields)
    event.programmes.add(page)
    return page, event


def of_organisation(**fields):
    page = make_organisation(fields.pop("name", "Amt für Dienstwege"))
    return page, make_published(organisation=page, **fields)


def of_topic(**fields):
    page, event = make_topic(fields.pop("name", "Das Thema")), make_published(**fields)
    event.topics.add(page)
    return page, event


def of_speaker(**fields):
    event = make_published(**{key: value for key, value in fields.items() if key != "name"})
    return make_appearance(event, fields.get("name", "Adriana Groh")).speaker, event


KINDS = [of_series, of_programme, of_organisation, of_topic, of_speaker]
every_kind = pytest.mark.parametrize("kind", KINDS)


def html_of(client, page, query=""):
    response = client.get(page.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


@every_kind
def test_upcoming_dates_come_before_past_ones(client, kind):
    page, _ = kind(title="Bald")
    kind(title="Längst vorbei", starts_at=at("2026-01-10 18:00"))
    html = html_of(client, page)
    assert html.index("Bald") < html.index("Längst vorbei")


@every_kind
def test_drafts_unlisted_and_withdrawn_events_do_not_show(client, kind):
    page, _ = kind(title="Bald")
    kind(title="Heimlich", visibility="unlisted")
    kind(title="Zurückgezogen", status=Status.WITHDRAWN)
    kind(title="Später", publish_at=NOW + dt.timedelta(days=1))
    html = html_of(client, page)
    assert "Heimlich" not in html and "Zurückgezogen" not in html and "Später" not in html


@every_kind
def test_a_former_address_leads_on(client, kind):
    page, _ = kind()
    old, page.slug = page.get_absolute_url(), "neuer-name"
    page.save()
    response = client.get(old)
    assert (response.status_code, response.headers["Location"]) == (308, page.get_absolute_url())


@every_kind
def test_an_unknown_or_capitalised_address_is_nobodys(client, kind):
    page, _ = kind()
    address = page.get_absolute_url()
    assert client.get(address.replace(page.slug, "niemand")).status_code == 404
    assert client.get(address.replace(page.slug, page.slug.upper())).status_code == 404


@every_kind
@pytest.mark.parametrize("when", ["2026-11-12 18:00", "2026-01-12 18:00"])
def test_the_number_of_queries_does_not_depend_on_the_number_of_dates(
    client, kind, when, django_assert_num_queries, django_assert_max_num_queries
):
    page, _ = kind(starts_at=at(when))
    with django_assert_max_num_queries(8) as one:
        html_of(client, page)
    for number in range(2):
        kind(title=f"Weiteres {number}", starts_at=at(when))
    with django_assert_num_queries(len(one)):
        html_of(client, page)


def test_past_dates_are_shown_twenty_at_a_time(client):
    series = make_series()
    for number in range(21):
        make_published(
            series=series, title=f"Runde {number}.", starts_at=at("2026-01-01 18:00") + dt.timedelta(days=number)
        )
    first, second = html_of(client, series), html_of(client, series, "?page=2")
    assert "Runde 20." in first and "Runde 0." not in first
    assert "Runde 0." in second and "Runde 20." not in second
    assert f'href="http://testserver{series.get_absolute_url()}?page=2"' in second
    assert html_of(client, series, "?page=rubbish")
    assert html_of(client, series, "?page=99")


def test_postponed_dates_stand_behind_those_that_hold(client):
    series = make_series()
    make_published(series=series, title="Verschoben", status=Status.POSTPONED, starts_at=at("2026-10-01 18:00"))
    make_published(series=series, title="Nächste Runde")
    html = html_of(client, series)
    assert html.index("Nächste Runde") < html.index("Verschoben")


def test_a_series_introduces_itself(client):
    series = make_series(
        "GeScheiterWeiter",
        summary="Geschichten vom Scheitern.",
        rhythm="vierteljährlich",
        description="Offen und **ehrlich**.",
        audience_note="Für Menschen aus Ämtern.",
        house_rules="Keine Schadenfreude.",
        organisation=make_organisation("Apiarista", contact_email="hallo@example.org"),
    )
    series.audiences.add(make_audience("Verwaltung"))
    html = html_of(client, series)
    for part in (
        "Geschichten vom Scheitern.",
        "vierteljährlich",
        "<strong>ehrlich</strong>",
        "Für Menschen aus Ämtern.",
        "Keine Schadenfreude.",
        "Apiarista",
        "mailto:hallo@example.org",
        "Verwaltung",
    ):
        assert part in html


def test_an_organisation_shows_what_it_co_hosts_once_it_has_accepted(client):
    lab = make_organisation("CityLAB", parent=make_organisation("Technologiestiftung"))
    make_co_host(make_published(title="Zugesagt"), "CityLAB")
    make_co_host(make_published(title="Eingeladen"), "CityLAB", accepted=False)
    make_series("LabCamp", organisation=lab)
    html = html_of(client, lab)
    assert "Zugesagt" in html and "Eingeladen" not in html
    assert "Technologiestiftung" in html and "LabCamp" in html


def test_a_topic_without_an_english_word_is_marked_as_german(client):
    topic, _ = of_topic(name="Verwaltungsdigitalisierung")
    assert (
        '<h1 lang="de">Verwaltungsdigitalisierung</h1>' in client.get(f"/en{topic.get_absolute_url()}").content.decode()
    )


def test_a_page_without_any_date_is_not_for_search_engines(client):
    assert '<meta name="robots" content="noindex">' in html_of(client, make_series())
    assert "noindex" not in html_of(client, of_series()[0])


# People


def test_a_person_introduces_themselves(client):
    person, _ = of_speaker()
    person.bio = "Hat *viel* organisiert."
    person.email = "geheim@example.org"
    person.academic_title = "Dr."
    person.save()
    Affiliation.objects.create(speaker=person, function="Leitung", organisation_name="Prototype Fund", since=2019)
    Affiliation.objects.create(speaker=person, function="Beratung", organisation_name="Agentur", since=2014, until=2018)
    SpeakerLink.objects.create(speaker=person, label="Blog", url="https://blog.example/")
    html = client.get(f"/en{person.get_absolute_url()}").content.decode()
    assert "Dr. Adriana Groh" in html and "<em>viel</em>" in html and "https://blog.example/" in html
    assert html.index("Leitung") < html.index("Beratung")
    assert "since 2019" in html and "2014–2018" in html
    assert "geheim@example.org" not in html


@pytest.mark.parametrize(
    "fields", [{"status": Status.DRAFT}, {"status": Status.WITHDRAWN}, {"line_up": "announced_soon"}]
)
def test_a_person_has_a_page_only_while_announced_at_a_public_event(client, fields):
    person = make_appearance(make_event(**{"status": Status.PUBLISHED} | fields)).speaker
    assert client.get(person.get_absolute_url()).status_code == 404
    assert person.name not in client.get("/speakers/").content.decode()


def test_a_person_without_any_appearance_has_no_page(client):
    assert client.get(make_speaker().get_absolute_url()).status_code == 404


def test_a_person_at_an_unlisted_event_has_a_page_that_is_not_listed(client):
    person, _ = of_speaker(visibility="unlisted", title="Heimlich")
    html = html_of(client, person)
    assert "Heimlich" not in html and "noindex" in html
    assert person.name not in client.get("/speakers/").content.decode()


def test_two_roles_at_one_event_are_one_row(client):
    event = make_published(title="Doppelrolle")
    make_appearance(event)
    person = make_appearance(event, role="moderator").speaker
    assert html_of(client, person).count(">Doppelrolle</a>") == 1


def people_in(client, query=""):
    response = client.get(f"/speakers/{query}")
    assert response.status_code == 200
    return [person.name for _, people in response.context["groups"] for person in people]


def test_people_are_in_german_order(client):
    event = make_published()
    for name in ("Zoe Zett", "Ole Ötker", "Otto Zorn", "Ulf Öhm", "Olga Osten"):
        make_appearance(event, name)
    assert people_in(client) == ["Ulf Öhm", "Olga Osten", "Ole Ötker", "Zoe Zett", "Otto Zorn"]


def test_a_letter_shows_the_names_that_begin_with_it(client):
    event = make_published()
    for name in ("Ole Ötker", "Olga Osten", "Adriana Groh"):
        make_appearance(event, name)
    assert client.get("/speakers/").context["letters"] == ["g", "o"]
    assert people_in(client, "?letter=O") == ["Olga Osten", "Ole Ötker"]
    assert people_in(client, "?letter=Ö") == ["Olga Osten", "Ole Ötker"]
    assert people_in(client, "?letter=x") == []
    assert len(people_in(client, "?letter=%00%25")) == 3


def test_the_list_of_people_has_pages(client):
    event = make_published()
    for number in range(61):
        make_appearance(event, f"Person Nr{number:03}")
    assert len(people_in(client)) == 60
    assert people_in(client, "?page=2") == ["Person Nr060"]
    assert people_in(client, "?page=rubbish&letter=n")[0] == "Person Nr000"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_people_needs_four_queries(client, number, django_assert_num_queries):
    for name in ("Adriana Groh", "Berta Bunt", "Carla Chlor")[:number]:
        person, _ = of_speaker(name=name)
        Affiliation.objects.create(speaker=person, function="Leitung")
    with django_assert_num_queries(4):
        client.get("/speakers/")
