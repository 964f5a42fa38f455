"""Counts of participants by state, day, ticket type and answer; they stay when the people behind them are erased."""

from collections import Counter

from django.db.models import F

from registrations.models import Question, Tally

COUNTED = {Question.Kind.CHOICE, Question.Kind.SEVERAL, Question.Kind.YES_NO}


def numbers(event):
    """How many, by (topic, label), see `Tally`: people who are there and those who have been erased."""
    stored = Counter({(topic, label): n for topic, label, n in event.tallies.values_list("topic", "label", "number")})
    live = event.registrations.select_related("ticket_type", "event").prefetch_related("answers__question")
    return stored + count(live)


def count(registrations):
    """The same of these registrations alone. Free text and sensitive answers are never counted."""
    counts = Counter()
    for registration in registrations:
        day = registration.created_at.astimezone(registration.event.zone).date()
        counts["state", registration.state] += 1
        counts["ticket_type", registration.ticket_type.name] += 1
        counts["source", registration.source] += 1
        counts["day", day.isoformat()] += 1
        counts["present", "yes"] += registration.was_present
        if registration.is_confirmed:
            counts.update(_answers(registration))
    return counts


def keep(event, counts):
    """Add the counts to what stays of the event."""
    counts = {key: number for key, number in counts.items() if number}
    rows = [Tally(event=event, topic=topic, label=label[:300]) for topic, label in counts]
    Tally.objects.bulk_create(rows, ignore_conflicts=True)
    for (topic, label), number in counts.items():
        Tally.objects.filter(event=event, topic=topic, label=label[:300]).update(number=F("number") + number)


def _answers(registration):
    for answer in registration.answers.all():
        if answer.question.kind in COUNTED and not answer.question.sensitive:
            values = answer.value if isinstance(answer.value, list) else [answer.value]
            for value in values:
                label = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
                yield f"question:{answer.question_id}", label
