"""Numbers over time, for members and, if an organisation wants it, for everybody."""

import datetime as dt

import pytest

from accounts.models import Organisation, Role
from civicevents.testing import (
    NOW,
    at,
    make_co_host,
    make_event,
    make_member,
    make_neighbour,
    make_organisation,
    make_past,
    make_results,
    make_ticket_type,
    register,
)
from events.models import Event, Status
from participation.counts import numbers_of, people_at
from participation.models import AudienceQuestion
from registrations.actions.erasing import erase_due
from registrations.models import Registration

pytestmark = pytest.mark.django_db
BEFORE = at("2026-10-20 12:00")


def seated(event, number, present=0):
    kind = make_ticket_type(event)
    for each in range(number):
        register(kind, f"Person {each}", now=BEFORE)
    pks = list(Registration.objects.filter(event=event).values_list("pk", flat=True)[:present])
    Registration.objects.filter(pk__in=pks).update(checked_in_at=event.starts_at)


def table(organisation=None, now=NOW):
    return {row.label: row.numbers for row in numbers_of(organisation or make_organisation(), now).quarters}


def test_quarters_go_from_the_first_meetup_until_now():
    make_results(make_past(starts_at=at("2026-05-05 18:00")), attendance=30)
    make_results(make_past(), published=False, attendance=12)
    assert table() == {"Q2 2026": [1, 30, 0, 1], "Q3 2026": [0, 0, 0, 0], "Q4 2026": [1, 12, 0, 0]}


def test_a_quarter_is_one_of_the_meetups_own_zone():
    make_past(starts_at=at("2026-10-01 00:30"), ends_at=at("2026-10-01 02:00"))
    assert list(table()) == ["Q4 2026"]


def test_at_most_three_years():
    make_past(starts_at=at("2019-04-09 10:00"))
    rows = table()
    assert (len(rows), next(iter(rows))) == (12, "Q1 2024")


def test_people_are_those_who_came_or_else_those_who_had_a_seat():
    typed, marked, unknown = make_past(title="A"), make_past(title="B"), make_past(title="C")
    make_results(typed, attendance=64)
    seated(typed, 3)
    seated(marked, 3, present=2)
    seated(unknown, 3)
    assert people_at([typed.pk, marked.pk, unknown.pk]) == {typed.pk: 64, marked.pk: 2, unknown.pk: 3}


def test_erased_people_still_count():
    marked, unknown = make_past(title="B"), make_past(title="C")
    seated(marked, 3, present=2)
    seated(unknown, 3)
    before = table(now=at("2026-12-20 12:00"))
    erase_due(now=at("2026-12-20 12:00"))
    assert not Registration.objects.exists()
    assert table(now=at("2026-12-20 12:00")) == before == {"Q4 2026": [2, 5, 0, 0]}


def test_only_what_took_place_and_is_listed_counts():
    make_event()
    for status in (Status.CANCELLED, Status.WITHDRAWN, Status.POSTPONED):
        make_past(title=status, status=status)
    make_past(title="Nur mit Link", visibility="unlisted")
    make_co_host(make_past(organisation=make_neighbour(), title="Der anderen"), "Amt für Dienstwege")
    assert numbers_of(make_organisation(), NOW) is None


def test_answered_questions_count_and_open_ones_do_not():
    event = make_past()
    for state in ("answered", "answered", "shown", "hidden"):
        answered_at = NOW if state == "answered" else None
        AudienceQuestion.objects.create(event=event, text="Wer?", state=state, asked_at=BEFORE, answered_at=answered_at)
    assert table() == {"Q4 2026": [1, 0, 2, 0]}


@pytest.mark.parametrize("meetups", [1, 3])
def test_a_fixed_number_of_queries(meetups, django_assert_num_queries):
    for number in range(meetups):
        event = make_past(title=f"Treffen {number}", starts_at=at("2026-11-01 18:00") - dt.timedelta(days=5 * number))
        make_results(event)
        seated(event, 2)
    organisation = make_organisation()
    with django_assert_num_queries(6):
        numbers_of(organisation, NOW)


def test_they_are_on_the_public_page_only_if_the_organisation_wants_it(client):
    make_results(make_past(), attendance=64)
    organisation = make_organisation()
    assert "In Zahlen" not in client.get(organisation.get_absolute_url()).content.decode()
    Organisation.objects.update(shows_numbers=True)
    text = client.get(organisation.get_absolute_url()).content.decode()
    assert "In Zahlen" in text and '<th scope="row">Q4 2026</th><td>1</td><td>64</td><td>0</td><td>1</td>' in text
    assert "style=" not in text


@pytest.mark.parametrize("role", Role.values)
def test_members_see_them_in_any_case(client, role):
    make_results(make_past(), attendance=64)
    client.force_login(make_member(role=role))
    text = client.get("/admin/participation/lookingback/numbers/").content.decode()
    assert "<td>64</td>" in text and "Diese Zahlen sehen nur Mitglieder." in text
    assert ("Bei der Organisation ändern" in text) == (role == Role.MANAGER)


def test_nobody_sees_those_of_others(client):
    make_results(make_past(organisation=make_neighbour()), attendance=64)
    client.force_login(make_member())
    address = "/admin/participation/lookingback/numbers/"
    assert client.get(f"{address}?organisation={make_neighbour().pk}").status_code == 404
    assert "64" not in client.get(address).content.decode().partition("content-main")[2].partition("</main")[0]
    assert client.get(f"{address}?organisation=x").status_code == 200


def test_a_manager_switches_them_on(client):
    client.force_login(make_member(role=Role.MANAGER))
    text = client.get(f"/admin/accounts/organisation/{make_organisation().pk}/change/").content.decode()
    assert 'name="shows_numbers"' in text
    assert Event.objects.count() == 0
