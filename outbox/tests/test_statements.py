import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from civicevents.testing import NOW
from outbox.models import Message
from outbox.statements import insert, update

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[False, True], ids=["prepared", "pooled"])
def pooled(settings, request):
    settings.DATABASE_POOLED = request.param
    return request.param


def message(number, **fields):
    values = {"kind": "a.b", "message_id": f"<{number}@example.org>", "not_before": NOW, "created_at": NOW}
    return Message(**values | fields)


def values_of(row):
    row = Message.objects.values().get(pk=row.pk)
    return {name: value for name, value in row.items() if name not in ("id", "message_id")}


def test_a_row_is_inserted_as_it_would_be_saved():
    fields = {
        "parameters": {"name": "Ä “$1” %s 'x'"},
        "recipient": "a@example.org",
        "expires_at": NOW + dt.timedelta(1),
    }
    first, second = message(1, **fields), message(2, **fields)
    insert(first)
    second.save()
    assert values_of(first) == values_of(second)
    first.error = "changed"
    first.save(update_fields=["error"])
    assert Message.objects.get(error="changed") == first


def test_a_row_is_updated_in_these_fields_and_no_others():
    row, other = message(1), message(2)
    for each in (row, other):
        insert(each)
    row.error, row.expires_at, row.recipient = "Ä “$1” %s 'x'", NOW, "b@example.org"
    update(row, ["error", "expires_at"])
    written = values_of(row)
    assert (written["error"], written["expires_at"]) == (row.error, NOW)
    assert written["recipient"] == other.recipient
    assert values_of(other)["error"] == ""


def test_it_takes_one_statement_that_is_planned_once(pooled):
    insert(message(1))
    with CaptureQueriesContext(connection) as queries:
        insert(message(2))
    (sql,) = [query["sql"] for query in queries]
    assert ("EXECUTE" in sql) is not pooled


def test_what_may_not_be_stored_is_refused_and_the_next_row_is_not():
    insert(message(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(message(1))
    insert(message(2))
    assert Message.objects.count() == 2


def test_a_model_with_its_own_way_of_saving_is_refused():
    with pytest.raises(TypeError, match="Organisation"):
        insert(Organisation(name="Amt"))
    with pytest.raises(TypeError, match="Organisation"):
        update(Organisation(name="Amt"), ["name"])
