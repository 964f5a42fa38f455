"""What comes after a meetup: certificates and feedback of the one that has been, groups for the camp to come."""

import datetime as dt

from accounts.slugs import make_slug
from events.models import Event
from participation.actions import feedback
from participation.models import FeedbackBox, FeedbackQuestion, FeedbackSettings
from registrations.actions import check_in, settle, sign_up
from registrations.actions.networking import agree, draw_rounds
from registrations.models import (
    CertificateSettings,
    NetworkingGroup,
    NetworkingSettings,
    Registration,
    RegistrationSettings,
    TicketType,
)

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
PRESENT = [
    "Ayşe Fischbach",
    "Bernd Güler",
    "Chiara Engel",
    "Dilan Albers",
    "Emil Ceylan",
    "Frauke Dörfler",
    "Nam Bäumer",
]
KIND = FeedbackQuestion.Kind
ASKED = [
    (KIND.SCALE, "Wie hilfreich war der Abend für Ihre Arbeit?", "gar nicht\nsehr"),
    (KIND.CHOICE, "War genug Zeit für Gespräche?", "zu wenig\ngenau richtig\nzu viel"),
    (KIND.SEVERAL, "Was nehmen Sie mit?", "eine Idee\neinen Kontakt\neine Vorlage\nnoch nichts"),
    (KIND.TEXT, "Was sollen wir beim nächsten Mal anders machen?", ""),
]
GIVEN = [
    ("5", "genau richtig", ["eine Idee", "einen Kontakt"], "Mehr Zeit am Ende, um Karten zu tauschen."),
    ("4", "zu wenig", ["einen Kontakt"], ""),
    ("5", "genau richtig", ["eine Vorlage"], "Die Checkliste vorher schicken."),
    ("3", "zu wenig", ["eine Idee"], ""),
    ("4", "genau richtig", ["einen Kontakt", "eine Vorlage"], ""),
    ("5", "zu wenig", ["einen Kontakt"], ""),
]
SUMMARY = (
    "Die Gespräche waren das Beste und zu kurz: Beim nächsten Mal bleibt nach dem Programm eine halbe Stunde dafür. "
    "(Ein erfundenes Beispiel.)"
)


def load(house):
    evening(house)
    groups(house)


def evening(house):
    """Over for some weeks: some were there and get a certificate, six have said how it was."""
    event = Event.objects.filter(source="", source_id="demo-n3gz-recent", ticket_types=None).first()
    if event is None:
        return
    RegistrationSettings.objects.create(event=event, deletion_days=90)
    TicketType.objects.create(event=event)
    before = event.starts_at - 3 * DAY
    settle(event=event, now=before)
    CertificateSettings.objects.create(
        event=event, is_on=True, signer="Alex Beispiel", function="Moderation (erfunden)"
    )
    FeedbackSettings.objects.create(event=event, is_on=True, days=60)
    questions = [
        FeedbackQuestion.objects.create(event=event, position=place, kind=kind, text=text, options=options)
        for place, (kind, text, options) in enumerate(ASKED)
    ]
    for name in PRESENT:
        sign_up(event=event, name=name, email=f"{make_slug(name)}@example.org", now=before)
    people = list(Registration.objects.filter(event=event))
    for person in people:
        check_in(registration=person, now=event.starts_at)
    for person, given in zip(people, GIVEN, strict=False):
        answers = {question.pk: value for question, value in zip(questions, given, strict=True) if value}
        feedback.give(registration=person, answers=answers, now=event.ends_at + HOUR)
    if FeedbackBox.objects.filter(event=event, answers=len(GIVEN)).exists():
        feedback.publish(event=event, summary=SUMMARY, now=event.ends_at + DAY)


def groups(house):
    """A round for whoever wants to get to know others at the camp, drawn already."""
    event = Event.objects.filter(source="", source_id="demo-labcamp-next", networking_settings=None).first()
    if event is None:
        return
    NetworkingSettings.objects.create(
        event=event, is_on=True, introduction="Am ersten Vormittag: eine halbe Stunde zu viert."
    )
    for place, person in enumerate(event.registrations.confirmed().order_by("pk")[:14]):
        agree(registration=person, takes_part=True, shows_name=place % 4 != 3, now=house.calendar.now)
    if event.registrations.exclude(networking_consent=None).count() >= 8:
        (made,) = draw_rounds(
            event=event, rounds=1, size=4, seed=2026, shown_from=event.starts_at - DAY, now=house.calendar.now
        )
        for group in NetworkingGroup.objects.filter(round=made):
            group.place = f"Tisch {group.number}"
            group.save(update_fields=["place"])
