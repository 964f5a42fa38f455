"""In a real browser: a visitor proposes a talk, an editor accepts it, and everybody finds it on the agenda."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from civicevents.testing import make_call, make_member, make_published
from civicevents.testing_browser import PHONE, accessibility_faults, sign_in
from participation.models import Proposal

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_talk_is_proposed_accepted_and_found_on_the_agenda(page):
    now = timezone.now()
    event = make_published(starts_at=now + dt.timedelta(days=20), publish_at=now, contact_email="team@example.org")
    make_call(event=event, introduction="Wir suchen Geschichten vom Scheitern.")
    page.set_viewport_size(PHONE)
    page.goto(event.get_absolute_url())
    page.click("main a:has-text('Beitrag vorschlagen')")
    page.click("main button.btn--primary")
    page.wait_for_selector("text=Geben Sie ihm einen Titel.")
    page.fill("[name=title]", "Der Server im Besenschrank")
    page.fill("[name=abstract]", "Wie er dort hinkam.")
    page.fill("[name=name]", "Levi Ceylan")
    page.fill("[name=email]", "levi@example.org")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("main button.btn--primary")
    page.wait_for_url("**/proposals/sent/")
    proposal = Proposal.objects.get()
    page.goto(reverse("proposal", args=[proposal.token]))
    assert accessibility_faults(page) == []

    sign_in(page, make_member())
    page.goto(reverse("admin:participation_proposal_changelist"))
    page.click("text=Der Server im Besenschrank")
    page.wait_for_selector("text=Annehmen …")
    assert accessibility_faults(page) == []
    page.click("text=Annehmen …")
    page.wait_for_selector("main button:has-text('Annehmen')")
    assert accessibility_faults(page) == []
    page.click("main button:has-text('Annehmen')")
    page.wait_for_selector("text=Angenommen.")
    page.goto(event.get_absolute_url())
    agenda = page.inner_text("main")
    assert "Der Server im Besenschrank" in agenda
    assert "Levi Ceylan" in agenda
