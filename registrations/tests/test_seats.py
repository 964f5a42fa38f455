import datetime as dt

import pytest

from civicevents.testing import (
    NOW,
    at,
    mails,
    make_member,
    make_published,
    make_ticket_type,
    register,
    set_up_sign_up,
)
from events.actions import move, postpone, reinstate
from events.models import Availability
from registrations.actions import (
    Full,
    Outcome,
    Refused,
    accept_invitation,
    add_by_hand,
    add_walk_in,
    approve,
    cancel,
    change_answers,
    check_in,
    decline,
    decline_invitation,
    invite,
    move_up,
    settle,
    sign_up,
    sweep,
    switch,
)
from registrations.models import InvitedGuest, Registration, Source, State

pytestmark = pytest.mark.django_db


def states(*registrations):
    return [Registration.objects.get(pk=each.pk).state for each in registrations]


def free(ticket_type):
    return Availability.objects.get(pk=ticket_type.event_id).free


def test_a_raised_capacity_moves_up_the_next_in_line_in_order():
    ticket_type = make_ticket_type(capacity=1)
    people = [register(ticket_type, name) for name in ("Anna", "Ben", "Cem", "Dora")]
    ticket_type.capacity = 3
    ticket_type.save()
    result = settle(event=ticket_type.event, now=NOW)
    assert [each.name for each in result.promoted] == ["Ben", "Cem"]
    assert states(*people) == [State.CONFIRMED] * 3 + [State.WAITLISTED]
    assert mails().count("moved_up") == 2


def test_a_lowered_capacity_throws_nobody_out_and_says_by_how_many_it_is_over():
    ticket_type = make_ticket_type(capacity=3)
    people = [register(ticket_type, name) for name in ("Anna", "Ben", "Cem", "Dora")]
    ticket_type.capacity = 1
    ticket_type.save()
    assert settle(event=ticket_type.event, now=NOW).over == 2
    cancel(registration=people[0], now=NOW)
    cancel(registration=people[1], now=NOW)
    assert states(*people[2:]) == [State.CONFIRMED, State.WAITLISTED]
    cancel(registration=people[2], now=NOW)
    assert states(people[3]) == [State.CONFIRMED]


def test_a_freed_seat_goes_to_the_first_who_may_have_it():
    event = make_published()
    room, online = make_ticket_type(event, 1, name="vor Ort"), make_ticket_type(event, 1, name="online")
    register(room, "Anna")
    ben = register(online, "Ben")
    cem, dora = register(room, "Cem"), register(online, "Dora")
    cancel(registration=ben, now=NOW)
    assert states(cem, dora) == [State.WAITLISTED, State.CONFIRMED]


def test_the_total_limits_all_ticket_types_together():
    event = make_published()
    room, online = make_ticket_type(event, 2, name="vor Ort"), make_ticket_type(event, name="online")
    set_up_sign_up(event, total_capacity=2)
    anna, _, cem = register(room, "Anna"), register(online, "Ben"), register(online, "Cem")
    assert states(cem) == [State.WAITLISTED]
    cancel(registration=anna, now=NOW)
    assert states(cem) == [State.CONFIRMED]


def test_seats_kept_for_invited_people_are_given_to_nobody_else():
    ticket_type = make_ticket_type(capacity=2, reserved=1)
    register(ticket_type, "Anna")
    ben = register(ticket_type, "Ben")
    assert states(ben) == [State.WAITLISTED]
    (guest,) = invite(ticket_type=ticket_type, guests=[("Cem", "cem@example.org")], by=make_member(), now=NOW)
    assert accept_invitation(guest=guest, now=NOW).is_confirmed
    accept_invitation(guest=guest, now=NOW)
    assert Registration.objects.count() == 3
    assert states(ben) == [State.WAITLISTED]


def test_an_invitation_can_be_declined_and_not_be_sent_twice():
    ticket_type = make_ticket_type(capacity=2)
    pairs = [("Cem", "cem@example.org"), ("Cem", "CEM@example.org")]
    invite(ticket_type=ticket_type, guests=pairs, by=make_member(), now=NOW)
    invite(ticket_type=ticket_type, guests=pairs, by=make_member(), now=NOW)
    guest = InvitedGuest.objects.get()
    decline_invitation(guest=guest, now=NOW)
    assert mails() == ["invited"]
    accept_invitation(guest=guest, now=NOW)
    with pytest.raises(Refused):
        decline_invitation(guest=guest, now=NOW)


def test_promotion_goes_on_after_closing_and_ends_at_the_start():
    ticket_type = make_ticket_type(capacity=1, closes_at=at("2026-11-05 12:00"))
    anna, ben, cem = (register(ticket_type, name) for name in ("Anna", "Ben", "Cem"))
    cancel(registration=anna, now=at("2026-11-12 17:59"))
    assert states(ben) == [State.CONFIRMED]
    cancel(registration=ben, now=at("2026-11-12 18:00"))
    assert states(cem) == [State.WAITLISTED]


