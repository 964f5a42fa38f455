"""The frame of all pages in a real browser."""

import pytest

from civicevents.testing_browser import accessibility_faults_everywhere

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_missing_page_is_accessible_everywhere(page):
    assert accessibility_faults_everywhere(page, "/no-such-page/") == []


def test_a_request_to_another_host_is_noticed(page):
    seen = []
    page.context.on("request", lambda request: seen.append(request.url))
    page.goto("/no-such-page/")

    assert seen and all(url.startswith(page.url.split("/no-such")[0]) for url in seen)
