"""Among many events, lists are read off indexes: no statement looks at all events."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from civicevents.testing import make_organisation, make_published, make_series
from events.models import Event, Status
from events.rows import MOST, Number, counted, first_pks

pytestmark = pytest.mark.django_db
MANY = 6000
COPY = """
    INSERT INTO events_event ({columns}, slug, starts_at, ends_at)
    SELECT {columns}, slug || '-' || number, starts_at + number * interval '3 h', ends_at + number * interval '3 h'
    FROM events_event, generate_series({first}, {last}) AS number WHERE id = %s
"""
APART = {"id", "slug", "uid", "starts_at", "ends_at"}


@pytest.fixture
def now():
    """Now, with many events before and after it, one in eight of them after."""
    now = timezone.now()
    event = make_published(starts_at=now - dt.timedelta(days=5), publish_at=now - dt.timedelta(days=2000))
    columns = ", ".join(field.column for field in Event._meta.fields if field.column not in APART)
    sql = COPY.format(columns=columns, first=-MANY * 7 // 8, last=MANY // 8)
    with connection.cursor() as cursor:
        cursor.execute(sql, [event.pk])
        cursor.execute("ANALYZE events_event")
    return now


def plan_of(events):
    return events.explain(analyze=True)


@pytest.mark.parametrize(
    "which",
    [
        lambda listed, now: listed.in_turn(now).values("pk")[:MOST],
        lambda listed, now: listed.past(now).latest_first().values("pk")[:20],
        lambda listed, now: listed.on_days(now.date(), now.date()).values("pk"),
        lambda listed, now: listed.upcoming(now).order_by("starts_at", "pk").values("pk").filter(series=1),
    ],
)
def test_what_a_list_shows_is_read_off_an_index(now, which):
    plan = plan_of(which(Event.objects.listed(now), now))
    assert "Seq Scan on events_event" not in plan, plan


def test_the_first_ones_are_those_that_are_not_over_yet_whenever_they_began(now):
    long_ago = make_published(
        title="Ausstellung", starts_at=now - dt.timedelta(days=700), ends_at=now + dt.timedelta(1)
    )
    Event.objects.filter(pk=long_ago.pk).update(publish_at=now - dt.timedelta(days=800))
    off = Event.objects.filter(ends_at__lt=now).first()
    Event.objects.filter(pk=off.pk).update(status=Status.POSTPONED)
    found = first_pks(Event.objects.listed(now).in_turn(now))
    assert found[0] == long_ago.pk and found[-1] == off.pk
    assert found == list(Event.objects.listed(now).upcoming(now).soonest_first().values_list("pk", flat=True))


def test_counting_ends_where_nobody_needs_to_know(now):
    listed = Event.objects.listed(now)
    assert counted(listed.past(now).latest_first()) == Number(MOST, True)
    few = counted(listed.in_turn(now))
    assert (few.number, few.is_more) == (listed.upcoming(now).count(), False)
    assert (str(Number.of(MOST + 1)), str(Number.of(3)), bool(Number.of(0))) == ("1000+", "3", False)


def test_where_more_fit_the_choices_of_the_first_are_offered_without_numbers_and_others_can_be_asked_for(client, now):
    rare = make_series(title="Selten")
    make_published(
        series=rare,
        organisation=make_organisation("Amt am Rand"),
        starts_at=now - dt.timedelta(days=900),
        publish_at=now - dt.timedelta(days=1000),
    )
    response = client.get("/events/?when=past")
    html = response.content.decode()
    assert '<option value="' in html and "Selten" not in html and "<span>1000+</span>" in html
    assert response.context["page_obj"].paginator.num_pages == MOST // 20
    only = client.get(f"/events/?when=past&series={rare.slug}").content.decode()
    assert f'<option value="{rare.slug}" selected>' in only
