import datetime as dt

import pytest
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.sessions.models import Session

from civicevents.retention import forget
from civicevents.testing import NOW, at, make_ticket_type, make_user, register
from outbox.retention import IMPERSONAL, PERSONAL, overview


def test_every_model_says_whether_it_keeps_people_and_until_when():
    """Third parties' tables, too. A new model is declared in the retention.py of its app."""
    models = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    ours = {label for label in models if not label.startswith("tests.")}
    assert ours - PERSONAL.keys() - IMPERSONAL == set()
    assert (PERSONAL.keys() | IMPERSONAL) - models == set()
    assert PERSONAL.keys() & IMPERSONAL == set()


@pytest.mark.django_db
def test_the_overview_says_what_is_overdue():
    register(make_ticket_type(), "Anna")

    def overdue(now):
        return {rule.label for rule, late in overview(now) if late}

    assert overdue(NOW) == set()
    assert overdue(at("2026-12-12 01:59")) == {"registrations.Attempt"}
    assert overdue(at("2026-12-12 02:00")) == {"registrations.Attempt", "registrations.Registration"}


@pytest.mark.django_db
def test_ended_sessions_and_old_history_are_forgotten():
    Session.objects.create(session_key="a", session_data="", expire_date=NOW - dt.timedelta(seconds=1))
    Session.objects.create(session_key="b", session_data="", expire_date=NOW + dt.timedelta(days=1))
    for days in (364, 366):
        entry = LogEntry.objects.create(user=make_user(), action_flag=ADDITION, object_repr="x")
        LogEntry.objects.filter(pk=entry.pk).update(action_time=NOW - dt.timedelta(days=days))
    forget(NOW)
    assert Session.objects.get().session_key == "b"
    assert LogEntry.objects.count() == 1
