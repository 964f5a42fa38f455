"""The locks on questions, and the count of their supporters, which is taken under them."""

from django.db import connection
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from events.statements import composed_once
from participation.models import AudienceQuestion, QuestionSettings

# Written out, as is what else runs for each tap: Django composes a statement anew each time.
RECOUNT = """
    WITH alike AS (SELECT id, erased_supports FROM participation_audiencequestion
                   WHERE id = %(head)s OR merged_into_id = %(head)s)
    UPDATE participation_audiencequestion SET supports =
        (SELECT count(DISTINCT voice_id) FROM participation_support WHERE question_id IN (SELECT id FROM alike))
        + (SELECT coalesce(sum(erased_supports), 0) FROM alike)
    WHERE id = %(head)s RETURNING supports
"""


def lock_settings(event):
    """Whatever moves several questions of an event happens one after the other; who only supports waits for nobody.

    Always taken before any question's own lock. ``event`` is an id.
    """
    QuestionSettings.objects.get_or_create(event_id=event)
    return QuestionSettings.objects.select_for_update(no_key=True).get(pk=event)


def locked(question, event):
    """The question as it is now, locked until the transaction ends; of a merged one its head.

    Raises the refusal if it is gone or another event's (``event`` is an id).
    """
    heads = _heads(pk=question.pk, event=event)
    while heads:
        ((pk,),) = heads
        rows = _locked(pk=pk, event=event)
        if rows and rows[0].merged_into_id is None:
            return rows[0]
        heads = [(row.merged_into_id,) for row in rows]
    raise Refused(_("This question is not there any more."))


@composed_once
def _heads(pk: int, event: int):
    """The question that an id stands for: what it was merged into, else itself."""
    known = AudienceQuestion.objects.filter(pk=pk, event=event)
    return known.values_list(Coalesce("merged_into", "pk"))


@composed_once
def _locked(pk: int, event: int):
    return AudienceQuestion.objects.select_for_update(no_key=True).filter(pk=pk, event=event)


def recount(head):
    """Count the different voices behind a question and behind what was joined with it. Its row is locked."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"head": head.pk})
        found = cursor.fetchone()
    head.supports = found[0] if found else head.supports
