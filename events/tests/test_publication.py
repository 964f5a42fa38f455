import datetime as dt

import pytest

from civicevents.testing import NOW, at, make_event, make_item, make_member, make_published
from events.actions import Refused, cancel, postpone, publish, reinstate, renew_preview, take_back, withdraw
from events.models import Change, Event, Status

pytestmark = pytest.mark.django_db
LATER = at("2026-11-05 08:00")


def rows(event):
    return list(event.changes.values_list("what", "old", "new"))


def test_publishing_makes_a_draft_public_at_once():
    editor, event = make_member(), make_event()

    published = publish(event=event, by=editor, now=NOW)

    assert published.status == Status.PUBLISHED
    assert published.publish_at == NOW
    assert published.version == event.version + 1
    assert Event.objects.listed(NOW).get() == event
    change = event.changes.get()
    assert (change.what, change.new, change.by, change.at) == (
        Change.What.PUBLISHED,
        "2026-11-02T11:00:00+00:00",
        editor,
        NOW,
    )


def test_an_event_published_at_a_set_time_is_public_from_then_on():
    event = publish(event=make_event(), by=None, now=NOW, at=LATER)

    assert event.is_scheduled(NOW)
    assert not Event.objects.published(LATER - dt.timedelta(seconds=1)).exists()
    assert Event.objects.published(LATER).exists()


def test_a_set_time_in_the_past_means_now():
    event = publish(event=make_event(), by=None, now=NOW, at=NOW - dt.timedelta(days=3))

    assert event.publish_at == NOW


def test_a_publication_that_lies_ahead_can_be_moved():
    event = publish(event=make_event(), by=None, now=NOW, at=LATER)

    moved = publish(event=event, by=None, now=NOW, at=at("2026-11-06 08:00"))

    assert moved.publish_at == at("2026-11-06 08:00")
    assert rows(event)[-1] == ("published", "2026-11-05T07:00:00+00:00", "2026-11-06T07:00:00+00:00")


def test_publishing_twice_changes_nothing():
    event = publish(event=make_event(), by=None, now=NOW)

    again = publish(event=event, by=None, now=LATER)

    assert (again.publish_at, again.version) == (NOW, event.version)
    assert len(rows(event)) == 1


def test_what_would_be_wrong_on_the_page_is_not_published():
    event = make_event()
    make_item(event, "Begrüßung", starts_at=at("2026-10-12 18:00"))

    with pytest.raises(Refused, match="Begrüßung"):
        publish(event=event, by=None, now=NOW)
    assert Event.objects.get().status == Status.DRAFT


def test_taking_back_a_publication_that_lies_ahead_makes_it_a_draft_without_a_trace():
    event = publish(event=make_event(), by=None, now=NOW, at=LATER)

    draft = take_back(event=event, by=None, now=NOW)

    assert (draft.status, draft.publish_at) == (Status.DRAFT, None)
    assert rows(event) == []


def test_what_is_public_cannot_be_taken_back():
    with pytest.raises(Refused):
        take_back(event=make_published(), by=None, now=NOW)


@pytest.mark.parametrize("verb", [postpone, withdraw, lambda **kwargs: cancel(reason="Sturm", **kwargs)])
def test_what_nobody_has_seen_is_neither_postponed_cancelled_nor_withdrawn(verb):
    event = publish(event=make_event(), by=None, now=NOW, at=LATER)

    with pytest.raises(Refused):
        verb(event=event, by=None, now=NOW)


def test_a_postponed_event_keeps_its_old_date_and_raises_the_sequence():
    event = make_published()

    postponed = postpone(event=event, by=None, now=NOW, reason=" Der Raum fehlt. ")

    assert (postponed.status, postponed.status_reason) == (Status.POSTPONED, "Der Raum fehlt.")
    assert (postponed.starts_at, postponed.sequence) == (event.starts_at, 1)
    assert rows(event) == [("status", "published", "postponed")]


def test_a_cancelled_event_stays_public_with_its_reason():
    event = cancel(event=make_published(), by=None, now=NOW, reason="Die Referentin ist krank.")

    assert (event.status, event.status_reason, event.sequence) == (Status.CANCELLED, "Die Referentin ist krank.", 1)
    assert event.status_changed_at == NOW
    assert Event.objects.listed(NOW).exists()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_cancelling_needs_a_reason(reason):
    with pytest.raises(Refused):
        cancel(event=make_published(), by=None, now=NOW, reason=reason)


def test_a_withdrawn_event_is_no_longer_public():
    withdraw(event=make_published(), by=None, now=NOW)

    assert not Event.objects.published(NOW).exists()


def test_a_withdrawn_cancelled_event_comes_back_as_cancelled_with_its_reason():
    event = cancel(event=make_published(), by=None, now=NOW, reason="Sturm")
    withdraw(event=event, by=None, now=NOW)

    back = reinstate(event=event, by=None, now=NOW)

    assert (back.status, back.status_reason) == (Status.CANCELLED, "Sturm")
    assert rows(event)[-1] == ("status", "withdrawn", "cancelled")


def test_a_reinstated_event_takes_place_and_says_no_reason():
    event = cancel(event=make_published(), by=None, now=NOW, reason="Sturm")

    back = reinstate(event=event, by=None, now=NOW)

    assert (back.status, back.status_reason, back.sequence) == (Status.PUBLISHED, "", 2)


def test_a_cancelled_event_whose_date_has_passed_needs_a_new_date():
    event = cancel(event=make_published(), by=None, now=NOW, reason="Sturm")

    with pytest.raises(Refused):
        reinstate(event=event, by=None, now=at("2026-11-13 09:00"))


REFUSED = [
    (postpone, Status.DRAFT),
    (postpone, Status.CANCELLED),
    (postpone, Status.POSTPONED),
    (postpone, Status.WITHDRAWN),
    (withdraw, Status.DRAFT),
    (withdraw, Status.WITHDRAWN),
    (reinstate, Status.DRAFT),
    (reinstate, Status.PUBLISHED),
    (publish, Status.POSTPONED),
    (publish, Status.CANCELLED),
    (publish, Status.WITHDRAWN),
    (take_back, Status.DRAFT),
]


@pytest.mark.parametrize(("verb", "status"), REFUSED, ids=lambda value: getattr(value, "__name__", value))
def test_verbs_refuse_what_makes_no_sense(verb, status):
    event = make_event(status=status)

    with pytest.raises(Refused):
        verb(event=event, by=None, now=NOW)
    event.refresh_from_db()
    assert (event.status, event.version) == (status, 1)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED, Status.WITHDRAWN])
def test_only_what_takes_place_or_is_postponed_can_be_cancelled(status):
    with pytest.raises(Refused):
        cancel(event=make_event(status=status), by=None, now=NOW, reason="Sturm")


def test_what_is_over_is_neither_postponed_nor_cancelled():
    event, after = make_published(), at("2026-11-12 20:00")

    with pytest.raises(Refused):
        postpone(event=event, by=None, now=after)
    with pytest.raises(Refused):
        cancel(event=event, by=None, now=after, reason="Sturm")


def test_a_second_person_with_an_old_page_is_refused_on_what_is_true_now():
    stale = make_published()
    cancel(event=Event.objects.get(), by=None, now=NOW, reason="Sturm")

    with pytest.raises(Refused):
        postpone(event=stale, by=None, now=NOW)
    assert Event.objects.get().status_reason == "Sturm"


def test_a_renewed_preview_link_has_another_generation():
    event = make_event()

    assert renew_preview(event=event).preview_generation == 2
    assert Event.objects.get().preview_generation == 2
