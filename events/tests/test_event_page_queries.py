"""The page of a meetup costs a fixed number of queries, whatever stands on it."""

import pytest

from civicevents.testing import (
    at,
    make_appearance,
    make_audience,
    make_co_host,
    make_item,
    make_link,
    make_partner,
    make_platform,
    make_programme,
    make_published,
    make_section,
    make_series,
    make_topic,
    make_venue,
)

pytestmark = pytest.mark.django_db
QUERIES = {"coming": 16, "over": 19}  # how one takes part and ideas take one each, what came of it takes three


def full_event(rows, starts_at):
    event = make_published(
        starts_at=starts_at,
        series=make_series(),
        attendance_mode="hybrid",
        venue=make_venue(),
        platform=make_platform(),
        slug="voll",
    )
    for number in range(rows):
        make_section(event, f"Abschnitt {number}", position=number)
        person = make_appearance(event, f"Person {number}")
        make_appearance(event, f"Moderation {number}", role="moderator")
        make_item(event, f"Punkt {number}", starts_at=event.starts_at, people=[person], position=number)
        make_co_host(event, f"Mitveranstalterin {number}")
        make_partner(event, f"Partner {number}")
        make_link(event, f"Link {number}")
        make_link(event, "", target=make_published(title=f"Ziel {number}"))
        event.topics.add(make_topic(f"Thema {number}"))
        event.audiences.add(make_audience(f"Gruppe {number}"))
        event.programmes.add(make_programme(f"Programm {number}"))
        event.series.audiences.add(make_audience(f"Reihengruppe {number}"))
    return event


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("when", "starts_at"), [("coming", at("2037-01-10 18:00")), ("over", at("2026-11-01 18:00"))])
def test_the_number_of_queries_is_fixed(client, rows, when, starts_at, django_assert_num_queries):
    event = full_event(rows, starts_at)
    with django_assert_num_queries(QUERIES[when]):
        assert client.get(f"/events/{event.slug}/").status_code == 200
