"""Numbers over time of an organisation: meetups, people, answered questions, published results, quarter by quarter.

Whoever has been erased still counts: of participants only tallies are needed. A meetup belongs to the organisation that
publishes it, so that what several hosts do together is counted once.
"""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.models import Event, Status
from participation.models import AudienceQuestion, QuestionState, Results
from registrations.models import Registration, State, Tally

MOST = 12  # quarters


class Quarter(NamedTuple):
    """``numbers`` are in the order of the charts."""

    label: str
    numbers: list[int]


class Chart(NamedTuple):
    """A column for each quarter, (x, y, height) in a picture as wide as there are quarters and ``highest`` high."""

    heading: str
    total: int
    highest: int
    width: int
    columns: list


class Numbers(NamedTuple):
    charts: list[Chart]
    quarters: list[Quarter]


def numbers_of(organisation, now):
    """The Numbers of an organisation since its first meetup, at most of the last MOST quarters; None without any.

    A fixed number of queries. The meetups are those that lists show, that took place and are over.
    """
    events = Event.objects.listed(now).past(now).filter(organisation=organisation, status=Status.PUBLISHED)
    events = list(events.order_by("starts_at").only("pk", "starts_at", "time_zone"))
    if not events:
        return None
    quarters = _quarters(_quarter(events[0].local_start), _quarter(now))
    pks = [event.pk for event in events]
    people, published = people_at(pks), _published(pks)
    rows = {
        pgettext("numbers over time", "Meetups"): {event.pk: 1 for event in events},
        pgettext("numbers over time", "People"): people,
        _("Answered questions"): answered_at(pks),
        _("Published results"): published,
    }
    place = {event.pk: _quarter(event.local_start) for event in events}
    counted = [_by_quarter(numbers, place, quarters) for numbers in rows.values()]
    charts = [_chart(heading, numbers) for heading, numbers in zip(rows, counted, strict=True)]
    labels = (f"Q{quarter % 4 + 1} {quarter // 4}" for quarter in quarters)
    return Numbers(charts, [Quarter(*row) for row in zip(labels, map(list, zip(*counted, strict=True)), strict=True)])


def people_at(events):
    """How many people came, by event: as typed or counted for the results, else who was marked as present, else who
    had a seat.
    """
    present, seated = _of_tallies(events)
    live = Registration.objects.filter(event__in=events, state=State.CONFIRMED).order_by().values("event")
    there = Q(checked_in_at__isnull=False) | Q(joined_at__isnull=False)
    for row in live.annotate(all=Count("pk"), there=Count("pk", filter=there)):
        seated[row["event"]] += row["all"]
        present[row["event"]] += row["there"]
    said = {
        results.event_id: results.present
        for results in Results.objects.filter(event__in=events).only("event", "attendance", "counted")
    }
    return {event: present[event] or seated[event] if said.get(event) is None else said[event] for event in events}


def answered_at(events):
    """How many questions were answered, by event; a question stays when its asker is erased."""
    answered = AudienceQuestion.objects.filter(event__in=events, state=QuestionState.ANSWERED)
    return dict(answered.order_by().values_list("event").annotate(Count("pk")))


def _of_tallies(events):
    """What is left of people who have been erased."""
    present, seated = Counter(), Counter()
    kept = Tally.objects.filter(event__in=events).filter(Q(topic="present") | Q(topic="state", label=State.CONFIRMED))
    for event, topic, number in kept.values_list("event", "topic", "number"):
        (present if topic == "present" else seated)[event] += number
    return present, seated


def _published(events):
    return dict.fromkeys(Results.objects.published().filter(event__in=events).values_list("event", flat=True), 1)


def _quarter(moment):
    """Quarters counted through, so that the next one is one more."""
    return moment.year * 4 + (moment.month - 1) // 3


def _quarters(first, last):
    return range(max(first, last - MOST + 1), max(first, last) + 1)


def _by_quarter(numbers, place, quarters):
    counted = Counter()
    for event, number in numbers.items():
        counted[place[event]] += number
    return [counted[quarter] for quarter in quarters]


def _chart(heading, numbers):
    highest = max(numbers) or 1
    columns = [(x, highest - number, number) for x, number in enumerate(numbers) if number]
    return Chart(heading, sum(numbers), highest, len(numbers), columns)
