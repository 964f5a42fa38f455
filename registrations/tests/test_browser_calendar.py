"""The page about the calendar of one's own sign-ups, in a real browser."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from civicevents.testing import make_published, make_ticket_type, register
from civicevents.testing_browser import accessibility_faults_everywhere

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_asked_for_and_ended_without_knowing_more_than_the_page(page):
    start = timezone.now() + dt.timedelta(days=9)
    event = make_published(starts_at=start, publish_at=start - dt.timedelta(days=60))
    ada = register(make_ticket_type(event), "Ada Lovelace", now=timezone.now())
    path = f"/registrations/{ada.token}/calendar/"
    page.goto(path)
    page.get_by_role("button", name="Adresse zuschicken").click()
    expect(page.get_by_role("status")).to_contain_text("auf dem Weg")
    assert accessibility_faults_everywhere(page, path) == []
    page.goto(path)
    page.get_by_role("button", name="Diesen Kalender beenden").click()
    expect(page.get_by_role("status")).to_contain_text("beendet")
