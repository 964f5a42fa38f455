"""What moderators and organisers do with questions. Two of them may tap at once, so every verb says what was seen.

A verb begins by locking the event's row of settings; what was done meanwhile by somebody else is refused with a
sentence that says so, and nothing is overwritten.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from participation.actions.counting import lock_settings, recount
from participation.models import AudienceQuestion, QuestionState

HELD, SHOWN, SHORTLISTED = QuestionState.HELD, QuestionState.SHOWN, QuestionState.SHORTLISTED
ON_NOW, ANSWERED, MERGED, HIDDEN = (
    QuestionState.ON_NOW, QuestionState.ANSWERED, QuestionState.MERGED, QuestionState.HIDDEN
)  # fmt: skip
# Where a question may go from where it is; joining and separating are verbs of their own.
WAYS = {
    HELD: (SHOWN, SHORTLISTED, HIDDEN),
    SHOWN: (SHORTLISTED, ON_NOW, ANSWERED, HIDDEN),
    SHORTLISTED: (ON_NOW, SHOWN, ANSWERED, HIDDEN),
    ON_NOW: (ANSWERED, SHORTLISTED, HIDDEN),
    ANSWERED: (SHORTLISTED,),
    HIDDEN: (SHOWN,),
    MERGED: (),
}


class Overtaken(Refused):
    """Somebody else was faster; the page shows how things are now."""


@transaction.atomic
def move(*, question, to, seen, now, reason="", on_now=None):
    """Put a question into another state, if it is still in the one that was seen.

    ``on_now`` is the id of the question that was seen to be on, or None. Putting the next one on answers that one.
    """
    row = _locked(question, seen)
    if to not in WAYS[row.state]:
        raise Refused(_("That does not work with this question."))
    if to == HIDDEN and not reason.strip():
        raise Refused(_("Say why the question is hidden; its asker reads it."))
    if to == ON_NOW:
        _make_room(row, on_now, now)
        row.on_now_at = now
    if to == ANSWERED:
        row.answered_at = now
    elif row.state == ANSWERED:
        row.answered_at = None
    row.hidden_reason = " ".join(reason.split())[:300] if to == HIDDEN else ""
    row.state = to
    row.save(update_fields=["state", "on_now_at", "answered_at", "hidden_reason"])
    return row


@transaction.atomic
def merge(*, question, into, seen, now):
    """Join a question with another that asks the same. Who stands behind both counts once."""
    row = _locked(question, seen)
    head = AudienceQuestion.objects.select_for_update(no_key=True).filter(pk=into.pk, event=row.event_id).first()
    if head is None or head.pk == row.pk or head.state in (MERGED, HIDDEN, HELD):
        raise Overtaken(_("The other question cannot be joined with any more. Look at the list and choose again."))
    if row.state not in (HELD, SHOWN, SHORTLISTED):
        raise Refused(_("That does not work with this question."))
    AudienceQuestion.objects.filter(merged_into=row).update(merged_into=head)
    row.state, row.merged_into = MERGED, head
    row.save(update_fields=["state", "merged_into"])
    recount(head)
    return head


@transaction.atomic
def separate(*, question, now):
    """Take a question out again; its own supporters stay with both."""
    row = _locked(question, MERGED)
    head = AudienceQuestion.objects.select_for_update(no_key=True).get(pk=row.merged_into_id)
    row.state, row.merged_into = SHOWN, None
    row.save(update_fields=["state", "merged_into"])
    recount(row)
    recount(head)
    return row


@transaction.atomic
def answer_in_writing(*, question, answer, before, now):
    """The answer in writing (Markdown). ``before`` is the text that the writer began with.

    Who answers a question that was not answered on stage has answered it by that.
    """
    row = _locked(question, None)
    if row.state not in (SHOWN, SHORTLISTED, ON_NOW, ANSWERED):
        raise Refused(_("That does not work with this question."))
    if _plain(row.answer) != _plain(before):
        raise Overtaken(_("Somebody else has written to this answer meanwhile. Their text and yours stand below."))
    row.answer = answer.strip()
    if row.answer and row.state != ANSWERED:
        row.state, row.answered_at = ANSWERED, now
    row.save(update_fields=["answer", "answer_html", "state", "answered_at"])
    return row


@transaction.atomic
def renew_wall(*, event):
    """The links to the full-screen view that are out there lead nowhere from now on."""
    settings = lock_settings(event.pk)
    settings.wall_generation += 1
    settings.save(update_fields=["wall_generation"])
    return settings


def _make_room(row, on_now, now):
    current = AudienceQuestion.objects.filter(event=row.event_id, state=ON_NOW).first()
    if (current and current.pk) != on_now:
        raise Overtaken(_("Meanwhile somebody else has put another question on. Look at the list."))
    if current is not None:
        AudienceQuestion.objects.filter(pk=current.pk).update(state=ANSWERED, answered_at=now)


def _locked(question, seen):
    """The row as it is now, locked; ``seen`` is the state in which it was seen, or None if that does not matter."""
    lock_settings(question.event_id)
    row = AudienceQuestion.objects.select_for_update(no_key=True).filter(pk=question.pk).first()
    if row is None:
        raise Overtaken(_("This question has been withdrawn by its asker."))
    if seen is not None and row.state != seen:
        words = _("Meanwhile somebody else has changed this question: it is now “%(state)s”.")
        raise Overtaken(words % {"state": row.get_state_display()})
    return row


def _plain(text):
    return "\n".join(text.strip().splitlines())
