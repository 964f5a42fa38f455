"""The organisers' workplace in a real browser: by hand, by keyboard, on a phone, under the strict policy, with axe."""

import pytest
from django.urls import reverse

from accounts.models import Role
from civicevents.testing import (
    at,
    make_appearance,
    make_event,
    make_item,
    make_member,
    make_neighbour,
    make_organisation,
    make_platform,
    make_published,
    make_section,
    make_speaker,
    make_venue,
)
from civicevents.testing_browser import PHONE, accessibility_faults, accessibility_faults_everywhere, sign_in
from events.models import CoHost, Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workplace(page):
    """A manager signed in, with an event that has everything."""
    here = make_organisation()
    sign_in(page, make_member(here, role=Role.MANAGER, name="Mona Manager"))
    event = make_published(platform=make_platform(), title="Werkstatt")
    make_section(event)
    person = make_appearance(event)
    make_item(event, starts_at=at("2026-11-12 18:00"), people=[person])
    shared = make_event(organisation=make_neighbour(), title="Gemeinsam", platform=event.platform)
    CoHost.objects.create(event=shared, organisation=here)
    return event


def test_axe_finds_nothing_in_the_workplace(page, workplace):
    paths = [
        reverse("admin:index"),
        reverse("admin:events_event_changelist"),
        reverse("admin:events_event_add"),
        reverse("admin:events_event_change", args=[workplace.pk]),
    ]
    assert [fault for path in paths for fault in accessibility_faults_everywhere(page, path)] == []


def test_axe_finds_nothing_in_the_other_forms(page, workplace):
    paths = [
        reverse("admin:events_event_history", args=[workplace.pk]),
        reverse("admin:events_venue_delete", args=[make_venue().pk]),
        reverse("admin:speakers_speaker_change", args=[make_speaker("Grete Beispiel").pk]),
        reverse("admin:events_cohost_accept", args=[CoHost.objects.get().pk]),
    ]
    names = ["events_series", "events_programme", "events_platform", "events_topic", "pictures_picture",
             "accounts_invitation", "accounts_legalpage"]  # fmt: skip
    for path in [*paths, *(reverse(f"admin:{name}_add") for name in names)]:
        page.goto(path)
        assert accessibility_faults(page) == [], path


def test_axe_finds_nothing_beside_errors_in_an_open_list_and_in_an_added_row(page, workplace):
    page.goto(reverse("admin:events_event_change", args=[workplace.pk]))
    page.fill("#id_title", "")
    page.click("input[name=_save]")
    page.locator(".errornote").wait_for()
    assert accessibility_faults(page) == []
    page.click("#agenda_items-group .add-row a")
    page.locator("#agenda_items-1 .select2-selection").click()
    page.locator(".select2-results__option", has_text="Adriana Groh").wait_for()
    assert accessibility_faults(page) == []


def test_an_event_is_entered_from_the_first_field_to_its_agenda(page, workplace):
    speaker = make_speaker("Grete Beispiel")
    page.goto(reverse("admin:events_event_add"))
    page.fill("#id_title", "Neue Runde")
    page.fill("#id_first_day", "2026-12-10")
    page.fill("#id_begins", "18:00")
    page.fill("#id_ends", "20:00")
    choose(page, "id_platform", "Videoraum")
    page.fill("#id_text", "Worum es geht.")
    page.click("input[name=_save]")
    page.wait_for_url("**/change/")
    page.fill("#id_agenda_items-0-title", "Vortrag")
    page.fill("#id_agenda_items-0-begins", "18:10")
    choose(page, "id_agenda_items-0-people", "Grete Beispiel")
    page.click("input[name=_continue]")
    page.locator(".messagelist .success").wait_for()
    event = Event.objects.get(title="Neue Runde")
    item = event.agenda_items.get()
    assert item.starts_at == at("2026-12-10 18:10")
    assert item.appearances.get().speaker == speaker


def test_an_autocomplete_works_by_keyboard_alone(page, workplace):
    page.goto(reverse("admin:events_event_add"))
    page.locator("#id_platform + .select2 .select2-selection").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Video")
    page.locator(".select2-results__option", has_text="Videoraum").wait_for()
    page.keyboard.press("Enter")
    assert "Videoraum" in page.locator("#id_platform + .select2").inner_text()


def test_nothing_sticks_out_on_a_phone(page, workplace):
    page.set_viewport_size(PHONE)
    for name, args in (("index", []), ("events_event_changelist", []), ("events_event_change", [workplace.pk])):
        page.goto(reverse(f"admin:{name}", args=args))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_the_colour_scheme_of_the_public_pages_holds_here_too(page, workplace):
    page.goto(reverse("admin:index"))
    page.click("[data-theme-switch] button[value=dark]")
    page.goto(reverse("admin:events_event_changelist"))
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"


def choose(page, field, name):
    page.locator(f"#{field} + .select2 .select2-selection").click()
    page.keyboard.type(name)
    page.locator(".select2-results__option", has_text=name).click()


def test_a_new_person_is_added_from_the_agenda_without_leaving_it(page, workplace):
    page.goto(reverse("admin:events_event_change", args=[workplace.pk]))
    with page.context.expect_page() as opened:
        page.click("#add_id_agenda_items-0-people")
    popup = opened.value
    popup.fill("#id_name", "Nora Neu")
    popup.click("input[name=_save]")
    popup.wait_for_event("close")
    page.locator("#id_agenda_items-0-people + .select2", has_text="Nora Neu").wait_for()
    page.click("input[name=_continue]")
    page.locator(".messagelist .success").wait_for()
    names = {str(appearance) for appearance in workplace.agenda_items.get().appearances.all()}
    assert names == {"Adriana Groh", "Nora Neu"}
