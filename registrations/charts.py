"""Numbers of an event as small charts: every chart is a table whose rows have a bar."""

import datetime as dt
from typing import NamedTuple

from django.utils.translation import gettext as _

from events.dates import short_day
from registrations.models import Question, Source, State
from registrations.tallies import numbers


class Row(NamedTuple):
    label: str
    number: int
    percent: int  # of the longest bar


class Chart(NamedTuple):
    """``total`` is what the numbers add up to, None where one person may count several times."""

    heading: str
    rows: list[Row]
    total: int | None


class Days(NamedTuple):
    """Sign-ups by day: ``columns`` are (x, height) in a picture as wide as there are days and ``highest`` high."""

    chart: Chart
    columns: list
    width: int
    highest: int


def charts(event):
    """A dict of the charts: by state, ticket type, source, presence and question, and Days or None."""
    counted = numbers(event)
    by_topic = {}
    for (topic, label), number in counted.items():
        if number:
            by_topic.setdefault(topic, {})[label] = number
    whole = [
        chart_of(_("By state"), by_topic.get("state", {}), dict(State.choices)),
        chart_of(_("By ticket type"), by_topic.get("ticket_type", {}), {"": _("Participation")}),
        chart_of(_("How people signed up"), by_topic.get("source", {}), dict(Source.choices)),
        chart_of(_("Present"), by_topic.get("present", {}), {"yes": _("present")}),
    ]
    questions = Question.objects.filter(event=event)
    asked = [_answers(question, by_topic.get(f"question:{question.pk}", {})) for question in questions]
    return {
        "charts": [chart for chart in whole if chart.rows],
        "questions": [chart for chart in asked if chart.rows],
        "days": _days(by_topic.get("day", {})),
    }


def chart_of(heading, counted, names):
    """In the order of ``names``, then by size."""
    order = list(names)
    labels = sorted(counted, key=lambda label: (order.index(label) if label in names else len(order), -counted[label]))
    highest = max(counted.values(), default=0)
    rows = [Row(str(names.get(label, label)), counted[label], _percent(counted[label], highest)) for label in labels]
    return Chart(str(heading), rows, sum(counted.values()) if len(rows) > 1 else None)


def _answers(question, counted):
    names = {option: option for option in question.choices} or {"yes": _("yes"), "no": _("no")}
    chart = chart_of(question.text, counted, names)
    return chart._replace(total=None) if question.kind == Question.Kind.SEVERAL else chart


def _days(counted):
    if not counted:
        return None
    by_day = {dt.date.fromisoformat(day): number for day, number in sorted(counted.items())}
    first, highest = min(by_day), max(by_day.values())
    rows = [Row(short_day(day), number, _percent(number, highest)) for day, number in by_day.items()]
    columns = [((day - first).days, number, highest - number) for day, number in by_day.items()]
    chart = Chart(_("Sign-ups by day"), rows, sum(by_day.values()))
    return Days(chart, columns, (max(by_day) - first).days + 1, highest)


def _percent(number, highest):
    return round(100 * number / highest) if highest else 0