def test_promotion_ends_at_a_set_time_and_new_people_do_not_pass_the_line():
    ticket_type = make_ticket_type(capacity=1)
    set_up_sign_up(ticket_type.event, promotion_ends_minutes=120)
    anna, ben = register(ticket_type, "Anna"), register(ticket_type, "Ben")
    late = at("2026-11-12 16:00")
    cancel(registration=anna, now=late)
    cem = register(ticket_type, "Cem", now=late)
    assert states(ben, cem) == [State.WAITLISTED] * 2
    move_up(registration=cem, by=make_member(), now=late)
    assert states(ben, cem) == [State.WAITLISTED, State.CONFIRMED]


def test_nobody_moves_up_while_an_event_is_postponed_and_the_first_does_when_it_is_back():
    ticket_type = make_ticket_type(capacity=1)
    anna, ben = register(ticket_type, "Anna"), register(ticket_type, "Ben")
    postpone(event=ticket_type.event, by=None, now=NOW)
    cancel(registration=anna, now=NOW)
    assert states(ben) == [State.WAITLISTED]
    reinstate(event=ticket_type.event, by=None, now=NOW)
    settle(event=ticket_type.event, now=NOW)
    assert states(ben) == [State.CONFIRMED]


def test_approval_gives_the_seat_and_pending_holds_none():
    ticket_type = make_ticket_type(capacity=1, needs_approval=True)
    anna, ben, cem = (register(ticket_type, name) for name in ("Anna", "Ben", "Cem"))
    assert states(anna, ben, cem) == [State.PENDING] * 3
    assert free(ticket_type) == 1
    member = make_member()
    approve(registration=ben, by=member, now=NOW)
    approve(registration=ben, by=member, now=NOW)
    approve(registration=anna, by=member, now=NOW)
    decline(registration=cem, by=member, now=NOW, reason="Leider nicht")
    assert states(anna, ben, cem) == [State.WAITLISTED, State.CONFIRMED, State.DECLINED]
    assert [mails(each) for each in (anna, ben, cem)] == [
        ["pending", "waitlisted"], ["pending", "approved"], ["pending", "declined"]
    ]  # fmt: skip
    with pytest.raises(Refused):
        approve(registration=cem, by=member, now=NOW)


def test_switching_frees_one_seat_and_takes_another_where_there_is_room():
    event = make_published()
    room, online = make_ticket_type(event, 1, name="vor Ort"), make_ticket_type(event, 1, name="online")
    set_up_sign_up(event, total_capacity=2)
    anna, ben = register(room, "Anna"), register(room, "Ben")
    switch(registration=anna, ticket_type=online, now=NOW)
    assert states(anna, ben) == [State.CONFIRMED] * 2
    assert mails(anna) == ["registered", "switched"]
    with pytest.raises(Refused, match="vor Ort"):
        switch(registration=anna, ticket_type=room, now=NOW)
    anna.refresh_from_db()
    assert (anna.ticket_type, anna.state) == (online, State.CONFIRMED)


def test_nobody_who_waits_is_passed_by_somebody_who_switches():
    event = make_published()
    room, online = make_ticket_type(event, 5, name="vor Ort"), make_ticket_type(event, 5, name="online")
    set_up_sign_up(event, total_capacity=1)
    anna, ben = register(room, "Anna"), register(online, "Ben")
    with pytest.raises(Refused):
        switch(registration=anna, ticket_type=online, now=NOW)
    assert states(anna, ben) == [State.CONFIRMED, State.WAITLISTED]


def test_who_waits_may_switch_to_a_free_seat_elsewhere():
    event = make_published()
    room, online = make_ticket_type(event, 0, name="vor Ort"), make_ticket_type(event, 1, name="online")
    anna = register(room, "Anna")
    switch(registration=anna, ticket_type=online, now=NOW)
    assert states(anna) == [State.CONFIRMED]


def test_people_entered_by_hand_take_seats_and_need_no_address():
    ticket_type = make_ticket_type(capacity=1, closes_at=at("2026-11-01 12:00"), allowed_domains="bund.example")
    member = make_member()
    anna = add_by_hand(
        event=ticket_type.event, name="Anna", phone="0731 1", source=Source.PHONE, by=member, now=NOW, consent_note="ja"
    )
    by_mail = {"event": ticket_type.event, "source": Source.MAIL, "by": member, "now": NOW}
    ben = add_by_hand(name="Ben", email="ben@example.org", **by_mail)
    assert states(anna, ben) == [State.CONFIRMED, State.WAITLISTED]
    assert mails() == ["waitlisted"]
    with pytest.raises(Refused, match="BEN"):
        add_by_hand(name="B", email="BEN@example.org", **by_mail)
    cem = add_by_hand(name="Cem", extra_seat=True, **by_mail)
    assert (cem.is_confirmed, free(ticket_type)) == (True, 0)


