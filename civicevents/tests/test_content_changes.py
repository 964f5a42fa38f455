"""Triggers of the database note which shown content changed, whatever changed it."""

import threading

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from civicevents.stored import triggers
from civicevents.stored.shown import CHANGES, EVENT, IDEA, LISTS, LIVE, NOT_SHOWN, SERIES, SHOWN, VOICES
from civicevents.testing import make_event, make_link, make_published, make_series
from civicevents.tests.shown_world import EDITS, MODELS, make_world, the_row
from events.models import Availability, ContentChange, Event, Section
from participation.models import Idea

OURS = {"accounts", "events", "outbox", "participation", "pictures", "registrations", "speakers"}


def noted():
    """The scopes noted since the last call."""
    rows = set(ContentChange.objects.values_list("scope", "about"))
    ContentChange.objects.all().delete()
    return rows


def expected(table, event):
    idea = Idea.objects.get().pk
    about = {IDEA: idea, EVENT: event.pk, LIVE: event.pk, VOICES: event.pk, SERIES: event.series_id}
    return {(scope, about.get(scope, 0)) for scope in SHOWN[table]}


def test_every_table_says_whether_it_is_shown():
    """A new model is declared in civicevents/stored/shown.py."""
    models = [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]
    tables = {model._meta.db_table for model in models if model._meta.app_label in OURS}
    assert tables - SHOWN.keys() - NOT_SHOWN == set()
    assert (SHOWN.keys() | NOT_SHOWN) - tables == set()
    assert SHOWN.keys() & NOT_SHOWN == set()
    assert CHANGES.keys() - SHOWN.keys() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("table", SHOWN)
def test_a_row_removed_by_raw_sql_is_noted(table):
    event = make_world()
    row, about = the_row(table, event).get(), expected(table, event)
    noted()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {row._meta.pk.column} = %s", [row.pk])  # noqa: S608
        changes = noted()
        transaction.set_rollback(True)
    assert changes == about


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(EDITS))
def test_a_bulk_update_is_noted_and_one_that_changes_nothing_is_not(table):
    event = make_world()
    noted()
    assert the_row(table, event).update(**EDITS[table]) == 1
    assert noted() == expected(table, event)
    the_row(table, event).update(**EDITS[table])
    assert noted() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("table", SHOWN)
def test_a_new_row_is_noted(table):
    event = make_world()
    row = the_row(table, event).get()
    fields = {field.attname: getattr(row, field.attname) for field in row._meta.local_concrete_fields}
    with transaction.atomic():
        the_row(table, event)._raw_delete("default")
        noted()
        MODELS[table]._base_manager.bulk_create([MODELS[table](**fields)])
        changes = noted()
        transaction.set_rollback(True)
    assert changes == expected(table, event)


def test_every_shown_table_with_something_to_edit_is_edited_here():
    joining = {table for table in SHOWN if MODELS[table]._meta.auto_created}
    assert set(EDITS) == SHOWN.keys() - joining


@pytest.mark.django_db
def test_a_row_that_moves_concerns_both_events():
    here, there = make_event(), make_event()
    section = Section.objects.create(event=here, heading="Das Thema")
    noted()
    Section.objects.filter(pk=section.pk).update(event=there)
    assert noted() == {(EVENT, here.pk), (EVENT, there.pk), (LISTS, 0)}


@pytest.mark.django_db
def test_an_event_concerns_its_series_and_those_that_link_to_it():
    series = make_series()
    event, linking = make_published(series=series), make_published()
    make_link(linking, label="", target=event)
    noted()
    Event.objects.filter(pk=event.pk).update(title="Neu")
    assert noted() == {(EVENT, event.pk), (EVENT, linking.pk), (SERIES, series.pk), (LISTS, 0)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "counts"), [(20, 19, False), (6, 5, True), (5, 4, False), (1, 0, True), (0, 1, True)]
)
def test_seats_are_noted_only_when_the_words_for_them_change(before, after, counts):
    event = make_event()
    Availability.objects.create(event=event, takes_registrations=True, seats=30, free=before)
    noted()
    Availability.objects.filter(event=event).update(free=after, version=2)
    assert noted() == ({(EVENT, event.pk), (LISTS, 0)} if counts else set())


@pytest.mark.django_db
def test_sign_ups_are_noted_only_where_the_page_counts_them():
    event = make_world()
    event.registration_settings.delete()
    noted()
    event.registrations.update(extra_seat=True)
    assert noted() == set()


@pytest.mark.django_db(transaction=True)
def test_transactions_that_change_the_same_event_do_not_wait_for_each_other():
    event = make_published()
    done = threading.Event()

    def meanwhile():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        Section.objects.create(event=event, heading="Zweite")
        connection.close()
        done.set()

    noted()
    with transaction.atomic():
        Section.objects.create(event=event, heading="Erste")
        thread = threading.Thread(target=meanwhile)
        thread.start()
        assert done.wait(10)
    thread.join()
    assert ContentChange.objects.filter(scope=EVENT, about=event.pk).count() == 2


@pytest.mark.django_db
def test_migrate_makes_the_triggers_again_when_their_declaration_differs():
    assert triggers.are_installed(connection)
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON FUNCTION content_of_everything() IS 'older'")
    assert not triggers.are_installed(connection)
    call_command("migrate", verbosity=0)
    assert triggers.are_installed(connection)


@pytest.mark.django_db
def test_many_notes_become_one_that_was_never_there():
    ContentChange.objects.all().delete()
    often, once, restored = [(EVENT, 1, 5), (EVENT, 1, 9)], (EVENT, 2, 7), (EVENT, 3, 10**12)
    for scope, about, txid in [*often, once, restored]:
        ContentChange.objects.create(scope=scope, about=about, txid=txid)
    triggers.compact()
    rows = dict(ContentChange.objects.values_list("about", "txid"))
    assert rows.keys() == {1, 2, 3}
    assert rows[2] == 7
    assert 9 < rows[1] == rows[3] < 10**12
