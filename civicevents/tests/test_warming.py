"""Warming up before the web server forks."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from civicevents.testing import make_published, make_ticket_type
from civicevents.warming import addresses, warm_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    now = timezone.now()
    event = make_published(starts_at=now + dt.timedelta(days=3), publish_at=now - dt.timedelta(days=1))
    make_ticket_type(event, 10)
    return event


def test_each_kind_of_page_that_many_ask_for_is_there_in_each_language(client, event):
    found = list(addresses(timezone.now()))
    for path in (event.get_absolute_url(), f"{event.get_absolute_url()}register/"):
        assert path in found and f"/en{path}" in found
    assert {client.get(address).status_code for address in found} == {200}


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_left_for_the_processes_to_share(event):
    warm_up()
    assert connection.connection is None


def test_without_a_database_the_portal_starts_all_the_same(caplog):
    def refuse(*statement):
        raise OperationalError("not now")

    with connection.execute_wrapper(refuse):
        warm_up()
    assert "without having been warmed up: not now" in caplog.text
