"""The organisation answers a comment, under its mark."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from participation.actions.moderating import Overtaken
from participation.models import Comment, ContributionState


@transaction.atomic
def answer(*, comment, text, before, organisation, now):
    """Answer in Markdown; an empty text takes the answer away. ``before`` is the text that the writer began with."""
    rows = Comment.objects.select_for_update(of=("self",), no_key=True)
    found = rows.select_related("event").filter(pk=comment.pk).first()
    if found is None:
        raise Overtaken(_("This has been taken back by its author."))
    if found.state != ContributionState.SHOWN:
        raise Refused(_("Only what is public can be answered."))
    if _plain(found.answer) != _plain(before):
        raise Overtaken(_("Somebody else has written to this answer meanwhile. Their text and yours stand below."))
    found.answer = text.strip()
    found.answered_at = (found.answered_at or now) if found.answer else None
    found.answered_by = organisation if found.answer else None
    found.save(update_fields=["answer", "answer_html", "answered_at", "answered_by"])
    return found


def _plain(text):
    return "\n".join(text.strip().splitlines())
