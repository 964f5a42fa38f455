"""Every kind of page in a real browser: none breaks its own policy, raises an error or asks another host.

The fixture ``page`` fails a test whose browser noticed any of it. What an address alone does not open (answers to
forms, pages with errors) is looked at by the browser tests of each part.
"""

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.urls import reverse

from civicevents.testing import make_member
from civicevents.testing_browser import sign_in
from civicevents.tests.test_every_address import FILES, MACHINES, addresses, filled_in
from civicevents.tests.test_every_address import here as here

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


def opened(page, urls):
    """The pages among these addresses, each opened and left alone until it rests."""
    pages = []
    for url in urls:
        answer = page.request.get(url, max_redirects=0)
        if answer.headers.get("content-type", "").startswith("text/html") and answer.body() and answer.status < 500:
            page.goto(url, wait_until="load")
            pages.append(url)
    return pages


def test_no_page_of_visitors_and_participants(page, here):
    paths = [path for name, path in addresses() if name not in MACHINES | FILES and ":" not in name]
    urls = [prefix + filled_in(path, here) for path in paths for prefix in ("/", "/en/")]
    assert len(opened(page, urls)) > 100


def test_no_page_of_the_workplace(page, here):
    sign_in(page, make_member(is_superuser=True))
    urls = ["/" + filled_in(path, here) for name, path in addresses() if ":" in name and "logout" not in name]
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        urls += [reverse(f"{base}_changelist"), reverse(f"{base}_add")]
        first = model._default_manager.first()
        urls += (
            [reverse(f"{base}_change", args=[first.pk]), reverse(f"{base}_history", args=[first.pk])] if first else []
        )
    assert len(opened(page, dict.fromkeys(urls))) > 60
