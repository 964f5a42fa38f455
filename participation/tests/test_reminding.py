"""Organisers are asked after three and after seven days, and never again."""

import datetime as dt

import pytest

from civicevents.testing import make_material, make_organisation, make_past, make_results
from events.models import Event, Status
from outbox.mails import Drop, render
from outbox.models import Message
from participation.actions.reminding import remind
from participation.models import Material

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
KIND = "participation.results_missing"


@pytest.fixture
def event():
    make_organisation(contact_email="meetup@example.org")
    return make_past()


def asked():
    return list(Message.objects.order_by("pk").values_list("recipient", "parameters__days"))


def test_the_contact_is_asked_after_three_and_seven_days_once_each(event):
    for hour in range(0, 24 * 20, 5):
        remind(now=event.ends_at + dt.timedelta(hours=hour))
    assert asked() == [("meetup@example.org", 3), ("meetup@example.org", 7)]


def test_not_before(event):
    assert remind(now=event.ends_at + 3 * DAY - dt.timedelta(minutes=1)) == 0
    assert remind(now=event.ends_at + 3 * DAY) == 1


def test_nobody_is_asked_about_what_is_long_past(event):
    assert remind(now=event.ends_at + 30 * DAY) == 0


def test_the_mail_leads_to_the_form(event):
    now = event.ends_at + 7 * DAY
    remind(now=now)
    message = Message.objects.get(kind=KIND)
    mail = render(message, now=now)
    assert f"/admin/participation/lookingback/{event.pk}/change/" in mail.text
    assert "7 Tagen" in mail.text
    make_results(event)
    assert isinstance(render(message, now=now), Drop)


@pytest.mark.parametrize(
    "change",
    [
        {"is_demo": True},
        {"source": "anderswo"},
        {"source_url": "https://example.org/7"},
        {"status": Status.CANCELLED},
        {"status": Status.POSTPONED},
        {"status": Status.WITHDRAWN},
        {"status": Status.DRAFT},
    ],
)
def test_examples_and_what_was_taken_over_or_did_not_take_place_have_nobody_to_ask(event, change):
    Event.objects.update(**change)
    assert remind(now=event.ends_at + 3 * DAY) == 0


def test_a_draft_is_not_enough_and_material_is(event):
    make_results(event, published=False)
    material = make_material(event, access="nobody")
    assert remind(now=event.ends_at + 3 * DAY) == 1
    Material.objects.filter(pk=material.pk).update(access="participants")
    assert remind(now=event.ends_at + 7 * DAY) == 0


def test_without_an_address_there_is_nobody_to_ask(event):
    event.organisation.contact_email = ""
    event.organisation.save()
    assert remind(now=event.ends_at + 3 * DAY) == 0
