import contextlib
import datetime as dt

import pytest
from django.db import DataError, connection
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from civicevents.testing import NOW, make_published, make_series, make_topic
from events.contents import neighbours_of, published_events
from events.models import Event, Topic
from events.rows import rows_of
from events.statements import composed_once, written

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, params=[False, True], ids=["prepared", "pooled"])
def pooled(settings, request):
    settings.DATABASE_POOLED = request.param
    return request.param


@composed_once
def titles_of(event: int):
    return Event.objects.filter(pk=event).values_list("title", "starts_at")


@composed_once
def named(slug: str, now: dt.datetime):
    return Event.objects.published(now).select_related("organisation").only("title", "organisation").filter(slug=slug)


@composed_once
def alike(title: str):
    return Event.objects.filter(title__icontains=title)


def test_it_finds_what_the_queryset_would_find_each_time_with_its_own_values():
    first, second = make_published(title="Eins"), make_published(title="Zwei")
    assert [titles_of(event=event.pk) for event in (first, second)] == [
        [(event.title, event.starts_at)] for event in (first, second)
    ]
    assert titles_of(event=0) == []


def test_rows_come_with_their_relations_and_without_what_was_not_asked_for():
    event = make_published()
    with CaptureQueriesContext(connection) as queries:
        (found,) = named(slug=event.slug, now=NOW)
        assert (found, found.organisation.name) == (event, event.organisation.name)
    assert len(queries) == 1
    assert "subtitle" in found.get_deferred_fields()
    assert named(slug=event.slug, now=event.publish_at - dt.timedelta(days=1)) == []


def test_annotations_stand_on_the_rows():
    series = make_series()
    earlier, event, later = (make_published(series=series, starts_at=NOW + dt.timedelta(days=day)) for day in range(3))
    found = neighbours_of(series=series.pk, event=event.pk, starts_at=event.starts_at, now=NOW)
    assert {each.place: each for each in found} == {"earlier": earlier, "later": later, "coming": earlier}


def test_a_parameter_that_does_not_reach_the_statement_as_it_is_is_noticed():
    with pytest.raises(TypeError, match="title"):
        alike(title="x")


def test_a_row_is_saved_as_one_from_the_queryset_would_be():
    event = make_published()
    (found,) = published_events(slug=event.slug, now=NOW)
    found.title = "Neu"
    found.save(update_fields=["title"])
    assert Event.objects.get(pk=event.pk).title == "Neu"


def test_it_is_composed_once():
    calls = []

    @composed_once
    def counted(name: str):
        calls.append(name)
        return Topic.objects.filter(name=name)

    topic = make_topic("Daten")
    assert [counted(name="Daten"), counted(name="Daten"), counted(name="Anderes")] == [[topic], [topic], []]
    assert len(calls) == 1


@pytest.mark.django_db(transaction=True)
def test_it_goes_on_after_a_statement_that_failed_and_on_a_new_connection(pooled):
    @composed_once
    def titled(pk: int, title: str):
        return Event.objects.filter(pk=pk, title=title).values_list("title")

    event = make_published(title="100 % “echt” $1")
    with contextlib.nullcontext() if pooled else pytest.raises(DataError):
        titled(pk=2**70, title=event.title)
    assert titled(pk=event.pk, title=event.title) == [(event.title,)]
    connection.close()
    assert titled(pk=event.pk, title=event.title) == [(event.title,)]


def test_nothing_is_prepared_where_a_pooler_changes_connections(settings):
    settings.DATABASE_POOLED = True
    event = make_published(title="100 % “echt” $1")
    with CaptureQueriesContext(connection) as queries:
        assert [found.pk for found in rows_of([event.pk])] == [event.pk]
        assert [found.pk for found in published_events(slug=event.slug, now=NOW)] == [event.pk]
    assert not [query for query in queries if "PREPARE" in query["sql"] or "EXECUTE" in query["sql"]]


def test_a_statement_written_out_takes_its_parameters_by_name():
    both = written("both", "SELECT id, %(word)s::text FROM events_event WHERE id = ANY(%(pks)s) AND %(word)s <> ''")
    event = make_published()
    assert both(pks=[event.pk, 0], word="a % b") == [(event.pk, "a % b")]


def test_constants_with_signs_of_the_driver_stay_what_they_are():
    @composed_once
    def special(slug: str):
        return Event.objects.filter(slug=slug).annotate(sign=Value("5 % $1 %s")).only("pk")

    assert [each.sign for each in special(slug=make_published().slug)] == ["5 % $1 %s"]


def test_behind_a_pooler_nothing_lives_as_long_as_a_connection(pooled):
    def kept():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements")
            return cursor.fetchone()[0]

    @composed_once
    def found(event: int):
        return Event.objects.filter(pk=event)

    before = kept()
    found(event=make_published().pk)
    assert kept() == before + (not pooled)
