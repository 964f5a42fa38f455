import pytest

from civicevents.testing import BERLIN, NOW, at, make_event, make_item, make_published
from events.actions import Refused, cancel, move, postpone, withdraw
from events.models import Change, Event, Status

pytestmark = pytest.mark.django_db


def clock(moment):
    return f"{moment.astimezone(BERLIN):%Y-%m-%d %H:%M}"


def times(event):
    """Start, end and the agenda of an event as stored, on Berlin's wall clock."""
    event = Event.objects.get(pk=event.pk)
    items = [(clock(item.starts_at), item.ends_at and clock(item.ends_at)) for item in event.agenda_items.all()]
    return clock(event.starts_at), clock(event.ends_at), items


@pytest.mark.parametrize(
    ("before", "after"),
    [("2027-03-24", "2027-03-31"), ("2026-10-21", "2026-10-28"), ("2026-11-12", "2027-07-01")],
    ids=["into summer time", "out of summer time", "from winter to summer"],
)
def test_agenda_and_end_keep_their_wall_clock_times_across_a_clock_change(before, after):
    event = make_event(starts_at=at(f"{before} 18:00"), ends_at=at(f"{before} 20:00"))
    make_item(event, starts_at=at(f"{before} 18:10"), ends_at=at(f"{before} 18:40"))
    make_item(event, "Ende", starts_at=at(f"{before} 20:00"))

    move(event=event, starts_at=at(f"{after} 18:00"), by=None, now=at("2026-01-01 12:00"))

    assert times(event) == (
        f"{after} 18:00",
        f"{after} 20:00",
        [(f"{after} 18:10", f"{after} 18:40"), (f"{after} 20:00", None)],
    )


def test_an_agenda_past_midnight_stays_past_midnight():
    event = make_event(starts_at=at("2026-11-12 22:00"), ends_at=at("2026-11-13 02:00"))
    make_item(event, starts_at=at("2026-11-13 00:30"))

    move(event=event, starts_at=at("2026-11-20 21:30"), by=None, now=NOW)

    assert times(event) == ("2026-11-20 21:30", "2026-11-21 01:30", [("2026-11-21 00:00", None)])


def test_a_time_that_the_new_night_skips_is_moved_on_by_the_skipped_hour():
    event = make_event(starts_at=at("2027-03-20 23:00"), ends_at=at("2027-03-21 04:00"))
    make_item(event, starts_at=at("2027-03-21 02:30"))

    move(event=event, starts_at=at("2027-03-27 23:00"), by=None, now=NOW)

    assert times(event) == ("2027-03-27 23:00", "2027-03-28 04:00", [("2027-03-28 03:30", None)])


def test_a_span_across_the_doubled_hour_keeps_its_length_where_the_wall_clock_would_turn_it_round():
    event = make_event(starts_at=at("2026-10-25 02:45"), ends_at=at("2026-10-25 02:15").replace(fold=1))

    move(event=event, starts_at=at("2026-11-25 02:45"), by=None, now=at("2026-10-01 12:00"))

    assert times(event) == ("2026-11-25 02:45", "2026-11-25 03:15", [])


def test_items_without_time_stay_without_time():
    event = make_event()
    make_item(event)

    move(event=event, starts_at=at("2026-12-01 18:00"), by=None, now=NOW)

    assert event.agenda_items.get().starts_at is None


def test_a_given_end_wins():
    event = make_event()

    move(event=event, starts_at=at("2026-12-01 18:00"), ends_at=at("2026-12-01 18:30"), by=None, now=NOW)

    assert times(event)[:2] == ("2026-12-01 18:00", "2026-12-01 18:30")


def test_moving_a_published_event_notes_old_and_new_and_raises_the_sequence_once():
    event = make_published()

    moved = move(event=event, starts_at=at("2026-11-19 18:00"), by=None, now=NOW)

    assert moved.sequence == 1
    assert moved.version == 2
    assert list(event.changes.values_list("what", "old", "new")) == [
        (Change.What.STARTS_AT, "2026-11-12T17:00:00+00:00", "2026-11-19T17:00:00+00:00"),
        (Change.What.ENDS_AT, "2026-11-12T19:00:00+00:00", "2026-11-19T19:00:00+00:00"),
    ]


def test_moving_a_draft_leaves_no_trace():
    event = move(event=make_event(), starts_at=at("2026-11-19 18:00"), by=None, now=NOW)

    assert (event.sequence, event.changes.count()) == (0, 0)


def test_a_postponed_event_takes_place_again_with_its_new_date():
    event = postpone(event=make_published(), by=None, now=NOW, reason="Der Raum fehlt.")

    moved = move(event=event, starts_at=at("2027-01-14 18:00"), by=None, now=at("2026-12-01 09:00"))

    assert (moved.status, moved.status_reason) == (Status.PUBLISHED, "")
    assert set(event.changes.values_list("what", flat=True)) == {"status", "starts_at", "ends_at"}


def test_a_cancelled_event_is_moved_only_when_its_old_date_is_over():
    event = cancel(event=make_published(), by=None, now=NOW, reason="Sturm")

    with pytest.raises(Refused):
        move(event=event, starts_at=at("2026-12-01 18:00"), by=None, now=NOW)
    moved = move(event=event, starts_at=at("2026-12-01 18:00"), by=None, now=at("2026-11-13 09:00"))
    assert moved.status == Status.PUBLISHED


def test_a_withdrawn_event_is_not_moved():
    event = withdraw(event=make_published(), by=None, now=NOW)

    with pytest.raises(Refused):
        move(event=event, starts_at=at("2026-12-01 18:00"), by=None, now=NOW)


def test_what_people_plan_for_is_not_moved_into_the_past():
    with pytest.raises(Refused):
        move(event=make_published(), starts_at=at("2026-11-01 18:00"), by=None, now=NOW)


def test_the_date_of_an_event_in_the_archive_can_be_corrected():
    event = make_published(starts_at=at("2021-04-28 19:00"))

    move(event=event, starts_at=at("2021-04-29 19:00"), by=None, now=NOW)

    assert times(event)[0] == "2021-04-29 19:00"


def test_an_end_before_the_start_is_refused_in_words():
    with pytest.raises(Refused):
        move(event=make_event(), starts_at=at("2026-12-01 18:00"), ends_at=at("2026-12-01 17:00"), by=None, now=NOW)
