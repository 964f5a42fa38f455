"""The guide for organisers (docs/organisers.md), step by step in a real browser; its pictures are made on the way."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation, User
from civicevents import demo
from civicevents.testing import make_ticket_type, register
from civicevents.testing_browser import PHONE, sign_in
from civicevents.testing_pictures import FOLDER, picture
from events.models import Event
from registrations.links import door_page

PICTURE = re.compile(r"!\[[^\]]+\]\((?:docs/)?pictures/([\w-]+)\.png\)")
DOCUMENTS = [*sorted((settings.BASE_DIR / "docs").glob("*.md")), settings.BASE_DIR / "README.md"]


def pictures_of(document):
    return PICTURE.findall(document.read_text())


def test_every_picture_that_a_document_shows_is_there_and_none_lies_about():
    shown = {name for document in DOCUMENTS for name in pictures_of(document)}
    assert shown == {file.stem for file in FOLDER.glob("*.png")}


def test_every_link_between_the_documents_leads_somewhere():
    for document in DOCUMENTS:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


@pytest.fixture
def organiser(page, transactional_db):
    """Somebody who leads the demo's young network, signed in."""
    demo.load(timezone.now(), "secret")
    sign_in(page, User.objects.get(email="leitung@example.org"))
    page.set_viewport_size({"width": 1100, "height": 900})
    return page


def test_the_guide_leads_through_an_evening(organiser):
    page = organiser
    the_list(page)
    event = a_new_meetup(page)
    publish(page, event)
    participants(page)
    the_door(page, event)
    results(page)


def the_list(page):
    page.set_viewport_size({"width": 1280, "height": 1400})
    page.goto("/events/")
    wide = page.screenshot()
    page.set_viewport_size({"width": PHONE["width"], "height": 1400})
    page.emulate_media(color_scheme="dark")
    page.goto("/events/")
    picture("list", wide, page.screenshot())
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1100, "height": 900})


def a_new_meetup(page):
    page.goto(reverse("admin:index"))
    page.click("#content-main a[href='/admin/events/event/add/']")
    day = timezone.localdate() + dt.timedelta(days=40)
    for name, value in {
        "title": "Offene Daten im Alltag",
        "first_day": f"{day:%Y-%m-%d}",
        "begins": "19:00",
        "ends": "21:00",
        "text": "Wie Städte **Daten** teilen, und wem das hilft.",
    }.items():
        page.fill(f"[name={name}]", value)
    page.click(".field-platform .select2-selection")
    page.fill(".select2-search__field", "Zoom")
    page.click(".select2-results__option:has-text('Zoom')")
    page.select_option("[name=organisation]", str(Organisation.objects.get(slug="n3gz").pk))
    picture("new-meetup", page.screenshot())
    page.click("input[name=_save]")
    page.wait_for_selector(".workplace__status--draft")
    return Event.objects.get(title="Offene Daten im Alltag")


def publish(page, event):
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.click("input[name=_publish]")
    page.wait_for_url("**/publish/")
    picture("publish", page.screenshot())
    page.go_back()


def participants(page):
    people = Event.objects.filter(organisation__slug="n3gz", registrations__isnull=False).first()
    page.goto(reverse("admin:registrations_registration_changelist") + f"?event={people.pk}")
    assert page.locator("#result_list tbody tr").count() > 1
    picture("participants", page.screenshot())


def the_door(page, event):
    now, hour = timezone.now(), dt.timedelta(hours=1)
    tonight = {"status": "published", "publish_at": now, "starts_at": now + hour, "ends_at": now + 3 * hour}
    Event.objects.filter(pk=event.pk).update(**tonight)
    ticket_type = make_ticket_type(Event.objects.get(pk=event.pk), capacity=20)
    for name in ("Ada Lovelace", "Anna Muster", "José Müller", "Şeyma Yıldız"):
        register(ticket_type, name, now=now)
    page.set_viewport_size(PHONE)
    page.goto(door_page(Event.objects.get(pk=event.pk)))
    page.locator(".guest").first.wait_for()
    picture("door", page.screenshot())
    page.set_viewport_size({"width": 1100, "height": 900})


def results(page):
    over = Event.objects.get(source_id="n3gz-2021-04-29")
    page.goto(reverse("admin:participation_lookingback_change", args=[over.pk]))
    page.locator("form#lookingback_form").wait_for()
    picture("results", page.screenshot())
