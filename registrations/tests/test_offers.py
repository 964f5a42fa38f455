import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from civicevents.testing import NOW, at, make_published, make_ticket_type, register, set_up_sign_up
from registrations.actions import Outcome, cancel
from registrations.actions.refusals import Full, NotOpenYet
from registrations.offers import offers, place_in_line

pytestmark = pytest.mark.django_db


def test_each_ticket_type_says_what_it_gives_now():
    event = make_published()
    make_ticket_type(event, 2, name="frei")
    make_ticket_type(event, 0, name="voll", position=1)
    make_ticket_type(event, 0, name="ohne Liste", has_waiting_list=False, position=2)
    make_ticket_type(event, name="mit Zusage", needs_approval=True, position=3)
    make_ticket_type(event, name="später", opens_at=at("2026-11-05 09:00"), position=4)
    found = offers(event=event, now=NOW)
    assert [offer.outcome for offer in found] == [Outcome.SEAT, Outcome.WAITING, None, Outcome.APPROVAL, None]
    assert [type(offer.refusal) for offer in found if offer.refusal] == [Full, NotOpenYet]
    assert [offer.free for offer in found] == [2, 0, 0, None, None]


def test_where_addresses_are_confirmed_first_every_offer_says_so():
    ticket_type = make_ticket_type(capacity=2)
    set_up_sign_up(ticket_type.event, confirm_address=True)
    assert [offer.outcome for offer in offers(event=ticket_type.event, now=NOW)] == [Outcome.CONFIRM]


@pytest.mark.parametrize("kinds", [1, 3])
def test_offers_take_four_statements(kinds):
    event = make_published()
    for number in range(kinds):
        make_ticket_type(event, 1, name=str(number))
    with CaptureQueriesContext(connection) as queries:
        offers(event=event, now=NOW)
    assert len(queries) == 4  # one of them the availability, which pages have already


def test_places_in_line_are_counted_from_one_whoever_has_left():
    ticket_type = make_ticket_type(capacity=0)
    people = [register(ticket_type, f"P{number}") for number in range(3)]
    cancel(registration=people[0], now=NOW)
    assert [place_in_line(each) for each in people[1:]] == [1, 2]
    assert place_in_line(register(make_ticket_type(), "Anna")) is None
