"""The list in a frame of other sites, and the page that gives the lines for it."""

import datetime as dt
import html
import re

import pytest
from django.utils import timezone
from django.utils.translation import override

from civicevents.testing import make_published, make_series, make_topic, make_venue
from events.models import AttendanceMode, Status, Visibility

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = dt.timedelta(days=1)


def planned(title, days=10, **fields):
    return make_published(title=title, starts_at=NOW + days * DAY, publish_at=NOW - 90 * DAY, **fields)


def frame(client, query=""):
    answer = client.get(f"/embed/events/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page):
    return re.findall(r'class="row__title"[^>]*><a [^>]*>([^<]*)', page)


def snippet(client, path):
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", client.get(path).content.decode(), re.DOTALL)[1]
    return html.unescape(text)


# The frame ------------------------------------------------------------------------------------------------------------


def test_any_host_may_frame_it_and_nothing_runs_in_it(client):
    answer = client.get("/embed/events/")
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "frame-ancestors *" in policy and "script-src 'none'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    page = answer.content.decode()
    assert "<script" not in page and "style=" not in page


def test_links_open_on_top_of_the_site_around_it(client):
    planned("Treffen")
    page = frame(client)
    assert '<base target="_top">' in page and "target=" not in page.replace('<base target="_top">', "")


def test_it_shows_what_comes_next_five_unless_told_otherwise(client):
    for days in range(7, 0, -1):
        planned(f"In {days}", days)
    planned("Gestern", -3)
    planned("Versteckt", 1, visibility=Visibility.UNLISTED)
    assert titles(frame(client)) == ["In 1", "In 2", "In 3", "In 4", "In 5"]
    assert titles(frame(client, "?number=2")) == ["In 1", "In 2"]
    assert len(titles(frame(client, "?number=30"))) == 7
    assert titles(frame(client, "?when=past")) == ["Gestern"]


@pytest.mark.parametrize("number", ["0", "-1", "viele", "9" * 5000, "1.5", ""])
def test_a_number_that_is_none_is_the_usual_one(client, number):
    for days in range(1, 8):
        planned(f"In {days}", days)
    assert len(titles(frame(client, f"?number={number}"))) == 5


def test_there_is_a_most(client):
    for days in range(1, 33):
        planned(f"In {days}", days)
    page = frame(client, "?number=1000")
    assert len(titles(page)) == 30
    assert "Alle 32 Veranstaltungen" in page


def test_it_takes_the_lists_filters(client):
    topic = make_topic()
    one = planned("Mit Thema", language="en", attendance_mode=AttendanceMode.IN_PERSON, venue=make_venue(city="Ulm"))
    one.topics.add(topic)
    series = make_series()
    planned("In der Reihe", series=series)
    for query in ("?topic=offene-daten", "?language=en", "?place=ulm", "?mode=in_person"):
        assert titles(frame(client, query)) == ["Mit Thema"], query
    assert titles(frame(client, f"?series={series.slug}")) == ["In der Reihe"]
    assert titles(frame(client, "?topic=gibt-es-nicht")) == []


def test_language_is_spoken_at_the_event_and_lang_is_the_frames(client):
    planned("Deutsch")
    event = planned("English", language="en")
    page = frame(client, "?language=en&lang=en")
    assert titles(page) == ["English"]
    assert '<html lang="en">' in page and f'href="/en/events/{event.slug}/"' in page
    assert 'href="/en/events/subscribe/?language=en"' in page
    assert client.get("/embed/events/?lang=en").headers["Content-Language"] == "en"
    assert '<html lang="de">' in frame(client, "?lang=fr")
    assert client.get("/en/embed/events/").status_code == 404


def test_colours_are_the_devices_unless_the_site_is_always_light_or_dark(client):
    assert "data-theme" not in frame(client)
    assert "data-theme" not in frame(client, "?look=pink")
    assert '<html lang="de" data-theme="dark">' in frame(client, "?look=dark")


def test_nothing_to_show_is_said_with_a_way_on(client):
    page = frame(client, "?series=keine")
    assert 'class="empty"' in page and 'href="/events/"' in page and "/events/subscribe/" in page


def test_cancelled_and_postponed_events_are_marked(client):
    planned("Abgesagt", status=Status.CANCELLED)
    planned("Verschoben", status=Status.POSTPONED)
    page = frame(client)
    assert 'class="status status--cancelled"' in page and 'class="status status--postponed"' in page


@pytest.mark.parametrize("number", [1, 3])
def test_rows_cost_no_further_statements(client, django_assert_num_queries, number):
    for days in range(1, number + 1):
        planned(f"In {days}", days, series=make_series(), venue=make_venue())
    with django_assert_num_queries(2):
        frame(client)


# The page with the lines ----------------------------------------------------------------------------------------------


def test_the_lines_hold_the_selection_the_number_and_the_words(client, settings):
    make_topic()
    text = snippet(client, "/embed/?topic=offene-daten&number=3&lang=en&look=dark")
    source = html.unescape(re.search(r'src="([^"]*)"', text)[1])
    assert source == f"{settings.BASE_URL}/embed/events/?topic=offene-daten&number=3&look=dark&lang=en"
    assert 'title="Kurzer Dienstweg – Topic: Offene Daten"' in text or 'title="Offene Daten"' in text
    assert 'width="100%"' in text and re.search(r'height="\d+"', text) and "<script" not in text


def test_what_is_usual_is_left_out_of_the_address(client, settings):
    assert f'src="{settings.BASE_URL}/embed/events/"' in snippet(client, "/embed/?number=5&lang=de&look=&topic=&q=")
    assert "lang=en" in snippet(client, "/en/embed/")


def test_a_title_with_quotes_does_not_end_the_attribute(client):
    series = make_series(title='Reihe "><b>A</b>')
    text = snippet(client, f"/embed/?series={series.slug}")
    assert "<b>" not in text and "&quot;&gt;&lt;b&gt;" in text


def test_more_events_make_the_frame_higher(client):
    def height(number):
        return int(re.search(r'height="(\d+)"', snippet(client, f"/embed/?number={number}"))[1])

    alone = height(5)
    for days in range(1, 5):
        planned(f"In {days}", days)
    assert alone == height(2) < height(3) < height(4) == height(30)


def test_the_page_frames_our_own_list_only_and_is_framed_by_nobody(client):
    answer = client.get("/embed/?number=2")
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert "frame-src 'self'" in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert 'src="/embed/events/?number=2"' in answer.content.decode()


def test_sites_without_frames_get_the_addresses_of_the_same_selection(client, settings):
    series = make_series()
    page = client.get(f"/en/embed/?series={series.slug}").content.decode()
    assert f'value="{settings.BASE_URL}/series/{series.slug}/feed.atom?lang=en"' in page
    assert f'value="{settings.BASE_URL}/series/{series.slug}/calendar.ics?lang=en"' in page
    page = client.get("/embed/?mode=online&place=Ulm").content.decode()
    assert f'value="{settings.BASE_URL}/events/feed.atom?mode=online&amp;place=Ulm"' in page


def test_the_json_address_gives_the_events_of_the_frame(client, settings):
    for days in range(1, 5):
        planned(f"In {days}", days, attendance_mode=AttendanceMode.ONLINE)
    planned("Gestern", -3)
    page = client.get("/embed/?mode=online&number=3").content.decode()
    address = html.unescape(re.search(r'id="json" type="text" value="([^"]*)"', page)[1])
    answer = client.get(address.removeprefix(settings.BASE_URL))
    assert answer.status_code == 200, answer.content
    assert [row["name"][0]["text"] for row in answer.json()["items"]] == titles(frame(client, "?mode=online&number=3"))


def test_filters_that_the_form_does_not_show_are_kept(client):
    page = client.get("/embed/?from=2026-11-01&captions=1&when=past").content.decode()
    for name, value in (("from", "2026-11-01"), ("captions", "1"), ("when", "past")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page


def test_the_list_the_subscribe_page_and_the_workplace_lead_there(client, admin_client):
    assert 'href="/embed/?mode=online"' in client.get("/events/?mode=online").content.decode()
    assert 'href="/embed/?mode=online"' in client.get("/events/subscribe/?mode=online").content.decode()
    series = make_series()
    with override("de"):
        page = admin_client.get(f"/admin/events/series/{series.pk}/change/").content.decode()
    assert f'href="/embed/?series={series.slug}"' in page
    assert 'href="/embed/"' in admin_client.get("/admin/events/event/").content.decode()
