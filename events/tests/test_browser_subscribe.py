"""The page that explains how to subscribe, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from civicevents.testing import make_published, make_series
from civicevents.testing_browser import accessibility_faults_everywhere

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_is_accessible_and_fits_a_narrow_screen(page):
    event = make_published(series=make_series())
    path = f"/events/subscribe/?series={event.series.slug}"
    assert accessibility_faults_everywhere(page, path) == []
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    expect(page.get_by_label("Adresse des Kalenders")).to_have_value(
        re.compile(f"^http://.+/series/{event.series.slug}/calendar.ics$")
    )
