"""Answers to the organiser's questions, as they are stored."""

from registrations.models import Answer
from registrations.models.questions import is_given


def keep(registration, answers, *, now):
    """Store what was answered, JSON values by question id; consented to now. Replaces former answers to these."""
    given = [
        Answer(registration=registration, question_id=pk, value=value, consented_at=now)
        for pk, value in answers.items()
        if is_given(value)
    ]
    if given:
        Answer.objects.bulk_create(
            given,
            update_conflicts=True,
            unique_fields=["registration", "question"],
            update_fields=["value", "consented_at"],
        )
