"""A participant's own data as one JSON document (Article 15 and 20 GDPR)."""

from django.db.models import Q

from outbox.models import Message
from registrations.actions.telling import shown_access
from registrations.attached import TOLD
from registrations.models import CalendarLink, NetworkingConsent, RegistrationSettings
from registrations.networking import my_groups

# Not about the person, or a key to something.
LEFT_OUT = {"id", "event", "ticket_type", "entered_by", "generation"}


def own_data(registration, now):
    """Everything stored about a registration, as JSON-ready values; the tables are listed in a test."""
    event, settings = registration.event, RegistrationSettings.of(registration.event)
    fields = [field for field in registration._meta.concrete_fields if field.name not in LEFT_OUT]
    messages = Message.objects.filter(parameters__registration=registration.pk).order_by("pk")
    access = shown_access(registration, now)
    guest = event.invited_guests.filter(Q(registration=registration) | Q(address_key=registration.address_key)).first()
    calendar = CalendarLink.objects.filter(address_key=registration.address_key).first()
    return {
        "event": {"title": event.title, "starts_at": _plain(event.starts_at), "ends_at": _plain(event.ends_at)},
        "ticket_type": registration.ticket_type.name,
        "deleted_on": settings.deletion_day.isoformat(),
        "registration": {field.name: _plain(getattr(registration, field.attname)) for field in fields},
        "answers": [
            {"question": answer.question.text, "answer": answer.value, "given_at": _plain(answer.consented_at)}
            for answer in registration.answers.select_related("question")
        ],
        "invitation": guest
        and {
            "name": guest.name,
            "email": guest.email,
            "invited_at": _plain(guest.invited_at),
            "accepted_at": _plain(guest.accepted_at),
            "declined_at": _plain(guest.declined_at),
        },
        "calendar_since": _plain(calendar.created_at) if calendar else None,
        "calls": [{"about": call.kind, "done_at": _plain(call.done_at)} for call in registration.calls.all()],
        "messages": [
            {"kind": message.kind, "to": message.recipient, "state": message.state, "sent_at": _plain(message.sent_at)}
            for message in messages
        ],
        "networking": networking_data(registration, now),
        "access_details": access and {name: getattr(access, name) for name in access.SHOWN if getattr(access, name)},
    } | {name: part(registration) for name, part in TOLD.items()}


def networking_data(registration, now):
    """Whether one agreed, and one's groups as far as they are shown; others in them are not one's own data."""
    consent = NetworkingConsent.objects.filter(registration=registration).first()
    return consent and {
        "agreed_at": _plain(consent.agreed_at),
        "shows_name": consent.shows_name,
        "groups": [_group(mine) for mine in my_groups(registration, now)],
    }


def _group(mine):
    details = {name: getattr(mine.group, name) for name in mine.group.SHOWN if getattr(mine.group, name)}
    return {"round": mine.round, "group": mine.group.number} | details


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value