def test_somebody_without_an_address_who_moves_up_is_to_be_called():
    ticket_type = make_ticket_type(capacity=1)
    anna = register(ticket_type, "Anna")
    ben = add_by_hand(event=ticket_type.event, name="Ben", source=Source.PHONE, by=make_member(), now=NOW)
    cancel(registration=anna, now=NOW)
    assert [call.kind for call in ben.calls.all()] == ["moved_up"]


def test_walk_ins_are_present_at_once_and_take_only_free_seats():
    ticket_type = make_ticket_type(capacity=1)
    evening = at("2026-11-12 18:05")
    assert add_walk_in(event=ticket_type.event, name="Anna", now=evening).checked_in_at == evening
    with pytest.raises(Full):
        add_walk_in(event=ticket_type.event, name="Ben", now=evening)
    assert Registration.objects.count() == 1
    assert add_walk_in(event=ticket_type.event, name="Ben", now=evening, extra_seat=True).is_confirmed


def test_only_who_has_a_seat_is_checked_in():
    ticket_type = make_ticket_type(capacity=1)
    anna, ben = register(ticket_type, "Anna"), register(ticket_type, "Ben")
    assert check_in(registration=anna, now=NOW).checked_in_at == NOW
    assert check_in(registration=anna, now=NOW + dt.timedelta(hours=1)).checked_in_at == NOW
    with pytest.raises(Refused, match="Ben"):
        check_in(registration=ben, now=NOW)


def test_changed_answers_are_told_once_and_unchanged_ones_not():
    ticket_type = make_ticket_type()
    question = ticket_type.event.questions.create(text="Labor?")
    anna = register(ticket_type, "Anna", answers={question.pk: "Ulm"})
    change_answers(registration=anna, answers={question.pk: "Ulm"}, now=NOW)
    assert mails(anna) == ["registered"]
    change_answers(registration=anna, answers={question.pk: "Kassel"}, now=NOW)
    change_answers(registration=anna, answers={question.pk: ""}, now=NOW)
    assert not anna.answers.exists()
    assert mails(anna) == ["registered", "changed_by_me", "changed_by_me"]


@pytest.mark.parametrize(
    ("new_start", "deadline"),
    [("2026-12-10 18:00", "2026-12-03 12:00"), ("2026-10-22 18:00", "2026-10-15 12:00")],
)
def test_a_deadline_moves_with_the_event_on_the_wall_clock(new_start, deadline):
    """Across the night of 25 October, too, when the clock is put back."""
    ticket_type = make_ticket_type(closes_at=at("2026-11-05 12:00"))
    now = at("2026-10-05 12:00")
    event = move(event=ticket_type.event, starts_at=at(new_start), by=None, now=now)
    before_deadline = at(deadline) - dt.timedelta(minutes=1)
    assert sign_up(event=event, name="Anna", email="anna@example.org", now=before_deadline) == Outcome.SEAT
    with pytest.raises(Refused):
        sign_up(event=event, name="Ben", email="ben@example.org", now=at(deadline))
    settle(event=event, now=now)
    ticket_type.refresh_from_db()
    assert ticket_type.closes_at == at(deadline)
    assert Availability.objects.get(pk=event.pk).closes_at == at(deadline)


def test_sign_up_that_has_opened_stays_open_when_the_event_moves():
    ticket_type = make_ticket_type(opens_at=at("2026-11-01 09:00"))
    event = move(event=ticket_type.event, starts_at=at("2027-02-10 18:00"), by=None, now=NOW)
    assert sign_up(event=event, name="Anna", email="anna@example.org", now=NOW) == Outcome.SEAT


def test_public_numbers_follow_when_a_second_contingent_opens():
    event = make_published()
    make_ticket_type(event, 0, name="Neue", has_waiting_list=False)
    make_ticket_type(event, 9, name="Alle", opens_at=at("2026-11-05 09:00"))
    settle(event=event, now=NOW)
    row = Availability.objects.get(pk=event.pk)
    assert (row.free, row.opens_at, row.is_open(NOW)) == (9, at("2026-11-05 09:00"), False)
    later = at("2026-11-05 09:01")
    sweep(now=later)
    row.refresh_from_db()
    assert row.is_open(later)
    assert sweep(now=later) == 0


def test_a_sweep_ends_holds_and_gives_the_seats_on():
    ticket_type = make_ticket_type(capacity=1)
    set_up_sign_up(ticket_type.event, confirm_address=True, hold_minutes=60)
    register(ticket_type, "Anna")
    ben = add_by_hand(event=ticket_type.event, name="Ben", source=Source.MAIL, by=make_member(), now=NOW)
    assert sweep(now=NOW + dt.timedelta(minutes=59)) == 0
    assert sweep(now=NOW + dt.timedelta(minutes=60)) == 1
    assert states(ben) == [State.CONFIRMED]


def test_the_version_of_the_public_numbers_rises_only_when_they_change():
    ticket_type = make_ticket_type(capacity=1)
    version = Availability.objects.get(pk=ticket_type.event_id).version
    register(ticket_type, "Anna")
    register(ticket_type, "Ben")
    register(ticket_type, "Cem")
    assert Availability.objects.get(pk=ticket_type.event_id).version == version + 1
