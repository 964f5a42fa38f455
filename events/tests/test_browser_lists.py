"""Finding a meetup in a real browser."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from civicevents.testing import BERLIN, make_organisation, make_published, make_venue
from civicevents.testing_browser import ADD_UP_SHIFTS, PHONE, accessibility_faults_everywhere
from events.models import AttendanceMode, Availability, Event, Series, Status, Topic
from events.search import refresh

pytestmark = pytest.mark.django_db(transaction=True)
START = dt.datetime.combine(timezone.localdate() + dt.timedelta(days=7), dt.time(18), tzinfo=BERLIN)
MONTH = f"/events/month/{START:%Y-%m}/"


@pytest.fixture
def events(db):
    """One event of each kind that a list can show."""
    series = Series.objects.create(title="Nachwuchsrunde", organisation=make_organisation(), rhythm="monatlich")
    published = {"publish_at": timezone.now() - dt.timedelta(days=900), "summary": "Kurz gesagt, worum es geht."}

    def made(title, days=0, seats=None, **fields):
        event = make_published(title=title, starts_at=START + dt.timedelta(days=days), **published, **fields)
        if seats:
            Availability.objects.create(event=event, takes_registrations=True, **seats)
        return event

    made("Verwaltung und Ehrenamt", seats={"seats": 20, "free": 18}, series=series)
    made("Rathaus von innen", 1, {"seats": 20, "free": 3}, venue=make_venue(), attendance_mode=AttendanceMode.HYBRID)
    made("Registermodernisierungsbeschleunigungsgesetz", 2, {"seats": 20, "free": 0, "waiting_list": True})
    made("Abgesagtes", 3, status=Status.CANCELLED)
    made("Meeting in English", 4, language="en", time_zone="America/Chicago")
    made("Verschobenes", 5, status=Status.POSTPONED)
    for number in range(25):
        made(f"Vergangenes {number}", -30 - number * 20)
    topic = Topic.objects.create(name="Offene Daten")
    for event in Event.objects.all():
        event.topics.add(topic)
    refresh(Event.objects.all())


@pytest.mark.parametrize("path", ["/", "/events/?when=past&page=2", "/events/?q=ehrenamt&topic=x", MONTH])
def test_the_lists_are_accessible_everywhere(page, events, path):
    assert accessibility_faults_everywhere(page, path) == []


def test_a_visitor_finds_a_meetup_from_the_first_page(page, events):
    page.goto("/")
    page.get_by_role("navigation", name="Hauptnavigation").get_by_role("link", name="Veranstaltungen").click()
    page.get_by_label("Suche", exact=True).fill("Rathuas")
    page.keyboard.press("Enter")
    expect(page.get_by_text("ähnlich Geschriebenes")).to_be_visible()
    page.get_by_role("link", name="Suche: Rathuas").click()
    page.get_by_label("Format").select_option("hybrid")
    page.get_by_role("button", name="Anwenden").click()
    expect(page.get_by_text("Eine Veranstaltung", exact=True)).to_be_visible()
    page.get_by_role("link", name="Rathaus von innen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rathaus von innen")


def test_on_a_phone_the_filters_are_folded_until_one_is_set(page, events):
    page.set_viewport_size(PHONE)
    page.goto("/events/")
    search = page.get_by_label("Suche", exact=True)
    expect(search).to_be_hidden()
    page.get_by_text("Suchen und filtern").click()
    search.fill("ehrenamt")
    page.get_by_role("button", name="Anwenden").click()
    expect(search).to_be_visible()
    expect(search).to_have_value("ehrenamt")


def test_no_page_scrolls_sideways_at_320_pixels(page, events):
    page.set_viewport_size({"width": 320, "height": 640})
    for path in ("/", "/en/", "/events/", "/events/?when=past", "/events/?q=ehrenamt&topic=offene-daten&from=x", MONTH):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 320, path


def test_the_colour_scheme_is_chosen_once_and_kept(page, events):
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.get_by_role("button", name="Dunkel").click()
    page.goto("/events/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"
    expect(page.get_by_role("button", name="Dunkel")).to_have_attribute("aria-pressed", "true")
    assert page.context.cookies() == []


def test_without_javascript_there_is_no_switch_and_nothing_is_missing(chromium, live_server, events):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/events/?q=ehrenamt")
    expect(page.get_by_role("link", name="Verwaltung und Ehrenamt")).to_be_visible()
    expect(page.get_by_role("button", name="Dunkel")).to_be_hidden()
    context.close()


def test_the_language_switch_keeps_the_search(page, events):
    page.goto("/events/?q=ehrenamt")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{page.url.split('/en/')[0]}/en/events/?q=ehrenamt")
    expect(page.get_by_role("heading", level=1)).to_have_text("Events")
    assert page.get_by_role("link", name="Verwaltung und Ehrenamt").locator("xpath=..").get_attribute("lang") == "de"


def test_the_first_visit_is_light_and_nothing_moves(page, events):
    """Below 120 kB with fonts, at most seven requests, no layout shift while the fonts arrive."""
    sizes = {}
    page.on("response", lambda response: sizes.__setitem__(response.url, len(response.body())))
    page.add_init_script(ADD_UP_SHIFTS)
    page.goto("/events/")
    page.wait_for_load_state("networkidle")
    assert len(sizes) <= 8  # one of them the icon of the tab
    assert sum(sizes.values()) < 160_000  # uncompressed here; compression takes 50 kB off
    assert page.evaluate("window.shift") <= 0.001


@pytest.mark.parametrize("address", ["/events/", "/events/?when=past"])
def test_nothing_moves_on_a_slow_device_either(page, events, address):
    """Where the page is read slowly, it is painted in between: what is aligned to the right then moves."""
    page.add_init_script(ADD_UP_SHIFTS)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    for _ in range(3):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.shift") == 0
