"""Everything stored about somebody who takes part, as JSON-ready values (Article 15 and 20 GDPR)."""

from outbox.models import Message
from participation.contributions import said_by


def voice_data(voice):
    """Of one voice: its questions as they are stored, and what it supports."""
    questions = voice.questions.select_related("to__speaker").order_by("asked_at", "pk")
    supported = voice.supports.exclude(question__voice=voice).select_related("question").order_by("at", "pk")
    return {
        "since": voice.created_at.isoformat(),
        "name": voice.name,
        "language": voice.language,
        "questions": [
            {
                "text": question.text,
                "to": str(question.to) if question.to else None,
                "shown_as": question.shown_name,
                "state": question.state,
                "reason": question.hidden_reason,
                "asked_at": question.asked_at.isoformat(),
                "supports": question.supports,
                "answer": question.answer,
            }
            for question in questions
        ],
        "supports": [{"question": row.question.text, "at": row.at.isoformat()} for row in supported],
    }


def proposal_data(proposal):
    """Of one proposal: what was typed, and what has become of it."""
    typed = ("title", "abstract", "name", "function", "email", "note", "keeps_email", "language", "state", "reason")
    return {
        "for": str(proposal.about),
        "received_at": proposal.created_at.isoformat(),
        **{name: getattr(proposal, name) for name in typed},
        "on_the_agenda_of": str(proposal.agenda_of) if proposal.agenda_of else None,
    }


def contributor_data(contributor):
    """Of somebody who says something under an address: who they are here, all that they said, the mails to them."""
    messages = Message.objects.filter(about=f"participation.contributor:{contributor.pk}").order_by("pk")
    return {
        **{name: getattr(contributor, name) for name in ("email", "name", "language")},
        "since": contributor.created_at.isoformat(),
        "confirmed_at": contributor.confirmed_at and contributor.confirmed_at.isoformat(),
        "deleted_on": contributor.kept_until.isoformat(),
        "contributions": [row.data() for row in said_by(contributor)],
        "messages": [
            {
                "kind": message.kind,
                "to": message.recipient,
                "state": message.state,
                "sent_at": message.sent_at and message.sent_at.isoformat(),
            }
            for message in messages
        ],
    }
