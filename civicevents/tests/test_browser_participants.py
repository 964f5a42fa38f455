"""An organiser looks after sign-up, in a real browser under the strict policy."""

import pytest
from django.urls import reverse

from accounts.models import Role
from civicevents.testing import NOW, at, make_member, make_platform, make_published, register
from civicevents.testing_browser import PHONE, accessibility_faults, sign_in
from registrations.actions import add_by_hand
from registrations.models import Broadcast, Registration, Source, State, TicketType

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["change", "add_by_hand", "invite", "write", "calls", "mails", "numbers", "export", "print"]


@pytest.fixture
def event(page):
    sign_in(page, make_member(role=Role.MANAGER, name="Mona Manager"))
    return make_published(platform=make_platform(), title="Werkstatt", starts_at=at("2030-11-12 18:00"))


def address(name, event):
    return reverse(f"admin:registrations_signup_{name}", args=[event.pk])


def test_sign_up_is_set_up_somebody_approved_and_everybody_written_to(page, event):
    page.goto(reverse("admin:events_event_change", args=[event.pk]))
    page.click("text=Anmeldung einrichten")
    page.fill("#id_ticket_types-0-name", "vor Ort")
    page.fill("#id_ticket_types-0-capacity", "30")
    page.fill("#id_ticket_types-0-closes_day", "2030-11-05")
    page.check("#id_ticket_types-0-needs_approval")
    page.click("input[name=_continue]")
    page.locator(".messagelist .success").wait_for()
    ticket_type = TicketType.objects.get()
    assert ticket_type.closes_at == at("2030-11-05 23:59")

    register(ticket_type, "Anna Muster")
    page.click(".tools >> text=Teilnehmer:innen")
    page.click("#result_list >> text=Anna Muster")
    page.click("button[value=approve]")
    page.locator(".seat--confirmed").wait_for()
    assert Registration.objects.get().state == State.CONFIRMED

    page.click(".tools >> text=Schreiben")
    page.fill("#id_subject", "Raum")
    page.fill("#id_body", "Wir sind im **zweiten** Stock.")
    page.click("#write button[type=submit]")
    page.locator("#send").wait_for()
    assert accessibility_faults(page) == []
    page.click("button[name=send]")
    page.locator(".messagelist .success").wait_for()
    assert Broadcast.objects.get().recipients == 1


def test_axe_finds_nothing_and_nothing_sticks_out(page, event):
    ticket_type = TicketType.objects.create(event=event, needs_approval=True)
    question = event.questions.create(text="Woher?", kind="choice", options="Ulm\nBonn")
    anna = register(ticket_type, "Anna Muster", answers={question.pk: "Ulm"})
    grete = add_by_hand(event=event, name="Grete", phone="0731 1234", source=Source.PHONE, by=None, now=NOW)
    grete.calls.create(kind="registered", created_at=NOW)
    listed = reverse("admin:registrations_registration_changelist") + f"?event={event.pk}"
    paths = [listed, *(reverse("admin:registrations_registration_change", args=[each.pk]) for each in (anna, grete))]
    paths += [reverse("admin:registrations_signup_changelist"), reverse("admin:registrations_signup_privacy")]
    faults = []
    for path in [*paths, *(address(name, event) for name in PAGES)]:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(path)
            faults += [f"{path} {scheme}: {fault}" for fault in accessibility_faults(page)]
        page.set_viewport_size(PHONE)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            faults.append(f"{path} sticks out")
        page.set_viewport_size({"width": 1280, "height": 900})
    assert not faults, "\n".join(faults)
