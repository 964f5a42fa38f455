"""Counts of participants by state, day, ticket type and answer; they stay when the people behind them are erased."""

from collections import Counter

from django.db.models import Count, F
from django.db.models.functions import TruncDate

from registrations.models import Answer, Question, State, Tally

COUNTED = (Question.Kind.CHOICE, Question.Kind.SEVERAL, Question.Kind.YES_NO)


def numbers(event):
    """How many, by (topic, label), see `Tally`: people who are there and those who have been erased."""
    stored = event.tallies.values_list("topic", "label", "number")
    return Counter({(topic, label): number for topic, label, number in stored}) + count(event, event.registrations)


def count(event, registrations):
    """The same of these registrations of the event alone. Free text and sensitive answers are never counted."""
    people = registrations.order_by()
    by_day = people.annotate(day=TruncDate("created_at", tzinfo=event.zone))
    present = people.exclude(checked_in_at=None, joined_at=None).count()
    counts = Counter({("present", "yes"): present} if present else {})
    counts.update(_grouped(people, "state", "state"))
    counts.update(_grouped(people, "ticket_type", "ticket_type__name"))
    counts.update(_grouped(people, "source", "source"))
    counts.update(_grouped(by_day, "day", "day"))
    counts.update(_answers(people.filter(state=State.CONFIRMED)))
    return counts


def keep(event, counts):
    """Add the counts to what stays of the event."""
    rows = [Tally(event=event, topic=topic, label=label[:300]) for topic, label in counts]
    Tally.objects.bulk_create(rows, ignore_conflicts=True)
    for (topic, label), number in counts.items():
        Tally.objects.filter(event=event, topic=topic, label=label[:300]).update(number=F("number") + number)


def _grouped(people, topic, field):
    rows = people.values_list(field).annotate(number=Count("pk"))
    return {(topic, str(label)): number for label, number in rows}


def _answers(people):
    counted = Answer.objects.filter(registration__in=people, question__kind__in=COUNTED, question__sensitive=False)
    counts = Counter()
    for question, value, number in counted.order_by().values_list("question", "value").annotate(number=Count("pk")):
        for each in value if isinstance(value, list) else [value]:
            label = ("no", "yes")[each] if isinstance(each, bool) else str(each)
            counts[f"question:{question}", label] += number
    return counts
