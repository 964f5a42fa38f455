"""The pages about one thing in a real browser: accessible, narrow, printed, light."""

import datetime as dt
import gzip
import re

import pytest
from django.utils import timezone

from civicevents.testing import (
    make_appearance,
    make_audience,
    make_co_host,
    make_item,
    make_link,
    make_partner,
    make_platform,
    make_programme,
    make_published,
    make_section,
    make_series,
    make_topic,
    make_venue,
)
from civicevents.testing_browser import ADD_UP_SHIFTS, accessibility_faults_everywhere
from events.models import Event
from pictures.images import render
from pictures.models import Picture
from pictures.tests.files import photo

pytestmark = pytest.mark.django_db(transaction=True)
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 5


def rich_event(start, text="Worum es geht.", word="Ehrenamt", **fields):
    """An event with everything a page can show."""
    series = make_series(f"Reihe {word}"[:200], description=f"## Über {text}", house_rules=text, audience_note=text)
    event = make_published(
        title=f"Verwaltung und {word}"[:200],
        summary=text,
        subtitle=word[:200],
        starts_at=start,
        series=series,
        venue=make_venue(word[:200], word[:120], wheelchair="full", directions=text, accessibility_note=text),
        room=word[:120],
        platform=make_platform(word[:100], in_browser=True, note=text),
        confidentiality="chatham_house",
        captions=True,
        external_signup_url="https://pretix.eu/innovationsbuero/",
        publish_at=start - dt.timedelta(days=30),
        **{"slug": "voll", "attendance_mode": "hybrid"} | fields,
    )
    for number in range(6):
        make_section(event, f"{number} {word}"[:150], text, position=number)
    talk = make_appearance(event, word[:150], function=text[:300], bio=text)
    make_appearance(event, "Hanna Hinrichs", shares_entry_with=talk)
    make_appearance(event, "Clarisse Schröder", role="moderator", function=text[:300])
    make_item(event, word[:200], starts_at=start, ends_at=start + dt.timedelta(minutes=20), people=[talk])
    make_item(event, "Diskussion", starts_at=start + dt.timedelta(minutes=20), track=word[:80], abstract=text)
    make_co_host(event)
    make_partner(event, word[:200], url="https://example.org/")
    make_link(event, word[:200], note=word[:200])
    event.topics.add(make_topic(word[:80]))
    event.audiences.add(make_audience(word[:80]))
    event.programmes.add(make_programme(f"Programm {word}"[:200], description=text))
    return event


def pages_of(event):
    speaker = event.appearances.first().speaker
    return [event, event.series, event.programmes.get(), event.organisation, event.topics.get(), speaker]


@pytest.mark.parametrize(
    ("hours", "fields"),
    [
        (48, {}),
        (-1, {}),
        (-99, {}),
        (48, {"status": "cancelled", "status_reason": "Krank."}),
        (48, {"status": "postponed"}),
    ],
    ids=["upcoming", "running", "over", "cancelled", "postponed"],
)
def test_the_page_of_a_meetup_is_accessible_in_every_state(page, hours, fields):
    event = rich_event(timezone.now() + dt.timedelta(hours=hours), **fields)
    assert accessibility_faults_everywhere(page, event.get_absolute_url()) == []


def test_the_pages_around_it_are_accessible(page):
    event = rich_event(timezone.now() + dt.timedelta(days=2))
    for one in pages_of(event)[1:]:
        assert accessibility_faults_everywhere(page, one.get_absolute_url()) == []
    assert accessibility_faults_everywhere(page, "/speakers/") == []


def test_endless_words_do_not_widen_a_narrow_page(page):
    event = rich_event(timezone.now() + dt.timedelta(days=2), text=LONG_WORD, word=LONG_WORD)
    page.set_viewport_size({"width": 320, "height": 800})
    for address in [*(one.get_absolute_url() for one in pages_of(event)), "/speakers/"]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_a_first_visit_transfers_less_than_100_kilobytes(page):
    event = rich_event(timezone.now() + dt.timedelta(days=2))
    sizes = {}
    page.on("response", lambda response: sizes.setdefault(response.url, weight(response)))
    page.goto(event.get_absolute_url(), wait_until="networkidle")
    assert any(".woff2" in address for address in sizes) and any(".css" in address for address in sizes)
    assert sum(sizes.values()) < 100_000, sizes


def weight(response):
    """Bytes on the wire: texts go compressed, as they do in production."""
    body = response.body()
    return len(body) if "font" in response.headers.get("content-type", "") else len(gzip.compress(body))


def test_on_paper_it_says_what_an_approval_of_a_duty_trip_asks_for(page):
    event = rich_event(timezone.now() + dt.timedelta(days=2))
    page.goto(event.get_absolute_url())
    assert not page.locator(".glance").is_visible()
    page.emulate_media(media="print")
    glance = page.locator(".glance").inner_text()
    for words in (event.title, "Kostenfrei", "2 Std.", "Amt für Dienstwege", event.get_absolute_url()):
        assert words.replace(" ", "") in glance.replace("\xa0", "").replace(" ", "")
    for hidden in (".site-nav", ".slip", ".bar", ".contents", ".site-foot"):
        assert not page.locator(hidden).first.is_visible()


def test_an_agenda_item_leads_to_its_person(page):
    rich_event(timezone.now() + dt.timedelta(days=2))
    page.goto("/events/voll/")
    page.locator(".stop__who").first.click()
    assert page.evaluate("document.querySelector(location.hash).closest('.person') !== null")


def test_nothing_moves_when_fonts_and_pictures_come_late(page):
    event = rich_event(timezone.now() + dt.timedelta(days=2))
    picture = Picture(organisation=event.organisation, alternative_text="Ein Saal", author="Ada", licence="own")
    picture.take(render(photo((600, 1200))))
    picture.save()
    Event.objects.filter(pk=event.pk).update(picture=picture)
    page.add_init_script(ADD_UP_SHIFTS)
    late = []
    page.route(re.compile("/pictures/|woff2"), lambda route: late.append(route))
    page.goto(event.get_absolute_url(), wait_until="domcontentloaded")
    page.wait_for_timeout(300)
    assert {route.request.url.rpartition(".")[2] for route in late} == {"woff2", "avif"}
    for route in late:
        route.continue_()
    page.wait_for_load_state("networkidle")
    assert page.locator(".figure img").bounding_box()["height"] == pytest.approx(416, abs=1)
    assert page.evaluate("window.shift") <= 0.001
