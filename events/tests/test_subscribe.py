"""The page that explains how to subscribe, and the links that lead to it."""

import datetime as dt

import pytest
from django.utils import timezone

from civicevents.testing import make_published, make_series, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(db):
    start = timezone.now() + dt.timedelta(days=5)
    return make_published(starts_at=start, publish_at=start - dt.timedelta(days=90), series=make_series())


def test_it_names_the_address_of_everything(client, settings):
    html = client.get("/events/subscribe/").content.decode()
    address = f"{settings.BASE_URL}/events/calendar.ics"
    host = address.partition("://")[2]
    assert f'value="{address}"' in html and f'href="webcal://{host}"' in html
    assert "https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2F" in html
    assert "https://outlook.live.com/" in html and "https://outlook.office.com/" in html


def test_in_english_the_calendar_is_english_too(client, settings):
    html = client.get("/en/events/subscribe/").content.decode()
    assert f'value="{settings.BASE_URL}/events/calendar.ics?lang=en"' in html


def test_one_group_leads_to_its_own_calendar_and_filters_to_the_lists(client, event):
    html = client.get(f"/events/subscribe/?series={event.series.slug}").content.decode()
    assert f"/series/{event.series.slug}/calendar.ics" in html
    make_topic()
    html = client.get("/events/subscribe/?topic=offene-daten&mode=online&evil=1").content.decode()
    assert "/events/calendar.ics?topic=offene-daten&amp;mode=online" in html and "evil" not in html.split("<main")[1]


def test_unknown_filters_are_named_and_break_nothing(client):
    answer = client.get("/events/subscribe/?topic=nie&from=gestern")
    assert answer.status_code == 200
    assert 'role="status"' in answer.content.decode()


def test_lists_pages_and_footer_lead_there(client, event):
    html = client.get("/events/?mode=online").content.decode()
    assert 'href="/events/subscribe/?mode=online"' in html and 'href="/events/feed.atom?mode=online"' in html
    html = client.get(event.series.get_absolute_url()).content.decode()
    slug = event.series.slug
    assert f'href="/events/subscribe/?series={slug}"' in html and f'href="/series/{slug}/feed.atom"' in html
    assert 'href="/events/subscribe/"' in client.get("/").content.decode()


def test_the_slip_leads_to_the_events_file_in_the_pages_language(client, event):
    assert f'href="/events/{event.slug}/event.ics"' in client.get(f"/events/{event.slug}/").content.decode()
    html = client.get(f"/en/events/{event.slug}/").content.decode()
    assert f'href="/events/{event.slug}/event.ics?lang=en"' in html
