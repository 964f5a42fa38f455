"""In a real browser: results are written down and published, read by everybody, with and without JavaScript."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from civicevents.testing import (
    BERLIN,
    make_item,
    make_material,
    make_member,
    make_past,
    make_published,
    make_results,
    make_section,
    make_ticket_type,
)
from civicevents.testing_browser import PHONE, accessibility_faults, accessibility_faults_everywhere, sign_in
from events.models import Event
from participation.models import Material, Results
from participation.tests.files import upload
from pictures.models import Picture

pytestmark = pytest.mark.django_db(transaction=True)
PDF = {"name": "folien.pdf", "mimeType": "application/pdf", "buffer": upload().read()}


def test_minutes_and_material_are_published_from_a_phone_and_read_by_everybody(page):
    event = make_past()
    make_item(event, "Datenpflege", starts_at=event.starts_at)
    sign_in(page, make_member())
    page.set_viewport_size(PHONE)
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.click("text=Ergebnisse aufschreiben")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.fill("[name=results-0-summary]", "Zwei Menschen pflegen jetzt.")
    page.fill("[name=results-0-takeaways]", "- Ohne **Pflege** veraltet alles.")
    page.fill("[name=results-0-attendance]", "64")
    page.fill("[name=material-0-title]", "Datenpflege im Kreis")
    page.set_input_files("[name=material-0-upload]", PDF)
    page.select_option("[name=material-0-item]", label="Datenpflege")
    page.click("input[name=_publish]")  # the licence is missing
    page.wait_for_selector(".errornote")
    page.select_option("[name=material-0-licence]", "cc-by-4.0")
    page.click("input[name=_publish]")
    page.wait_for_url("**/publish/")
    assert accessibility_faults(page) == []
    page.click("main button:has-text('Veröffentlichen')")
    page.wait_for_selector("text=Die Ergebnisse sind veröffentlicht.")
    assert accessibility_faults(page) == []

    page.goto(event.get_absolute_url())
    text = page.inner_text("main")
    assert "Zwei Menschen pflegen jetzt." in text and "64 Teilnehmer:innen" in text
    with page.expect_download() as download:
        page.click(".files a:has-text('Datenpflege im Kreis')")
    assert download.value.suggested_filename == "datenpflege-im-kreis.pdf"
    assert page.locator(".stop__material a").count() == 1
    assert Results.objects.get().is_published and Material.objects.get().format == "pdf"


def everything():
    event = make_past(slug="rueckblick")
    item = make_item(event, "Datenpflege", starts_at=event.starts_at)
    make_results(event, summary="Zwei pflegen.", decided="Ein Plan.", follow_up="1. Jule lädt ein.", attendance=64)
    make_material(event, author="Jule Harmsen", licence="cc-by-4.0", item=item)
    make_material(event, "Der ganze Abend", kind="recording", url="https://video.example/7", note="74 Min.")
    picture = Picture.objects.create(
        organisation=event.organisation, alternative_text="Ein voller Saal", author="Edda", licence="own", width=640,
        height=480,
    )  # fmt: skip
    make_material(event, "Im Saal", kind="photo", url="", picture=picture)
    return event


def test_the_page_of_what_is_over_has_no_barriers_and_asks_no_other_host(page):
    event = everything()
    assert accessibility_faults_everywhere(page, event.get_absolute_url()) == []


def test_results_are_read_without_javascript(page, chromium, live_server):
    event = everything()
    with chromium.new_context(base_url=live_server.url, java_script_enabled=False, viewport=PHONE) as context:
        bare = context.new_page()
        bare.goto(event.get_absolute_url())
        assert bare.locator("h2:has-text('Was wir mitgenommen haben')").is_visible()
        assert bare.locator("a:has-text('Aufzeichnung: Der ganze Abend')").get_attribute("href")


def plain_event():
    start = timezone.now().astimezone(BERLIN).replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=30)
    event = make_published(
        slug="daten", starts_at=start, publish_at=timezone.now(), plain_title="Treffen über Daten",
        plain_summary="Wir reden über Daten.\nAlle können kommen.",
    )  # fmt: skip
    make_section(event, plain_heading="Darum geht es", plain_body="Daten sind Zahlen.\nZahlen helfen.\n\n- Beim Bus")
    make_ticket_type(event)
    return event


def test_plain_language_is_one_switch_away_and_leads_to_sign_up(page):
    plain_event()
    page.goto("/events/daten/")
    page.click("text=Leichte Sprache")
    page.wait_for_url("**/events/daten/plain/")
    paragraph = page.locator(".plain__text p").first
    assert paragraph.inner_text().splitlines() == ["Daten sind Zahlen.", "Zahlen helfen."]
    page.click("main a:has-text('Anmelden')")
    page.wait_for_url("**/events/daten/register/")
    assert accessibility_faults_everywhere(page, "/events/daten/plain/") == []


def test_numbers_over_time_have_no_barriers(page):
    event = everything()
    event.organisation.shows_numbers = True
    event.organisation.save()
    assert accessibility_faults_everywhere(page, event.organisation.get_absolute_url()) == []
    sign_in(page, make_member())
    page.goto(reverse("admin:participation_lookingback_numbers"))
    page.click("summary")
    assert accessibility_faults(page) == []
    assert Event.objects.count() == 1
