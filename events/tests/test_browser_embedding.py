"""The frame and its page in a real browser."""

import pytest

from civicevents.testing import make_published, make_series
from civicevents.testing_browser import accessibility_faults, accessibility_faults_everywhere

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Verwaltungsdigitalisierungsbeschleunigungsgesetzgebungsverfahren und die Folgen"


def test_the_page_is_accessible_and_shows_the_frame(page):
    event = make_published(title=LONG, series=make_series())
    assert accessibility_faults_everywhere(page, "/embed/?when=past") == []
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/embed/?when=past")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    frame = page.frame_locator(".embed__preview")
    frame.get_by_role("link", name=event.title).click()
    page.wait_for_url(f"**/events/{event.slug}/")  # on top, not in the frame


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_fits_from_250_pixels_on_and_is_accessible(page, scheme):
    make_published(title=LONG, series=make_series())
    page.emulate_media(color_scheme=scheme)
    for width in (250, 340, 700):
        page.set_viewport_size({"width": width, "height": 600})
        page.goto("/embed/events/?when=past")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert accessibility_faults(page) == []
