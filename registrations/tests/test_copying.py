import pytest

from civicevents.testing import at, make_published, make_ticket_type
from registrations.actions.copying import copy_with_sign_up
from registrations.models import MailParagraph, Question, RegistrationSettings, TicketType

pytestmark = pytest.mark.django_db


def copied(event):
    (copy,) = copy_with_sign_up(event=event, starts=[at("2027-05-12 18:00")])
    return copy


def test_ticket_types_come_along_with_windows_on_the_wall_clock():
    event = make_published()
    make_ticket_type(event, 20, opens_at=at("2026-10-29 09:00"), closes_at=at("2026-11-11 12:00"), needs_approval=True)

    copy = copied(event)

    row = TicketType.objects.get(event=copy)
    assert (row.capacity, row.needs_approval) == (20, True)
    assert (row.opens_at, row.closes_at) == (at("2027-04-28 09:00"), at("2027-05-11 12:00"))
    assert row.set_for_start == copy.starts_at


def test_questions_settings_and_paragraphs_come_along_on_rows_of_their_own():
    event = make_published()
    ticket_type = make_ticket_type(event)
    question = Question.objects.create(event=event, text="Woher kommen Sie?", ticket_type=ticket_type)
    RegistrationSettings.objects.create(event=event, total_capacity=30, public_question=question, door_generation=4)
    MailParagraph.objects.create(event=event, kind="registered", text="Bringen Sie *Fragen* mit.")

    copy = copied(event)

    asked = Question.objects.get(event=copy)
    settings = RegistrationSettings.objects.get(event=copy)
    assert asked.ticket_type == TicketType.objects.get(event=copy)
    assert (settings.total_capacity, settings.public_question, settings.door_generation) == (30, asked, 1)
    assert MailParagraph.objects.get(event=copy).text_html == "<p>Bringen Sie <em>Fragen</em> mit.</p>"


def test_an_event_without_sign_up_is_copied_without():
    copy = copied(make_published())

    assert not TicketType.objects.filter(event=copy).exists()
    assert not RegistrationSettings.objects.exists()
