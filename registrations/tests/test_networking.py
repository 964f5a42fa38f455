"""Networking rounds: who agreed is drawn or put into groups, sees the own group in time, and drops out at once."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Role
from civicevents.testing import make_member, make_published, make_ticket_type, register
from registrations.actions import cancel, erase_now
from registrations.actions.networking import agree, draw_rounds, empty_round, groups_of, place, willing
from registrations.drawing import draw, number_of_groups, pairs_of, repeats
from registrations.models import (
    Answer,
    GroupMembership,
    NetworkingConsent,
    NetworkingGroup,
    NetworkingRound,
    NetworkingSettings,
    Question,
    Registration,
)

HOUR = dt.timedelta(hours=1)
SECRET = "https://meet.example/gruppe-geheim"


def running(**fields):
    """Begins in an hour, with networking."""
    now = timezone.now()
    event = make_published(**{"starts_at": now + HOUR, "publish_at": now - 100 * HOUR} | fields)
    NetworkingSettings.objects.create(event=event, is_on=True)
    return event


def people(event, number, agree_too=True, shows_name=True):
    kind, now = make_ticket_type(event), timezone.now()
    rows = [register(kind, f"Person {each:02}", now=now) for each in range(number)]
    for row in rows if agree_too else ():
        agree(registration=row, takes_part=True, shows_name=shows_name, now=now)
    return rows


def drawn(event, **values):
    now = timezone.now()
    values = {"rounds": 1, "size": 3, "seed": 7, "shown_from": now - HOUR, "now": now} | values
    return draw_rounds(event=event, **values)


def own_page(client, registration):
    return client.get(f"/en/registrations/{registration.token}/").content.decode()


def tick(client, registration, **ticks):
    return client.post(f"/en/registrations/{registration.token}/networking/", ticks)


# The draw


def test_the_same_people_meetings_and_seed_give_the_same_groups():
    kinds = {each: "ab"[each % 2] for each in range(20)}
    assert draw(kinds, size=4, seed=11) == draw(kinds, size=4, seed=11)
    assert draw(kinds, size=4, seed=11) != draw(kinds, size=4, seed=12)


@pytest.mark.parametrize(("number", "size", "rounds"), [(16, 4, 3), (30, 5, 3), (40, 4, 5)])
def test_nobody_meets_twice_where_that_is_possible(number, size, rounds):
    kinds, made = dict.fromkeys(range(number), ""), []
    for seed in range(rounds):
        made.append(draw(kinds, size=size, seed=seed, met=[pair for groups in made for pair in pairs_of(groups)]))
    assert repeats(made) == 0


def test_groups_are_mixed_and_of_one_size_more_or_less():
    kinds = {each: "ab"[each < 8] for each in range(16)}
    for group in draw(kinds, size=4, seed=1):
        assert sorted(kinds[each] for each in group) == ["a", "a", "b", "b"]
    for number in range(3, 40):
        sizes = [len(group) for group in draw(dict.fromkeys(range(number), ""), size=4, seed=1)]
        assert sum(sizes) == number and max(sizes) - min(sizes) <= 1 and min(sizes) >= 2
    assert number_of_groups(7, 3) == 2


def test_repetitions_are_counted():
    assert repeats([[[1, 2], [3, 4]], [[1, 2], [3, 4]], [[1, 3], [2, 4]]]) == 2


# Agreeing


@pytest.mark.django_db
def test_nobody_is_in_without_having_agreed_and_the_tick_is_off_at_first(client):
    event = running()
    anna, _ben = people(event, 2, agree_too=False)
    page = own_page(client, anna)
    assert "Put me into a small group" in page and 'name="takes_part" checked' not in page
    assert not willing(event).exists()
    assert tick(client, anna, takes_part="on").status_code == 303
    assert list(willing(event)) == [anna] and NetworkingConsent.objects.get().shows_name is False
    tick(client, anna, takes_part="on", shows_name="on")
    assert 'name="shows_name" checked' in own_page(client, anna)
    tick(client, anna, shows_name="on")
    assert not NetworkingConsent.objects.exists()


@pytest.mark.django_db
def test_without_networking_there_is_nothing_to_agree_to(client):
    event = running()
    NetworkingSettings.objects.update(is_on=False)
    (anna,) = people(event, 1, agree_too=False)
    assert "Networking" not in own_page(client, anna)
    assert tick(client, anna, takes_part="on").status_code == 409


@pytest.mark.django_db
def test_taking_it_back_ends_the_place_in_every_group(client):
    event = running()
    rows = people(event, 6)
    drawn(event, rounds=2)
    tick(client, rows[0])
    assert GroupMembership.objects.count() == 10


# Drawing


@pytest.mark.django_db
def test_rounds_build_on_each_other_and_can_be_repeated():
    event = running()
    people(event, 9)
    made = drawn(event, rounds=3)
    first = groups_of(event)
    assert repeats(first) == 0 and [each.seed for each in made] == [7, 8, 9]
    event.networking_rounds.all().delete()
    drawn(event, rounds=3)
    assert groups_of(event) == first


@pytest.mark.django_db
def test_groups_are_mixed_by_the_answers_to_a_question():
    event = running()
    question = Question.objects.create(event=event, text="Woher?", kind="choice", options="Amt\nVerein")
    rows = people(event, 8)
    for number, row in enumerate(rows):
        Answer.objects.create(registration=row, question=question, value="Amt" if number < 4 else "Verein")
    drawn(event, size=4, mixes=question)
    answers = dict(Answer.objects.values_list("registration", "value"))
    for group in groups_of(event)[0]:
        assert sorted(answers[pk] for pk in group) == ["Amt", "Amt", "Verein", "Verein"]


@pytest.mark.django_db
def test_late_people_are_put_in_by_hand_and_who_did_not_agree_never_is():
    event = running()
    *three, late = people(event, 4)
    stranger = register(event.ticket_types.get(), "Nicht Dabei", now=timezone.now())
    made = empty_round(event=event, size=4, shown_from=timezone.now())
    (group,) = made.groups.all()
    places = {each.pk: group for each in (*three, late, stranger)}
    place(made=made, places=places, details={group: {"place": "Tisch 1"}}, now=timezone.now())
    assert set(made.memberships.values_list("registration", flat=True)) == {each.pk for each in (*three, late)}
    place(made=made, places={late.pk: None}, details={}, now=timezone.now())
    assert made.memberships.count() == 3 and NetworkingGroup.objects.get().place == "Tisch 1"


# Dropping out


@pytest.mark.django_db
@pytest.mark.parametrize("leave", ["cancel", "erase", "decline"])
def test_whoever_leaves_is_in_no_group_any_more(leave):
    event = running()
    rows = people(event, 6)
    drawn(event)
    now = timezone.now()
    if leave == "cancel":
        cancel(registration=rows[0], now=now)
    elif leave == "erase":
        erase_now(registration=rows[0], now=now)
    else:
        cancel(registration=rows[0], now=now, by=make_member())
    assert GroupMembership.objects.count() == 5 and NetworkingConsent.objects.count() == 5


@pytest.mark.django_db
def test_whoever_cancels_while_groups_are_drawn_is_in_none(monkeypatch):
    event = running()
    rows = people(event, 6)

    def slowly(*args, **values):
        cancel(registration=rows[0], now=timezone.now())
        return draw(*args, **values)

    monkeypatch.setattr("registrations.actions.networking.draw", slowly)
    drawn(event)
    assert rows[0].pk not in set(GroupMembership.objects.values_list("registration", flat=True))
    assert GroupMembership.objects.count() == 5


# One's own page (promise 3)


@pytest.mark.django_db
def test_the_own_group_is_shown_from_the_chosen_hour_with_the_names_of_who_agreed(client):
    event = running()
    anna, ben = people(event, 2)
    carla = register(event.ticket_types.get(), "Carla Still", now=timezone.now())
    agree(registration=carla, takes_part=True, shows_name=False, now=timezone.now())
    (_made,) = drawn(event, shown_from=timezone.now() + HOUR)
    NetworkingGroup.objects.update(link=SECRET, place="Tisch 7")
    assert SECRET not in own_page(client, anna)
    NetworkingRound.objects.update(shown_from=timezone.now() - HOUR)
    page = own_page(client, anna)
    assert SECRET in page and "Tisch 7" in page and "Person 01" in page
    assert "Carla" not in page and "one more person who does not show a name" in page
    assert "Carla Still" not in own_page(client, ben) and "Person 00" in own_page(client, carla)


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["cancelled", "event cancelled", "over", "not agreed", "waiting"])
def test_the_way_in_of_a_group_is_shown_to_nobody_else(client, why):
    event = running()
    anna, *_others = people(event, 3)
    drawn(event)
    NetworkingGroup.objects.update(link=SECRET)
    assert SECRET in own_page(client, anna)
    now = timezone.now()
    if why == "cancelled":
        cancel(registration=anna, now=now)
    if why == "event cancelled":
        type(event).objects.update(status="cancelled")
    if why == "over":
        type(event).objects.update(starts_at=now - 5 * HOUR, ends_at=now - HOUR)
    if why == "not agreed":
        tick(client, anna)
    if why == "waiting":
        Registration.objects.filter(pk=anna.pk).update(state="pending")
    assert SECRET not in own_page(client, anna)
    assert SECRET not in client.get(f"/events/{event.slug}/").content.decode()


@pytest.mark.django_db
def test_ones_own_data_tell_of_it(client):
    event = running()
    anna, *_others = people(event, 3)
    drawn(event)
    NetworkingGroup.objects.update(place="Tisch 7")
    data = client.get(f"/registrations/{anna.token}/data.json").json()["networking"]
    assert data["shows_name"] is True and data["groups"] == [{"round": 1, "group": 1, "place": "Tisch 7"}]


# The workplace


@pytest.mark.django_db
def test_an_editor_draws_and_changes_groups(client):
    event = running()
    rows = people(event, 6)
    client.force_login(make_member(role=Role.EDITOR))
    page = f"/en/admin/registrations/signup/{event.pk}/networking/"
    assert "6 participants have agreed" in client.get(page).content.decode()
    typed = {"how": "draw", "rounds": "2", "size": "3", "day": "2030-01-01", "clock": "18:30"}
    assert client.post(page, typed).status_code == 302
    assert event.networking_rounds.count() == 2
    made = event.networking_rounds.first()
    one = f"/en/admin/registrations/signup/{event.pk}/networking-round/?round={made.pk}"
    assert "Person 03" in client.get(one).content.decode()
    group = made.groups.first()
    fields = {f"group-{each.pk}-link": "" for each in made.groups.all()} | {f"group-{group.pk}-link": SECRET}
    fields |= {f"person-{row.pk}": str(group.pk) for row in rows}
    assert client.post(one, fields).status_code == 302
    group.refresh_from_db()
    assert group.link == SECRET and group.memberships.count() == 6
    assert client.post(one, fields | {f"group-{group.pk}-link": "javascript:alert(1)"}).status_code == 422
    client.post(f"/en/admin/registrations/signup/{event.pk}/networking-delete/?round={made.pk}")
    assert event.networking_rounds.count() == 1


@pytest.mark.django_db
def test_what_cannot_be_drawn_is_said_and_nothing_typed_is_lost(client):
    event = running()
    people(event, 2)
    client.force_login(make_member(role=Role.EDITOR))
    page = f"/en/admin/registrations/signup/{event.pk}/networking/"
    answer = client.post(page, {"how": "draw", "rounds": "1", "size": "3", "day": "2030-01-01", "clock": "18:30"})
    assert answer.status_code == 422 and "nothing to draw yet" in answer.content.decode()
    assert client.post(page, {"how": "draw", "rounds": "99", "size": "x"}).status_code == 422


@pytest.mark.django_db
def test_groups_of_others_are_out_of_reach(client):
    theirs, mine = running(), running(title="Unseres")
    people(theirs, 3)
    (made,) = drawn(theirs)
    client.force_login(make_member(role=Role.EDITOR))
    one = f"/admin/registrations/signup/{mine.pk}/networking-round/?round={made.pk}"
    assert client.get(one).status_code == 404
    for number in ("", "x", "9" * 30, "²"):
        assert client.get(f"/admin/registrations/signup/{mine.pk}/networking-round/?round={number}").status_code == 404
    client.force_login(make_member(role=Role.VIEWER))
    assert client.get(f"/admin/registrations/signup/{theirs.pk}/networking/").status_code == 404
