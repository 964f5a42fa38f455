"""What moderators decide about whatever somebody wrote, and what readers report. See `participation.moderation`."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from outbox.actions import enqueue
from participation import limits
from participation.actions.moderating import Overtaken, move
from participation.models import Attempt, ContributionState, Decision, QuestionState, Report

HELD, SHOWN, REMOVED = ContributionState.HELD, ContributionState.SHOWN, ContributionState.REMOVED
FROM = {SHOWN: (HELD, REMOVED), REMOVED: (HELD, SHOWN)}
MOST_REPORTS = 20  # on one thing; more say nothing new
What = Decision.What
TO = {What.APPROVED: "shown", What.RESTORED: "shown", What.REMOVED: "removed"}


def report(*, entry, reason, now, client=""):
    """Somebody says that this should not stand there. Raises TooMany."""
    event = getattr(entry.row, "event", None)
    limits.note(what=Attempt.What.REPORT, client=client, event=event, now=now)
    limits.refuse_many_reports(client=client, now=now)
    if len(entry.reports) < MOST_REPORTS:
        Report.objects.create(kind=entry.kind.name, object_id=entry.row.pk, reason=reason, at=now)


@transaction.atomic
def decide(*, entry, what, seen, last_report, by, now, reason=""):
    """Approve, remove, restore or keep what an entry holds, if it is as the moderator saw it.

    ``seen`` is its state, ``last_report`` the highest number of a report as it was shown. Raises Refused; Overtaken
    if somebody else has decided meanwhile.
    """
    reason = " ".join(reason.split())[:300]
    if what == What.REMOVED and not reason:
        raise Refused(_("Say why it is removed: its author reads it, and it stands in its place."))
    row = entry.row
    if what in TO:
        row = entry.kind.move(row=row, to=TO[what], seen=seen, reason=reason, now=now)
    reports = Report.objects.filter(kind=entry.kind.name, object_id=row.pk)
    if what == What.KEPT:
        reports = reports.filter(pk__lte=last_report)
    number = reports.delete()[0]
    if not number and (last_report or what == What.KEPT):
        raise Overtaken(_("Meanwhile somebody else has decided about these reports."))
    return Decision.objects.create(
        kind=entry.kind.name,
        object_id=row.pk,
        organisation=row.organisation,
        event=getattr(row, "event", None),
        what=what,
        reason=reason,
        reports=number,
        by=by,
        at=now,
    )


def move_contribution(*, row, to, seen, reason, now):
    """One of the verbs of `participation.moderation.Moderated`, for every kind of contribution."""
    found = type(row).objects.select_for_update(of=("self",), no_key=True).with_place().filter(pk=row.pk).first()
    if found is None:
        raise Overtaken(_("This has been taken back by its author."))
    if found.state != seen:
        words = _("Meanwhile somebody else has decided about this: it is now “%(state)s”.")
        raise Overtaken(words % {"state": found.get_state_display()})
    if found.state not in FROM[to] or (found.TEXTS and not found.said):
        raise Refused(_("That does not work here."))
    found.enter(ContributionState(to), now, reason=reason)
    found.save(update_fields=["state", "state_since", "shown_at", "reason"])
    found.has_changed()
    if to == REMOVED and found.contributor_id:
        _tell_author(found, now)
    return found


def move_question(*, row, to, seen, reason, now):
    """The same for questions to the speakers, which have more states; one that was answered is reopened first."""
    target = QuestionState.SHOWN if to == "shown" else QuestionState.HIDDEN
    if seen == QuestionState.ANSWERED:
        move(question=row, to=QuestionState.SHORTLISTED, seen=seen, now=now)
        seen = QuestionState.SHORTLISTED
    return move(question=row, to=target, seen=seen, now=now, reason=reason)


def _tell_author(row, now):
    enqueue(
        kind="participation.contribution_removed",
        recipient=row.contributor.email,
        language=row.contributor.language,
        parameters={"contributor": row.contributor_id, "what": row.what},
        about=f"participation.contributor:{row.contributor_id}",
        now=now,
    )
