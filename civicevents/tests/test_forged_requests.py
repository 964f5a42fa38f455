"""Promise 7 once more: requests that no page sends, made of own rows' addresses and the neighbour's numbers.

Whatever was in the database before the own rows came is the neighbour's (or shared), and has to stay as it was; no own
row may lead to it afterwards.
"""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import Organisation, Role
from civicevents.testing import make_member, make_organisation
from civicevents.testing_forms import filled, with_row
from civicevents.tests import test_organisations_apart as apart
from civicevents.tests.test_organisations_apart import (  # noqa: F401
    SHARED,
    make_a_row_of_every_kind,
    model_addresses,
    neighbour,
)
from events.models import Event, Status
from outbox.models import Message
from participation.models import AudienceQuestion, Board, Comment, Idea, Proposal
from registrations import links
from registrations.models import Registration, StagePage

pytestmark = pytest.mark.django_db
WORD = "EIGEN"
SHARED_MODELS = {"Topic", "Audience", "User", "ContentType", "Programme"}  # Programme: a public one takes any event
UNTOUCHED = {  # of whoever signs in, and of stored answers
    Session,
    apps.get_model("admin.logentry"),
    apps.get_model("accounts.user"),
    apps.get_model("events.contentchange"),
}
# What pages read from a POST, beside the fields of the admin's forms.
PARAMETERS = {
    "check_in": Registration, "undo": Registration, "registration": Registration, "question": AudienceQuestion,
    "into": AudienceQuestion, "event": Event, "comment": Comment, "mail": Message, "proposal": Proposal, "idea": Idea,
    "board": Board, "appearance": "events.Appearance", "ticket_type": "registrations.TicketType", "call":
    "registrations.Call", "round": "registrations.NetworkingRound", "source": "events.Source", "item":
    "events.AgendaItem", "speaker": "speakers.Speaker", "target": Event, "series": "events.Series", "guest":
    "registrations.InvitedGuest", "export": "registrations.Export", "take": "events.Source", "_selected_action": Event,
}  # fmt: skip
VERBS = (
    "renew", "send", "revoke", "answer", "hide", "show", "shortlist", "on_now", "merge", "accept", "decline", "remove",
    "restore", "check_in", "publish",
)  # fmt: skip


def model_of(named):
    return apps.get_model(named) if isinstance(named, str) else named


def tables():
    return [model for model in apps.get_models(include_auto_created=True) if model not in UNTOUCHED]


@pytest.fixture
def foreign(neighbour):  # noqa: F811
    """All rows that there were before the own ones, by model: {pk: values}."""
    rows = {model: {row["pk"]: row for row in rows_of(model)} for model in tables()}
    rows[Organisation].pop(make_organisation().pk)  # a speaker of one's own is on the neighbour's stage
    return rows


def rows_of(model, **which):
    return model._base_manager.filter(**which).values("pk", *(f.attname for f in model._meta.concrete_fields))


@pytest.fixture
def own(foreign, monkeypatch, client):
    """A row of every kind of one's own, and its manager signed in."""
    monkeypatch.setattr(apart, "SECRET", WORD)
    rows = make_a_row_of_every_kind(make_organisation())
    client.force_login(make_member(role=Role.MANAGER))
    return rows


def as_they_were(foreign):
    for model, rows in foreign.items():
        found = {row["pk"]: row for row in rows_of(model, pk__in=list(rows))}
        assert found == rows, model


def no_own_row_leads_there(foreign, models):
    for model in models:
        for field in (f for f in model._meta.concrete_fields if f.is_relation):
            there = secret(foreign.get(field.remote_field.model, {}))
            if field.remote_field.model.__name__ in SHARED_MODELS or str(field).lower() in SHARED:
                continue
            ours = model._base_manager.exclude(pk__in=foreign[model]).filter(**{f"{field.name}__in": there})
            assert not ours.exists(), field


def secret(rows):
    """Without published events, which anybody may link to."""
    return [pk for pk, row in rows.items() if row.get("status") != Status.PUBLISHED]


def pk_of(foreign, model):
    """One of the neighbour's."""
    return next(iter(secret(foreign[model])), 10**9)


def test_no_action_of_a_list_reaches_a_foreign_row(client, own, foreign, rf):
    tried = 0
    for model, model_admin in admin.site._registry.items():
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        request = rf.get("/")
        request.user = make_member(role=Role.MANAGER)
        for action in model_admin.get_actions(request):
            for chosen in ([pk_of(foreign, model)], [pk_of(foreign, model), own[model].pk]):
                sent = {
                    "action": action,
                    "_selected_action": chosen,
                    "select_across": "1",
                    "confirmed": "1",
                    "reason": "x",
                }
                answer = client.post(address, sent)
                assert answer.status_code < 500 and b"GEHEIM" not in answer.content, (model, action)
                tried += 1
    assert tried > 15
    as_they_were(foreign)


