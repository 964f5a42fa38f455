"""Door and stage on a phone, in a real browser, with and without JavaScript."""

import pytest

from civicevents.testing_browser import (
    PHONE,
    accessibility_faults,
    accessibility_faults_everywhere,
    first_held_back,
)
from registrations import links
from registrations.models import Registration
from registrations.tests.test_door import guest, is_here, tonight
from registrations.tests.test_stage import on_stage, stage_of

pytestmark = pytest.mark.django_db(transaction=True)


def door_with_guests(names=("Anna Muster", "José Müller", "Ada Lovelace")):
    event = tonight(capacity=3)
    guests = [guest(event, name) for name in names]
    guest(event, "Berta Wartend")
    return path_of(links.door_page(event)), guests


def path_of(address):
    return "/" + address.split("/", 3)[3]


def test_helpers_search_tap_undo_and_type_a_code_on_a_phone(page):
    door, (anna, jose, _) = door_with_guests()
    page.set_viewport_size(PHONE)
    page.goto(door)
    field = page.get_by_label("Nach einem Namen suchen")
    field.fill("muller")
    rows = page.locator(".guest:visible")
    assert rows.count() == 1
    rows.first.click(position={"x": 30, "y": 20})  # the whole row takes the tap
    page.get_by_text("José Müller ist da.").wait_for()
    assert page.locator("[data-count]").inner_text() == "1 von 3 ist da"
    assert is_here(jose) and field.input_value() == "muller"
    rows.first.get_by_role("button", name="Rückgängig").dblclick()
    assert is_here(jose)  # a second tap at once is a slip
    page.wait_for_timeout(1300)
    rows.first.get_by_role("button", name="Rückgängig").click()
    page.get_by_text("José Müller ist nicht eingecheckt.").wait_for()
    assert not is_here(jose)
    page.get_by_label("Code unter dem QR-Code").fill(anna.door_code)
    page.keyboard.press("Enter")
    page.get_by_text("Anna Muster ist da.").wait_for()
    assert is_here(anna)
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_answer_that_was_overtaken_takes_no_check_in_back(page):
    door, (anna, *_) = door_with_guests()
    page.goto(door)
    under_way = first_held_back(
        page, f"**{door}", lambda: page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    )
    before = under_way.fetch()
    row = page.locator(f"[data-guest='{anna.pk}']")
    row.get_by_role("button", name="Anna Muster").click()
    page.get_by_text("Anna Muster ist da.").wait_for()
    with page.expect_response(f"**{door}"):
        under_way.fulfill(response=before)
    page.wait_for_timeout(300)
    assert row.get_by_role("button", name="Rückgängig").is_visible()
    assert page.locator("[data-count]").inner_text() == "1 von 3 ist da"


def test_a_typed_code_stays_where_the_connection_is_gone(page):
    door, (anna, *_) = door_with_guests()
    page.goto(door)
    page.route(f"**{door}", lambda route: route.abort())
    code = page.get_by_label("Code unter dem QR-Code")
    code.fill(anna.door_code)
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert code.input_value() == anna.door_code
    page.unroute_all()
    page.get_by_label("Code unter dem QR-Code").press("Enter")
    page.get_by_text("Anna Muster ist da.").wait_for()
    assert code.input_value() == ""


def test_a_scanned_code_leads_back_to_the_door_of_this_phone(page):
    door, (anna, *_) = door_with_guests()
    page.set_viewport_size(PHONE)
    page.goto(f"/door/code/{anna.door_code}/")
    assert not page.get_by_role("button", name="Einchecken").is_visible()
    page.goto(door)
    page.goto(f"/door/code/{anna.door_code}/")
    page.get_by_role("button", name="Einchecken").click()
    page.get_by_text("Anna Muster ist da.").wait_for()
    assert page.url.split("?")[0].endswith(door) and is_here(anna)


def test_the_door_works_without_javascript(page, chromium, live_server):
    door, (anna, *_) = door_with_guests(("Anna Muster", "Bert Beispiel"))
    context = chromium.new_context(base_url=live_server.url, viewport=PHONE, java_script_enabled=False)
    plain = context.new_page()
    plain.goto(door)
    plain.get_by_label("Nach einem Namen suchen").fill("anna")
    plain.get_by_role("button", name="Suche").click()
    assert plain.locator(".guest").count() == 1
    plain.get_by_role("button", name="Anna Muster").click()
    assert plain.get_by_text("Anna Muster ist da.").is_visible() and "q=anna" in plain.url
    assert plain.locator(".guest").count() == 1 and is_here(anna)
    plain.goto(door)
    plain.get_by_label("Name", exact=True).fill("Grace Hopper")
    plain.get_by_role("button", name="Eintragen und einchecken").click()
    assert plain.get_by_text("Alle Plätze sind vergeben.").is_visible()
    assert not Registration.objects.filter(name="Grace Hopper").exists()
    context.close()


def test_five_hundred_names_are_filtered_at_once(page):
    event = tonight()
    kind = event.ticket_types.get()
    first = guest(event, "Ada Lovelace")
    Registration.objects.bulk_create(
        Registration(
            event=event, ticket_type=kind, name=f"Gast Nummer{n}", source="door", state="confirmed",
            confirmed_at=first.confirmed_at, created_at=first.created_at,
        )
        for n in range(499)
    )  # fmt: skip
    page.set_viewport_size(PHONE)
    page.goto(path_of(links.door_page(event)))
    took = page.evaluate(
        """() => { const field = document.querySelector("#door-q"); const from = performance.now();
        field.value = "ada"; field.dispatchEvent(new Event("input")); return performance.now() - from; }"""
    )
    assert page.locator(".guest:visible").count() == 1
    assert took < 200


def test_door_and_stage_are_accessible_in_both_languages_and_schemes(page):
    door, (anna, *_) = door_with_guests()
    assert accessibility_faults_everywhere(page, door) == []
    assert accessibility_faults_everywhere(page, f"/door/code/{anna.door_code}/") == []
    assert accessibility_faults_everywhere(page, path_of(links.stage_page(on_stage()))) == []


def test_somebody_on_stage_corrects_the_entry_with_the_keyboard(page):
    stage = path_of(stage_of(on_stage()))
    page.set_viewport_size(PHONE)
    page.goto(stage)
    page.get_by_text("Text korrigieren").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Ihre Funktion").fill("Vorständin")
    page.keyboard.press("Enter")
    page.get_by_text("übernimmt sie auf die Seite").wait_for()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Chromium reads QR codes on some systems only, and a test has no camera: both are played, the rest is real.
PLAYED_CAMERA = """
window.BarcodeDetector = class { async detect() { return [{ rawValue: window.seen }]; } };
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  canvas.getContext("2d").fillRect(0, 0, 9, 9);
  return canvas.captureStream();
};
"""


def test_the_camera_on_the_page_reads_codes(page):
    door, (anna, jose, _) = door_with_guests()
    page.add_init_script(PLAYED_CAMERA)
    page.set_viewport_size(PHONE)
    page.goto(door)
    page.evaluate("code => window.seen = code", f"https://portal.example/door/code/{anna.door_code}/")
    page.get_by_role("button", name="Mit der Kamera scannen").click()
    page.get_by_text("Anna Muster ist da.").wait_for()
    page.evaluate("code => window.seen = code", "https://portal.example/door/code/0123456789abcde/")
    page.get_by_text("Dieser Code gehört zu niemandem").wait_for()
    assert page.locator("video").is_visible()
    page.get_by_role("button", name="Kamera beenden").click()
    assert not page.locator("video").is_visible()
    assert is_here(anna) and not is_here(jose)
