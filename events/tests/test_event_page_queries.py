"""The page of a meetup costs a fixed number of queries, whatever stands on it."""

import pytest

from civicevents.testing import (
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
QUERIES = 14


def full_event(rows):
    event = make_published(
        series=make_series(), attendance_mode="hybrid", venue=make_venue(), platform=make_platform(), slug="voll"
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
def test_the_number_of_queries_is_fixed(client, rows, django_assert_num_queries):
    event = full_event(rows)
    with django_assert_num_queries(QUERIES):
        assert client.get(f"/events/{event.slug}/").status_code == 200
