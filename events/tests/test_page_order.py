"""Where agenda and people stand among the sections, and who shares an entry."""

import pytest
from django.utils import translation

from civicevents.testing import NOW, make_appearance, make_event, make_item, make_section
from events.page.agenda import agenda_of
from events.page.blocks import blocks_of, contents_of
from events.page.people import people_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def order(sections=2, **fields):
    event = make_event(**fields)
    for number in range(1, sections + 1):
        make_section(event, f"Section {number}", position=number)
    make_item(event)
    make_appearance(event)
    blocks = blocks_of(event, agenda=agenda_of(event, NOW), people=people_of(event))
    return [block.heading if block.kind == "section" else block.kind for block in blocks]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["Section 1", "Section 2", "agenda", "people"]),
        ({"agenda_after": 0}, ["agenda", "people", "Section 1", "Section 2"]),
        ({"agenda_after": 1}, ["Section 1", "agenda", "people", "Section 2"]),
        ({"people_after": 1}, ["Section 1", "people", "Section 2", "agenda"]),
        ({"agenda_after": 2, "people_after": 0}, ["people", "Section 1", "Section 2", "agenda"]),
        ({"agenda_after": 1, "people_after": 1}, ["Section 1", "agenda", "people", "Section 2"]),
        ({"agenda_after": 9, "people_after": 9}, ["Section 1", "Section 2", "agenda", "people"]),
    ],
)
def test_the_organiser_decides_where_agenda_and_people_stand(fields, expected):
    assert order(**fields) == expected


def test_sections_of_one_name_have_anchors_of_their_own():
    event = make_event()
    for _ in range(3):
        make_section(event, "Über uns")
    blocks = blocks_of(event, agenda=agenda_of(event, NOW), people=people_of(event))
    assert [block.anchor for block in blocks] == ["s-ueber-uns", "s-ueber-uns-2", "s-ueber-uns-3"]


@pytest.mark.parametrize(("sections", "has_contents"), [(5, False), (6, True)])
def test_more_than_five_sections_have_a_table_of_contents(sections, has_contents):
    event = make_event()
    for number in range(sections):
        make_section(event, f"Section {number}", position=number)
    blocks = blocks_of(event, agenda=agenda_of(event, NOW), people=people_of(event))
    assert bool(contents_of(event, blocks)) is has_contents


def names(entries):
    return [[str(appearance) for appearance in entry.appearances] for entry in entries]


def test_people_who_share_an_entry_stand_together_under_the_first_ones_text():
    event = make_event()
    second = make_appearance(event, "Hanna Hinrichs", position=1)
    first = make_appearance(event, "Elisabeth Söllner", position=2, bio="Das Stadtlabor.")
    second.shares_entry_with = first
    second.save()
    make_appearance(event, "Aydan Portakaldali", position=3)
    speakers = people_of(event).speakers
    assert names(speakers) == [["Elisabeth Söllner", "Hanna Hinrichs"], ["Aydan Portakaldali"]]
    assert "Stadtlabor" in speakers[0].first.bio_html


def test_entries_that_share_in_a_ring_or_a_chain_are_one():
    event = make_event()
    a, b, c = (make_appearance(event, name) for name in ("Anna A", "Berta B", "Carla C"))
    for one, other in ((a, b), (b, c), (c, a)):
        one.shares_entry_with = other
        one.save()
    assert names(people_of(event).speakers) == [["Anna A", "Berta B", "Carla C"]]


def test_a_moderator_does_not_vanish_in_a_speakers_entry():
    event = make_event()
    speaker = make_appearance(event, "Anna A")
    make_appearance(event, "Berta B", role="moderator", shares_entry_with=speaker)
    people = people_of(event)
    assert (names(people.speakers), names(people.moderators)) == ([["Anna A"]], [["Berta B"]])


def test_functions_name_the_person_only_where_they_differ():
    event = make_event()
    first = make_appearance(event, "Anna A", function="Stadtlabor")
    make_appearance(event, "Berta B", function="Stadtlabor", shares_entry_with=first)
    assert people_of(event).speakers[0].functions == [("", "Stadtlabor")]
    make_appearance(event, "Carla C", function="Amt", shares_entry_with=first)
    event.refresh_from_db()
    assert people_of(event).speakers[0].functions == [
        ("Anna A", "Stadtlabor"),
        ("Berta B", "Stadtlabor"),
        ("Carla C", "Amt"),
    ]
