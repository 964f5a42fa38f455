"""Open data holds what its OpenAPI document promises, whatever it is asked (schemathesis makes the requests)."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from civicevents.wsgi import application
from events.api.openapi import document
from events.api.resources import RESOURCES
from events.jobs import note_horizon
from events.models import Event, Status
from events.search import refresh
from events.tests.test_api import full, planned

pytestmark = pytest.mark.django_db
load_all_checks()
PATHS = [path for resource in RESOURCES for path in (resource.path, resource.path + "{id}/")]
# A cursor of the right form is still not ours, and days exist that no calendar needs: both are refused.
TOO_STRICT = [positive_data_acceptance, ignored_auth]


def undisturbed(environ, start_response):
    """The application, without closing the connection of the test as it would between two requests."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    return application(environ | {"HTTP_ACCEPT_ENCODING": "identity"}, start_response)


@pytest.fixture
def schema():
    yield from _schema()
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def _schema():
    note_horizon(timezone.now())
    full("Alles", summary="Kurz")
    planned("Verschoben", status=Status.POSTPONED, status_reason="Krank")
    planned("Ganztags", all_day=True, source="Anderswo")
    refresh(Event.objects.all())
    schema = schemathesis.openapi.from_dict(document("http://testserver", "Portal"))
    schema.app = undisturbed
    yield schema


@pytest.mark.parametrize("path", PATHS)
def test_records_are_as_the_document_says(schema, client, path):
    operation = schema[path]["GET"]
    rows = client.get(path.removesuffix("{id}/")).json()["items"]
    assert rows
    for number in [row["id"] for row in rows] if "{" in path else [None]:
        for more in ({}, {"updated_since": "2026-11-01T00:00:00Z", "limit": 1} if path == PATHS[0] else {"lang": "en"}):
            case = operation.Case(path_parameters={"id": number} if number else {}, query=more)
            answer = case.call()
            assert answer.status_code == 200
            case.validate_response(answer, excluded_checks=TOO_STRICT)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_request_breaks_it(schema, path, mode):
    @given(case=schema[path]["GET"].as_strategy(mode))
    @limits(
        max_examples=25 if path == PATHS[0] else 5,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def check(case):
        case.call_and_validate(excluded_checks=TOO_STRICT)

    check()


@given(cursor=st.text(max_size=80))
@limits(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_cursor_breaks_it(db, client, cursor):
    for path in ("/api/v1/events/", "/api/v1/topics/"):
        assert client.get(path, {"cursor": cursor}).status_code == 400