def relations_of(model, model_admin, request, row):
    """(name in the form, prefix of the inline or "", model with the relation, related model) of what can be forged."""
    for field in model._meta.fields + model._meta.many_to_many:
        if field.is_relation:
            yield "", field.name, field
    for inline in model_admin.get_inline_instances(request, row):
        prefix = inline.get_formset(request, row).get_default_prefix()
        for field in inline.model._meta.fields + inline.model._meta.many_to_many:
            if field.is_relation or field.primary_key:
                yield prefix, field.name, field


def forgeries(data, prefix, name, field, pk):
    """The own form with one number changed to a foreign one: in the row that is there, and in a further one."""
    if not prefix:
        if name in data or field.name == "organisation":
            yield data | {name: pk}
        return
    for key in data:
        if key.startswith(prefix) and key.endswith(f"-{name}") and "__prefix__" not in key:
            yield data | {key: pk}
            yield data | {key: pk, key.removesuffix(name) + "DELETE": "on"}
            break
    if f"{prefix}-__prefix__-{name}" in data and not field.primary_key:
        yield with_row(data, prefix, **{name: pk})


def test_no_number_in_a_form_leads_to_a_foreign_row(client, own, foreign, rf):
    tried = 0
    for model, row in own.items():
        model_admin, name = admin.site._registry[model], f"{model._meta.app_label}_{model._meta.model_name}"
        address = reverse(f"admin:{name}_change", args=[row.pk])
        page = client.get(address)
        if page.status_code != 200 or f'id="{model._meta.model_name}_form"' not in page.content.decode():
            continue
        request = rf.get("/")
        request.user = make_member(role=Role.MANAGER)
        data = filled(page, f"{model._meta.model_name}_form")
        for prefix, field_name, field in list(relations_of(model, model_admin, request, row)):
            related = field.model if field.primary_key else field.remote_field.model
            if related.__name__ in SHARED_MODELS or related not in foreign:
                continue
            for sent in forgeries(data, prefix, field_name, field, pk_of(foreign, related)):
                with transaction.atomic():
                    answer = client.post(address, sent)
                    assert answer.status_code < 500 and b"GEHEIM" not in answer.content, (model, prefix, field_name)
                    as_they_were({each: foreign[each] for each in {model, field.model, related}})
                    no_own_row_leads_there(foreign, {model, field.model})
                    transaction.set_rollback(True)
                tried += 1
    assert tried > 60
    as_they_were(foreign)


def test_no_parameter_of_an_own_page_reaches_a_foreign_row(client, own, foreign):
    """Own events, own door, own stage, own questions: with the neighbour's people, questions, mails and groups."""
    sent = {name: pk_of(foreign, model_of(model)) for name, model in PARAMETERS.items()}
    sent |= {
        "what": f"comment-{pk_of(foreign, Comment)}",
        "decision": "removed",
        "reason": "x",
        "text": "x",
        "seen": "x",
    }
    mine = own[Event]
    now, hour = timezone.now(), dt.timedelta(hours=1)  # it is on: before and after, the door refuses everybody
    times = {"publish_at": now - hour, "starts_at": now - hour, "ends_at": now + hour}
    Event.objects.filter(pk=mine.pk).update(status=Status.PUBLISHED, **times)
    mine.refresh_from_db()
    addresses = [links.door_page(mine), links.stage_page(mine.appearances.get())]
    addresses += [reverse("stage_questions", args=[StagePage.of(mine.appearances.get()).token])]
    for model, name, parameters in model_addresses():  # afterwards: one of them cancels the event
        try:
            addresses.append(reverse(f"admin:{name}", kwargs=dict.fromkeys(parameters, own[model].pk)))
        except NoReverseMatch:
            continue
    for address in addresses:
        path = address.removeprefix("http://testserver")
        for verb in VERBS:
            answer = client.post(path, sent | {"do": verb, "verb": verb, "state": verb})
            assert answer.status_code < 500 and b"GEHEIM" not in answer.content, (path, verb)
            if "/admin/" in path:
                break  # there the address is the verb
        answer = client.get(path, sent)
        assert answer.status_code < 500 and b"GEHEIM" not in answer.content, path
    assert len(addresses) > 100
    as_they_were(foreign)


@pytest.mark.parametrize("lookup", ["", "__id__exact", "__exact", "__organisation__id__exact", "__name__startswith"])
def test_no_list_answers_for_a_foreign_relation(client, own, foreign, lookup):
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for field in (f for f in model._meta.fields if f.is_relation):
            value = pk_of(foreign, field.remote_field.model) if field.remote_field.model in foreign else 1
            answer = client.get(address, {f"{field.name}{lookup}": value})
            assert answer.status_code in (200, 302, 400, 403), (model, field)
            assert b"GEHEIM" not in answer.content, (model, field)


def test_histories_and_recent_actions_name_no_foreign_row(client, own, neighbour):  # noqa: F811
    for model, row in own.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        assert b"GEHEIM" not in client.get(reverse(f"admin:{name}_history", args=[row.pk])).content, model
        there = client.get(reverse(f"admin:{name}_history", args=[neighbour[model].pk]))
        assert b"GEHEIM" not in there.content, model
    assert b"GEHEIM" not in client.get(reverse("admin:index")).content
