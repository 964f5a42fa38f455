"""Fixtures of every test: real pages in a real browser. The cast that tests work with is civicevents/testing.py."""

import gettext
import os
import shutil

import pytest
from django.conf import settings
from django.utils.translation import trans_real
from playwright.sync_api import sync_playwright

from civicevents import catalogue
from civicevents.testing_browser import CHROMIUM_OPTIONS, Tripwires


def pytest_addoption(parser):
    parser.addoption("--slow", action="store_true", help="run the tests that are slow or violent, and no others")


def pytest_configure(config):
    catalogue.compile_all()
    # Django has been set up by now and may have read catalogues that were older, or none.
    gettext._translations.clear()
    trans_real._translations.clear()
    trans_real._default = None


def pytest_collection_modifyitems(config, items):
    for item in items:
        if "chromium" in item.fixturenames:
            item.add_marker("browser")
    slow = config.getoption("--slow")
    others = [item for item in items if (item.get_closest_marker("slow") is not None) != slow]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


def pytest_unconfigure(config):
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium():
    """The browser; without one its tests are skipped, or fail where ``CI=true`` promises one."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("no Chromium found: install one, or name it by CHROMIUM=/path/to/chromium")
    # Playwright keeps an event loop running in this thread; Django would refuse the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server, settings):
    """A fresh page of 1280 × 900 in a browser without a past; ``page.goto("/events/")`` opens the portal.

    The test fails if the page broke the security policy, raised an error in a script or asked another host.
    """
    settings.BASE_URL = live_server.url
    context = chromium.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="de-DE")
    page = context.new_page()
    tripwires = Tripwires(page, live_server.url)
    yield page
    context.close()
    assert tripwires.hit == []
