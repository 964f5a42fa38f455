"""From the form to the cancellation in a real browser: with and without JavaScript, by keyboard alone, with axe."""

import email
import re
from email import policy

import pytest
from django.utils import timezone

from civicevents.testing import make_appearance, make_item, make_member, make_platform, make_ticket_type, make_venue
from civicevents.testing_browser import accessibility_faults, accessibility_faults_everywhere
from events.actions import cancel as cancel_event
from events.actions import move, postpone
from outbox.delivery import deliver_due
from registrations.actions import cancel, decline, invite
from registrations.models import Question, Registration, State
from registrations.tests.test_own_page import DAY, HOUR, address, coming, give_access, later, signed_up

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letters(settings, tmp_path):
    """Returns a function that sends what is due and gives the newest mail to an address: its words."""
    settings.EMAIL_BACKEND = "outbox.eml.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path

    def newest(recipient):
        deliver_due(now=timezone.now())
        files = sorted(tmp_path.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        read = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
        return [mail for mail in read if mail["To"].endswith(recipient)][-1].get_body(("plain",)).get_content()

    return newest


def link_in(words):
    """The address of the own page in a mail."""
    return re.search(r"https?://\S+/registrations/[\w-]{32}/", words)[0]


def meetup():
    """One seat, one question; everything a page can show."""
    fields = {"attendance_mode": "hybrid", "venue": make_venue(), "platform": make_platform(in_browser=True)}
    ticket_type = coming(capacity=1, title="Offene Daten", contact_email="treffen@example.org", **fields)
    event = ticket_type.event
    Question.objects.create(event=event, text="Welches Labor?", required=True)
    make_item(event, "Begrüßung", starts_at=event.starts_at, people=[make_appearance(event)])
    return ticket_type


def sign_up(page, event, name, recipient, lab):
    page.goto(event.get_absolute_url())
    page.get_by_label("Vor- und Nachname").fill(name)
    page.locator("[name=email]").fill(recipient)
    page.get_by_label("Welches Labor?").fill(lab)
    page.locator(".form-actions button").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_form_to_the_cancellation(chromium, live_server, settings, letters, scripts):
    settings.BASE_URL = live_server.url
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=scripts, locale="de-DE")
    page = context.new_page()
    event = meetup().event
    sign_up(page, event, "Ada Lovelace", "ada@example.org", "Ulm")
    sign_up(page, event, "Ben Ohneplatz", "ben@example.org", "Kassel")
    assert page.locator("h1").inner_text() == "Sie stehen auf der Warteliste"
    ada, ben = link_in(letters("ada@example.org")), link_in(letters("ben@example.org"))

    page.goto(ben)
    assert page.locator("h1").inner_text() == "Sie sind die nächste Person auf der Warteliste"
    page.goto(ada)
    assert page.locator("h1").inner_text() == "Ihr Platz ist sicher"
    page.get_by_role("link", name="Angaben ändern").click()
    page.get_by_label("Welches Labor?").fill("Berlin")
    page.get_by_role("button", name="Änderungen speichern").click()
    assert page.get_by_role("status").inner_text() == "Ihre Angaben sind geändert."
    assert "Berlin" in page.locator(".facts").first.inner_text()

    page.get_by_role("link", name="Anmeldung absagen").click()
    page.get_by_label("Grund").fill("Krank")
    page.get_by_role("button", name="Anmeldung absagen").click()
    assert page.locator("h1").inner_text() == "Ihre Anmeldung ist abgesagt"
    page.goto(link_in(letters("ben@example.org")))
    assert page.locator("h1").inner_text() == "Ihr Platz ist sicher"
    assert Registration.objects.get(email="ben@example.org").state == State.CONFIRMED
    context.close()


def tab_to(page, words):
    """Press the tabulator until the focus is on the control of that name, and see that the focus can be seen."""
    script = "(e => (e.labels?.[0] ?? e).innerText.trim())(document.activeElement)"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(script).startswith(words):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"no way to {words} by keyboard")


def test_by_keyboard_alone(page, letters):
    ticket_type = coming(title="Offene Daten")
    Question.objects.create(event=ticket_type.event, text="Labor?", kind="choice", options="Ulm\nKassel", required=True)
    page.goto(f"/events/{ticket_type.event.slug}/register/")
    tab_to(page, "Vor- und Nachname")
    page.keyboard.type("Ada Lovelace")
    tab_to(page, "E")
    page.keyboard.type("ada@example.org")
    tab_to(page, "Ulm")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/register/sent/")
    page.goto(link_in(letters("ada@example.org")))
    tab_to(page, "Angaben ändern")
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    tab_to(page, "Ulm")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Änderungen speichern")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?done=changed")
    assert Registration.objects.get().answers.get().value == "Kassel"
    tab_to(page, "Jemand anderes hat meinen Link")
    page.keyboard.press("Enter")
    tab_to(page, "Link erneuern")
    page.keyboard.press("Enter")
    page.wait_for_url("**/registrations/renewed/")
    page.goto(link_in(letters("ada@example.org")))
    tab_to(page, "Anmeldung absagen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cancel/")
    tab_to(page, "Anmeldung absagen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/registrations/*/")
    assert Registration.objects.get().state == State.CANCELLED


