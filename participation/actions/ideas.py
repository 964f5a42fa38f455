"""What an organisation does with an idea: publish it, keep versions, say in which state it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from outbox.actions import enqueue
from participation.models import ContributionState, Follow, Idea, IdeaVersion, Stage, StageChange
from participation.versions import contents_of

SHARE = 500


class Overtaken(Refused):
    """Somebody else was faster; the page shows how things are now."""


@transaction.atomic
def publish(*, idea, by, now):
    """Everybody may see it as soon as its board is public. Its first version is kept."""
    idea = locked(idea)
    if idea.is_published:
        raise Refused(_("This idea is public already."))
    if idea.state == ContributionState.UNCONFIRMED:
        raise Refused(_("Its author has not confirmed it yet."))
    _enter(idea, ContributionState.SHOWN, now)
    keep_version(idea=idea, by=by, now=now)
    return idea


@transaction.atomic
def take_back(*, idea, now):
    """Nobody but the organisation sees it any more; nothing of it is lost."""
    idea = locked(idea)
    if not idea.is_published:
        raise Refused(_("This idea is not public."))
    _enter(idea, ContributionState.HELD, now)
    return idea


@transaction.atomic
def keep_version(*, idea, by, now, note=""):
    """Store what a public idea says now, if that differs from its newest version. Returns the version, or None."""
    idea = locked(idea)
    if not idea.is_published:
        return None
    contents, newest = contents_of(idea), idea.versions.last()
    if newest is not None and newest.contents == contents:
        return None
    number = newest.number + 1 if newest else 1
    return IdeaVersion.objects.create(idea=idea, number=number, at=now, by=by, note=note, contents=contents)


@transaction.atomic
def change_state(*, idea, to, seen, explanation, by, now):
    """Say in public that the idea is in another state, and why. Followers get it by mail. Returns the StageChange.

    ``seen`` is the state in which it was seen: of two who decide at once, the second is told.
    """
    idea = locked(idea)
    if idea.stage != seen:
        words = _("Meanwhile somebody else has changed the state of this idea: it is now “%(state)s”.")
        raise Overtaken(words % {"state": idea.get_stage_display()})
    if to == idea.stage or to not in Stage.values:
        raise Refused(_("Choose another state than the present one."))
    if not explanation.strip():
        raise Refused(_("Explain the change: everybody may read why, and followers get it by mail."))
    change = StageChange.objects.create(
        idea=idea, at=now, by=by, old=idea.stage, new=to, explanation=explanation.strip()
    )
    idea.stage = to
    idea.save(update_fields=["stage", "updated_at"])
    if idea.is_published and idea.board.is_public:
        _tell_followers(change, now)
    return change


def followers(idea):
    """Who is told of it."""
    return Follow.objects.confirmed().filter(idea=idea)


def locked(idea):
    """The idea as it is now, with its board, locked until the transaction ends."""
    rows = Idea.objects.select_for_update(of=("self",), no_key=True).select_related("board")
    found = rows.filter(pk=idea.pk).first()
    if found is None:
        raise Refused(_("This idea has been deleted."))
    return found


def _enter(idea, state, now):
    idea.enter(state, now)
    idea.save(update_fields=["state", "state_since", "shown_at", "reason", "updated_at"])


def _tell_followers(change, now):
    for follow in followers(change.idea).iterator(chunk_size=SHARE):
        enqueue(
            kind="participation.follow_idea",
            recipient=follow.email,
            language=follow.language,
            parameters={"follow": follow.pk, "change": change.pk},
            about="",
            once=f"follow {follow.pk} idea {change.pk}",
            now=now,
        )
