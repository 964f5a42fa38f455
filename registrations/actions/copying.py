"""An event is copied together with how one signs up for it."""

from django.db import transaction

from events.actions import copy_to
from events.times import shifted
from registrations.models import (
    CertificateSettings,
    MailParagraph,
    NetworkingSettings,
    Question,
    RegistrationSettings,
    TicketType,
)

NOT_COPIED = {"door_generation"}


@transaction.atomic
def copy_with_sign_up(*, event, starts):
    """``copy_to`` of events, and for each copy ticket types, questions, settings, paragraphs in mails and whether there
    are certificates.

    Windows of sign-up move by the same wall-clock time. Registrations, invited guests and access details stay where
    they are: a link from last time must not be given away as the new one. The public numbers follow when the copy is
    published, as with every change.
    """
    copies = copy_to(event=event, starts=starts)
    for copy in copies:
        _copy_sign_up(event, copy)
    return copies


def _copy_sign_up(event, copy):
    shift = {"start": event.starts_at, "new_start": copy.starts_at, "zone": event.zone}
    types = {}
    for ticket_type in TicketType.objects.filter(event=event):
        window = {
            name: moment and shifted(moment, **shift)
            for name, moment in (("opens_at", ticket_type.opens_at), ("closes_at", ticket_type.closes_at))
        }
        types[ticket_type.pk] = _copy_row(ticket_type, event=copy, **window)
    questions = {}
    for question in Question.objects.filter(event=event):
        questions[question.pk] = _copy_row(question, event=copy, ticket_type=types.get(question.ticket_type_id))
    for paragraph in MailParagraph.objects.filter(event=event):
        _copy_row(paragraph, event=copy)
    for aspect in (CertificateSettings, NetworkingSettings):
        for row in aspect.objects.filter(event=event):
            _copy_row(row, event=copy)
    for settings in RegistrationSettings.objects.filter(event=event):
        _copy_row(settings, event=copy, public_question=questions.get(settings.public_question_id))


def _copy_row(row, **values):
    kept = [field for field in row._meta.concrete_fields if field.name not in NOT_COPIED | values.keys()]
    fields = {field.attname: getattr(row, field.attname) for field in kept if not field.primary_key}
    return type(row).objects.create(**fields | values)