def test_the_way_in_leads_to_the_meeting(page):
    ada = signed_up(coming(starts_in=HOUR / 2))
    give_access(ada.event)
    page.goto(address(ada))
    assert "meet.example" not in page.content()
    page.get_by_role("button", name="Jetzt teilnehmen").click()
    assert page.get_by_role("link", name="Zum Online-Raum").get_attribute("href") == "https://meet.example/geheim"
    ada.refresh_from_db()
    assert ada.joined_at


def test_an_error_comes_first_and_takes_the_focus(page):
    ada = signed_up(meetup(), answers={Question.objects.get().pk: "Ulm"})
    page.goto(address(ada, "change/"))
    page.get_by_label("Welches Labor?").fill("")
    page.get_by_role("button", name="Änderungen speichern").click()
    assert page.title().startswith("Fehler:")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert accessibility_faults(page) == []


def test_who_comes_too_late_keeps_what_was_typed(page):
    title = "Offene Daten und ihre Verwaltungsdigitalisierungsstrategien"
    ticket_type = coming(capacity=1, title=title, ticket_type={"has_waiting_list": False})
    page.goto(ticket_type.event.get_absolute_url())
    page.get_by_label("Vor- und Nachname").fill("Grace Hopper")
    page.locator("[name=email]").fill("grace@example.org")
    signed_up(ticket_type)
    page.locator(".form-actions button").click()
    assert page.title().startswith("Fehler:")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert "Grace Hopper" in page.locator("dl.facts").inner_text()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert accessibility_faults(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Noch einmal versuchen").click()
    assert page.get_by_role("heading", name="Sie sind nicht angemeldet").is_visible()


def some_in(state):
    """A registration in a state, or of an event in one."""
    now, tomorrow = timezone.now(), {"starts_in": 5 * HOUR}
    if state in ("confirmed", "waitlisted"):
        ticket_type = meetup()
        make_ticket_type(ticket_type.event, name="online", condition="Ich arbeite in einer Verwaltung.")
        lab = {ticket_type.event.questions.get().pk: "Ulm"}
        people = [signed_up(ticket_type, name, answers=lab) for name in ("Ada", "Ben", "Cem")]
        return people[0 if state == "confirmed" else 2]
    if state == "unconfirmed":
        return signed_up(coming(settings={"confirm_address": True}))
    row = signed_up(coming(**tomorrow, ticket_type={"needs_approval": state in ("pending", "declined")}), now=now - DAY)
    if state == "declined":
        decline(registration=row, by=None, reason="Nur für Labore.", now=now)
    elif state == "cancelled":
        cancel(registration=row, reason="Krank", now=now)
    elif state in ("postponed", "new date"):
        postpone(event=row.event, by=None, reason="Saal gesperrt.", now=now)
        if state == "new date":
            move(event=row.event, starts_at=now + 40 * DAY, by=None, now=now)
    elif state == "event cancelled":
        cancel_event(event=row.event, by=None, reason="Sturm.", now=now)
    elif state == "access":
        give_access(row.event, phone="+49 69 1234", notes="Zehn Minuten früher kommen.")
    elif state == "over":
        later(row.event, DAY)
    return row


STATES = ["confirmed", "waitlisted", "unconfirmed", "pending", "declined", "cancelled"]
STATES += ["postponed", "new date", "event cancelled", "access", "over"]


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_accessible_in_every_state(page, state):
    row = some_in(state)
    assert accessibility_faults_everywhere(page, address(row)) == []
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(address(row))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("tail", ["change/", "switch/", "cancel/", "delete/", "join/"])
def test_the_pages_around_it_are_accessible(page, tail):
    row = some_in("access" if tail == "join/" else "confirmed")
    assert accessibility_faults_everywhere(page, address(row, tail)) == []


def test_pages_without_a_registration_are_accessible(page):
    ticket_type = coming()
    pairs = [("Cem", "cem@example.org")]
    (guest,) = invite(ticket_type=ticket_type, guests=pairs, by=make_member(), now=timezone.now())
    for path in (f"/registrations/invitations/{guest.token}/", "/registrations/", "/registrations/x/"):
        assert accessibility_faults_everywhere(page, path) == []
    for path in ("sent", "renewed", "deleted"):
        page.goto(f"/registrations/{path}/")
        assert accessibility_faults(page) == []
