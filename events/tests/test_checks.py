import datetime as dt

import pytest

from civicevents.testing import (
    NOW,
    at,
    make_appearance,
    make_event,
    make_item,
    make_neighbour,
    make_organisation,
    make_platform,
    make_section,
    make_speaker,
    make_venue,
)
from events.checks import LOOK, WRONG, findings
from events.models import AttendanceMode, CoHost, EventLink, ItemKind, LineUp
from speakers.models import Affiliation

pytestmark = pytest.mark.django_db


def complete(**fields):
    """An event about which there is nothing to say."""
    organisation = make_organisation()
    organisation.contact_email = "meetup@example.org"
    organisation.save()
    event = make_event(**{"summary": "Worum es geht.", "platform": make_platform()} | fields)
    make_section(event)
    Affiliation.objects.create(speaker=make_speaker("Adriana Groh"), function="Projektleiterin")
    make_appearance(event)
    return event


def fields(event, now=NOW):
    return [(finding.level, finding.field) for finding in findings(event, now)]


def test_a_complete_event_has_no_findings():
    assert findings(complete(), NOW) == []


@pytest.mark.parametrize(
    ("overrides", "finding"),
    [
        ({"title": " ", "slug": "x"}, (WRONG, "title")),
        ({"summary": ""}, (LOOK, "summary")),
        ({"title_translated": "Open data"}, (LOOK, "title_translated")),
        ({"starts_at": at("2026-10-12 18:00")}, (LOOK, "starts_at")),
        ({"starts_at": at("2026-11-12 04:00")}, (LOOK, "starts_at")),
        ({"starts_at": at("2026-11-12 06:00"), "ends_at": at("2026-11-12 23:00")}, (LOOK, "ends_at")),
        ({"platform": None}, (LOOK, "platform")),
        ({"attendance_mode": AttendanceMode.IN_PERSON, "platform": None}, (LOOK, "venue")),
        ({"line_up": LineUp.ANNOUNCED_SOON}, (LOOK, "line_up_note")),
    ],
)
def test_each_oddity_is_named_at_its_field(overrides, finding):
    assert fields(complete(**overrides)) == [finding]


def test_an_end_before_the_start_is_wrong():
    event = complete()
    event.ends_at = event.starts_at

    assert fields(event) == [(WRONG, "ends_at")]


def test_a_contact_of_the_event_itself_is_enough():
    event = complete(contact_phone="0731 123")
    event.organisation.contact_email = ""

    assert findings(event, NOW) == []
    event.contact_phone = ""
    assert fields(event) == [(LOOK, "contact_email")]


def test_a_platform_is_not_shown_in_person_and_a_venue_not_online():
    event = complete(venue=make_venue(wheelchair="full"))

    assert fields(event) == [(LOOK, "venue")]
    event.attendance_mode = AttendanceMode.IN_PERSON
    assert fields(event) == [(LOOK, "platform")]
    event.attendance_mode = AttendanceMode.HYBRID
    assert findings(event, NOW) == []


def test_somebody_has_to_say_something_on_wheelchair_access():
    event = complete(attendance_mode=AttendanceMode.HYBRID, venue=make_venue())

    assert fields(event) == [(LOOK, "wheelchair")]
    event.wheelchair = False
    assert findings(event, NOW) == []


def test_people_without_function_and_bio_are_named():
    event = complete()
    make_appearance(event, "Stefan Kaufmann")
    make_appearance(event, "Sonja Anton", bio="Gründete mit.")

    assert [finding.sentence for finding in findings(event, NOW)] == [
        "Zu Stefan Kaufmann fehlen Funktion und Kurzbiografie."
    ]


def test_those_who_share_an_entry_need_no_text_of_their_own():
    event = complete()
    make_appearance(event, "Sonja Anton", shares_entry_with=event.appearances.get())

    assert findings(event, NOW) == []


def test_a_final_line_up_without_anybody_is_worth_a_look():
    event = complete()
    event.appearances.all().delete()

    assert fields(event) == [(LOOK, "appearances")]


def test_a_co_host_who_has_not_accepted_is_named():
    event = complete()
    invitation = CoHost.objects.create(event=event, organisation=make_neighbour())

    assert fields(event) == [(LOOK, "co_hosts")]
    invitation.accepted_at = NOW
    invitation.save()
    assert findings(event, NOW) == []


def test_a_link_to_an_event_that_is_not_public_is_named():
    event = complete()
    EventLink.objects.create(event=event, target=make_event(title="Entwurf"))

    assert fields(event) == [(LOOK, "links")]


def agenda(event, *rows):
    for position, row in enumerate(rows):
        make_item(event, position=position, **row)


END = {"title": "Ende", "kind": ItemKind.END, "starts_at": at("2026-11-12 20:00")}


def test_an_agenda_within_the_event_is_fine():
    event = complete()
    agenda(event, {"starts_at": at("2026-11-12 18:00")}, END)

    assert findings(event, NOW) == []


def test_an_agenda_on_another_day_is_wrong():
    event = complete()
    agenda(event, {"title": "Vortrag", "starts_at": at("2026-10-12 18:00")}, END)

    assert fields(event) == [(WRONG, "agenda_items")]
    assert findings(event, NOW)[0].sentence.endswith("Vortrag.")


@pytest.mark.parametrize("clock", ["17:45", "20:15"])
def test_an_agenda_that_begins_early_or_ends_late_is_worth_a_look(clock):
    event = complete()
    moment = at(f"2026-11-12 {clock}")
    agenda(event, {"starts_at": moment, "ends_at": moment + dt.timedelta(minutes=5)})

    assert fields(event) == [(LOOK, "agenda_items")]


def test_an_agenda_may_go_on_where_the_end_is_open_and_past_midnight_where_the_event_does():
    event = complete(starts_at=at("2026-11-12 22:00"), ends_at=at("2026-11-13 02:00"), open_end=True)
    agenda(event, {"starts_at": at("2026-11-12 22:00")}, {"starts_at": at("2026-11-13 02:30")})

    assert findings(event, NOW) == []


def test_midnight_itself_still_belongs_to_the_evening():
    event = complete(starts_at=at("2026-11-12 22:00"), ends_at=at("2026-11-13 00:00"))
    agenda(event, {"starts_at": at("2026-11-12 22:00")}, END | {"starts_at": at("2026-11-13 00:00")})

    assert findings(event, NOW) == []


def test_an_agenda_in_disorder_half_timed_or_without_an_end_is_worth_a_look():
    event = complete()
    agenda(event, {"starts_at": at("2026-11-12 19:00")}, {"starts_at": at("2026-11-12 18:00")}, {})

    assert len(findings(event, NOW)) == 3


def test_parallel_tracks_may_begin_at_the_same_time_in_any_order():
    event = complete()
    agenda(
        event,
        {"starts_at": at("2026-11-12 18:30"), "track": "Saal"},
        {"starts_at": at("2026-11-12 18:00"), "track": "Werkstatt"},
        END,
    )

    assert findings(event, NOW) == []


def test_an_agenda_without_clock_times_is_fine():
    event = complete()
    agenda(event, {}, {})

    assert findings(event, NOW) == []


@pytest.mark.parametrize("number", [1, 3])
def test_the_checks_take_the_same_number_of_queries_whatever_there_is(number, django_assert_num_queries):
    event = complete()
    for count in range(number):
        make_section(event)
        make_appearance(event, f"Person {count}")
        make_item(event, position=count)
        EventLink.objects.create(event=event, target=make_event())

    with django_assert_num_queries(5):
        findings(event, NOW)
