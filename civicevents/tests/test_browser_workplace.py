"""An organiser at work in a real browser: from the sign-in and an empty form to a public page."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from civicevents.testing import (
    BERLIN,
    PASSWORD,
    make_event,
    make_item,
    make_member,
    make_organisation,
    make_platform,
    make_section,
)
from civicevents.testing_browser import PHONE, accessibility_faults, sign_in
from events.models import Event, Status

pytestmark = pytest.mark.django_db(transaction=True)


def in_a_month(hour=18):
    day = timezone.now().astimezone(BERLIN).date() + dt.timedelta(days=30)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=BERLIN)


def url(name, event):
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def test_sign_in_create_and_publish_a_meetup_from_an_empty_form(page):
    make_organisation(contact_email="meetup@example.org")
    editor = make_member(email="edda@example.org")
    make_platform("Videoraum")

    page.goto("/admin/events/event/add/")
    page.fill("input[name=login]", editor.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/events/event/add/")
    page.fill("[name=title]", "Offene Daten im Alltag")
    page.fill("[name=first_day]", f"{in_a_month():%Y-%m-%d}")
    page.fill("[name=begins]", "18:00")
    page.fill("[name=ends]", "20:00")
    page.click(".field-platform .select2-selection")
    page.fill(".select2-search__field", "Video")
    page.click(".select2-results__option:has-text('Videoraum')")
    page.fill("[name=text]", "Wie Städte **Daten** teilen.")
    page.click("[data-markdown-preview]")
    page.wait_for_selector(".markdown-field__shown strong:has-text('Daten')")
    page.click("input[name=_save]")
    page.wait_for_selector(".workplace__status--draft")

    page.fill("[name=summary]", "Worum es geht.")
    page.click("input[name=_publish]")
    page.wait_for_url("**/publish/")
    assert accessibility_faults(page) == []
    page.click("button:has-text('Veröffentlichen')")
    page.click("text=Öffentliche Seite ansehen")

    page.wait_for_url("**/events/offene-daten-im-alltag/")
    assert "Wie Städte Daten teilen." in page.inner_text("main")
    event = Event.objects.get()
    assert (event.status, event.starts_at, event.summary) == (Status.PUBLISHED, in_a_month(), "Worum es geht.")


def a_draft():
    event = make_event(starts_at=in_a_month(), summary="Worum es geht.", platform=make_platform())
    make_section(event)
    for place, title in enumerate(["Begrüßung", "Vortrag", "Ende"], 1):
        make_item(event, title, position=place)
    return event


def titles(event):
    return list(event.agenda_items.values_list("title", flat=True))


def rows(page):
    return page.eval_on_selector_all(
        "#agenda_items-group .has_original input[name$='-title']", "fields => fields.map(field => field.value)"
    )


def test_rows_are_moved_by_the_keyboard_and_say_where_they_are(page):
    event = a_draft()
    sign_in(page, make_member())
    page.goto(url("change", event))

    page.focus("[aria-label='„Vortrag“ nach oben']")
    page.keyboard.press("Enter")

    assert rows(page) == ["Vortrag", "Begrüßung", "Ende"]
    assert page.inner_text("body > p[role=status]") == "„Vortrag“ steht jetzt an Stelle 1 von 3."
    assert page.evaluate("document.activeElement.className") == "rows__up"
    page.click("input[name=_continue]")
    page.wait_for_selector(".success")
    assert titles(event) == ["Vortrag", "Begrüßung", "Ende"]


def test_rows_are_dragged(page):
    event = a_draft()
    sign_in(page, make_member())
    page.goto(url("change", event))

    handle = page.locator("#agenda_items-group .has_original .rows__handle").first
    handle.evaluate("handle => handle.scrollIntoView({ block: 'center' })")
    box = handle.bounding_box()
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    last = page.locator("#agenda_items-group .has_original").nth(2).bounding_box()
    page.mouse.move(box["x"] + 9, last["y"] + last["height"] - 3, steps=12)
    page.mouse.up()

    assert rows(page) == ["Vortrag", "Ende", "Begrüßung"]
    page.click("input[name=_continue]")
    page.wait_for_selector(".success")
    assert titles(event) == ["Vortrag", "Ende", "Begrüßung"]


def test_without_a_script_the_order_is_typed_and_a_text_is_previewed_in_a_tab(chromium, live_server, settings):
    settings.BASE_URL = live_server.url
    event = a_draft()
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, make_member())
    page.goto(url("change", event))
    page.fill("[name=agenda_items-2-position]", "0")
    with context.expect_page() as tab:
        page.click("button[name=field][value=sections-0-body]")
    assert "Worum es geht." in tab.value.inner_text(".markdown-shown")
    page.click("input[name=_continue]")

    page.wait_for_selector(".success")
    assert titles(event) == ["Ende", "Begrüßung", "Vortrag"]
    context.close()


@pytest.mark.parametrize("name", ["change", "cancel", "move", "dates", "agenda", "texts", "poster", "history"])
def test_the_workplace_is_accessible_and_fits_a_phone(page, name):
    event = a_draft()
    Event.objects.update(status=Status.PUBLISHED, publish_at=timezone.now())
    sign_in(page, make_member())
    page.set_viewport_size(PHONE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(url(name, event))

        assert accessibility_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_poster_is_one_sheet_of_paper(page):
    event = a_draft()
    Event.objects.update(summary="Ein langer Satz über Daten. " * 17, title="Verwaltungsdigitalisierung gemeinsam " * 4)
    sign_in(page, make_member())
    page.goto(url("poster", event))

    sheet = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", sheet)) == 1
    assert page.evaluate("document.querySelector('.poster__code').naturalWidth") > 0
