"""What came of the feedback, as organisers and, once published, everybody see it."""

from typing import NamedTuple

from events.models import Status
from participation.models import FeedbackQuestion, FeedbackSettings
from participation.models.feedback import FEWEST
from registrations.charts import Chart, Row, chart_of


class Text(NamedTuple):
    question: FeedbackQuestion
    texts: list


class Published(NamedTuple):
    """Of the public page: the organiser's sentence, how many answered, charts."""

    summary: str
    answers: int
    charts: list


def charts_of(event, box, public=False):
    """Charts of the questions that at least five people answered."""
    questions = event.feedback_questions.exclude(kind=FeedbackQuestion.Kind.TEXT)
    if public:
        questions = questions.filter(is_public=True)
    return [_chart(question, box) for question in questions if _given(question, box) >= FEWEST]


def _given(question, box):
    return box.numbers.get(str(question.pk), {}).get("given", 0)


def _chart(question, box):
    names = dict(question.choices)
    counted = dict.fromkeys(names, 0) | box.numbers[str(question.pk)]["by"]
    made = chart_of(question.text, counted, names)
    return made._replace(total=None) if question.kind == FeedbackQuestion.Kind.SEVERAL else made


def texts_of(event, box):
    """Only the organiser reads them."""
    questions = event.feedback_questions.filter(kind=FeedbackQuestion.Kind.TEXT)
    return [Text(question, box.texts.get(str(question.pk), [])) for question in questions]


def published_feedback(event, now):
    """For the public page of a meetup that is over; None without. One query."""
    if event.status != Status.PUBLISHED or not event.is_over(now):
        return None
    settings = FeedbackSettings.stored_for(event)
    if settings is None or settings.published is None:
        return None
    stored = settings.published
    charts = [Chart(each["heading"], [Row(*row) for row in each["rows"]], each["total"]) for each in stored["charts"]]
    return Published(settings.summary, stored["answers"], charts)
