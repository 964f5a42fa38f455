"""Sign-up for the editions to come, by the rules that the five model pages had, with invented people.

A networking camp that closes a week before and asks for one's lab; a workshop whose seats are limited for technical
reasons, full; a lunch for two audiences; a night with work groups to choose from; an evening that is open to everyone.
"""

import datetime as dt
import itertools

from accounts.slugs import make_slug
from events.models import Event
from registrations.actions import add_by_hand, settle, sign_up
from registrations.models import AccessDetails, Question, RegistrationSettings, Source, TicketType

FIRST = ["Ayşe", "Bernd", "Chiara", "Dilan", "Emil", "Frauke", "Goran", "Hülya", "Ines", "Jonas", "Katarzyna", "Levi",
         "Mareike", "Nam", "Olga", "Paul", "Rasha", "Sönke", "Thảo", "Uwe", "Vera", "Wiebke", "Yusuf"]  # fmt: skip
LAST = ["Albers", "Bäumer", "Ceylan", "Dörfler", "Engel", "Fischbach", "Güler"]
WEEK = dt.timedelta(days=7)


def load(house):
    people = _people()
    workshop(house, people)
    lunch(house, people)
    camp(house, people)
    night(house, people)
    evening(house, people)


def _people():
    """Invented names, each once."""
    for number, (last, first) in enumerate(itertools.product(LAST, FIRST)):
        name = f"{first} {last}"
        yield name, f"{make_slug(name)}{number}@example.org"


def _without_sign_up(number):
    """The event of that number, unless it is gone or has ticket types already."""
    return Event.objects.filter(source="", source_id=number, ticket_types=None).first()


def _sign_up(house, people, event, number, **values):
    """So many of the invented people sign up, half an hour apart until now."""
    for before in range(number, 0, -1):
        name, email = next(people)
        now = house.calendar.now - before * dt.timedelta(minutes=30)
        sign_up(event=event, name=name, email=email, now=now, **values)


def workshop(house, people):
    """Full: 24 seats for technical reasons, five people wait."""
    event = _without_sign_up("demo-innovation-next")
    if event is None:
        return
    TicketType.objects.create(event=event, capacity=24, capacity_reason="aus technischen Gründen", waiting_list_size=10)
    AccessDetails.objects.create(event=event, link="https://example.org/werkstatt", passcode="Beispiel")
    settle(event=event, now=house.calendar.now)
    _sign_up(house, people, event, 29)


def lunch(house, people):
    """Two audiences with thirty seats each, and a public line on who comes."""
    event = _without_sign_up("demo-gescheiterweiter-next")
    if event is None:
        return
    office = TicketType.objects.create(
        event=event, name="Verwaltung", capacity=30, condition="Ich arbeite selbst in einer Verwaltung."
    )
    others = TicketType.objects.create(event=event, name="Ehrenamt und Verbände", capacity=30, position=1)
    question = Question.objects.create(
        event=event,
        text="Woher kommen Sie?",
        kind=Question.Kind.CHOICE,
        options="aus Kommunen\naus Landesbehörden\naus Bundesbehörden\naus dem Ehrenamt\naus Verbänden",
        required=True,
    )
    RegistrationSettings.objects.create(event=event, public_question=question, total_capacity=50)
    settle(event=event, now=house.calendar.now)
    groups = [(office, "aus Kommunen", 9), (office, "aus Landesbehörden", 5), (office, "aus Bundesbehörden", 2)]
    groups += [(others, "aus dem Ehrenamt", 6), (others, "aus Verbänden", 3)]
    for ticket_type, origin, number in groups:
        answers = {question.pk: origin}
        _sign_up(house, people, event, number, ticket_type=ticket_type, answers=answers, condition_confirmed=True)


def camp(house, people):
    """Few seats left; closes a week before; asks for the own lab and for needs; one sign-up came by mail."""
    event = _without_sign_up("demo-labcamp-next")
    if event is None:
        return
    day = (event.local_start - WEEK).replace(hour=23, minute=59)
    TicketType.objects.create(event=event, capacity=20, reserved=1, closes_at=day, condition=event.audience_condition)
    lab = Question.objects.create(event=event, text="In welchem Labor arbeiten Sie?", required=True)
    Question.objects.create(
        event=event,
        text="Was brauchen Sie, um gut dabei sein zu können?",
        help_text="Zum Beispiel Schriftdolmetschen, eine Rampe, Essen ohne Nüsse.",
        kind=Question.Kind.LONG_TEXT,
        sensitive=True,
        position=1,
    )
    settle(event=event, now=house.calendar.now)
    for name in ("Stadtlabor Musterstadt", "Labor am Fluss", "Kreiswerkstatt"):
        _sign_up(house, people, event, 5, answers={lab.pk: name}, condition_confirmed=True)
    name, email = next(people)
    add_by_hand(
        event=event,
        name=name,
        email=email,
        source=Source.MAIL,
        by=house.by,
        now=house.calendar.now,
        answers={lab.pk: "Labor ohne Namen"},
        consent_note="Mail an das LabCamp-Team, Zustimmung liegt vor",
    )


def night(house, people):
    """Everyone chooses a work group; each sign-up is approved by hand."""
    event = _without_sign_up("demo-labs-night")
    if event is None:
        return
    TicketType.objects.create(event=event, needs_approval=True)
    group = Question.objects.create(
        event=event,
        text="In welcher Arbeitsgruppe machen Sie mit?",
        kind=Question.Kind.CHOICE,
        options="Datenkatalog\nBeteiligung vor Ort\nBarrieren abbauen",
        required=True,
    )
    settle(event=event, now=house.calendar.now)
    for option in group.choices:
        _sign_up(house, people, event, 2, answers={group.pk: option})


def evening(house, people):
    """Open to everyone, online."""
    event = _without_sign_up("demo-n3gz-next")
    if event is None:
        return
    TicketType.objects.create(event=event)
    AccessDetails.objects.create(event=event, link="https://example.org/meetup", meeting_id="000 0000 0000")
    settle(event=event, now=house.calendar.now)
    _sign_up(house, people, event, 12)
