"""/sitemap.xml"""

import pytest

from civicevents.testing import make_appearance, make_event, make_published, make_series, make_topic

pytestmark = pytest.mark.django_db


def sitemap(client):
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    return response.content.decode()


def test_listed_pages_stand_there_in_both_languages(client):
    event = make_published(series=make_series())
    event.topics.add(make_topic())
    make_appearance(event)
    xml = sitemap(client)
    for page in (event, event.series, event.organisation, make_topic(), event.appearances.get().speaker):
        assert f"<loc>http://testserver{page.get_absolute_url()}</loc>" in xml
        assert f"<loc>http://testserver/en{page.get_absolute_url()}</loc>" in xml
    assert f'hreflang="en" href="http://testserver/en{event.get_absolute_url()}"' in xml


def test_pages_in_plain_language_stand_there_where_there_is_one(client):
    make_published(slug="leicht", plain_title="Leicht", plain_summary="Kurz.")
    make_published(slug="halb", plain_title="Nur der Titel")
    xml = sitemap(client)
    assert "<loc>http://testserver/events/leicht/plain/</loc>" in xml and "/halb/plain/" not in xml


def test_what_is_not_listed_does_not(client):
    series = make_series()
    draft = make_event(series=series)
    make_appearance(draft)
    unlisted = make_published(visibility="unlisted", title="Heimlich")
    xml = sitemap(client)
    for page in (draft, unlisted, series, draft.organisation, draft.appearances.get().speaker):
        assert page.get_absolute_url() not in xml


def test_addresses_begin_with_the_configured_one_whatever_host_was_asked(client, settings):
    settings.BASE_URL = "https://portal.example"
    make_published()
    xml = sitemap(client)
    assert "<loc>https://portal.example/events/" in xml and "testserver" not in xml


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_is_fixed(client, number, django_assert_num_queries):
    for place in range(number):
        make_published(title=f"Treffen {place}", series=make_series(f"Reihe {place}"))
    with django_assert_num_queries(9):
        sitemap(client)
