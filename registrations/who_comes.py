"""The public line on who comes: "12 from municipalities, 9 volunteers"."""

import json

from django.db import connection
from django.utils.translation import gettext as _

from registrations.models import Question, RegistrationSettings

SMALLEST = 5  # smaller groups could be told who they are
COUNT = """
    SELECT label, count(*)
    FROM registrations_answer AS answer
    JOIN registrations_registration AS person ON person.id = answer.registration_id
    CROSS JOIN LATERAL jsonb_array_elements(
        CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE jsonb_build_array(value) END
    ) AS label
    WHERE answer.question_id = %s AND person.state = 'confirmed'
    GROUP BY label HAVING count(*) >= %s
"""


def who_comes(event):
    """Pairs of a number and an answer, in the order of the options; empty unless the organiser wants it public."""
    question = RegistrationSettings.of(event).public_question
    if question is None or question.sensitive:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [question.pk, SMALLEST])
        counted = {_plain(label): number for label, number in cursor.fetchall()}
    if question.kind == Question.Kind.YES_NO:
        return [(counted[value], f"{question.text} {words}") for value, words in _yes_no() if value in counted]
    return [(counted[option], option) for option in question.choices if option in counted]


def _yes_no():
    return [(True, _("yes")), (False, _("no"))]


def _plain(label):
    """The database's JSON, which its driver gives as text here."""
    return json.loads(label) if isinstance(label, str) else label
