"""What the app keeps of people, and until when."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from outbox.retention import keeps, keeps_nobody
from participation.actions import forgetting, reporting
from participation.actions.erasing import due_events, due_proposals
from participation.actions.feedback import due_texts
from participation.actions.following import stale
from participation.limits import DAY
from participation.models import Attempt, Comment, Idea, IdeaVote, Point, PointMark, Voice

GRACE = dt.timedelta(hours=2)  # the jobs run every hour
PUBLISHED = _("with the event, until an editor changes it")
IDEA = _("with the idea, until an editor changes it")
COUNTED = _(
    "with the author's address; the number stays. Unconfirmed after 48 hours. Earlier if the person takes it back"
)
DELETION_DAY = _("on the event's deletion day, 30 days after its end unless set otherwise; earlier if the person asks")


def late(model, now):
    """Of one kind of contributions, what should be gone or empty."""
    due = (*forgetting.stale(now - GRACE), *forgetting.long_removed(now - GRACE))
    return sum(rows.count() for rows in due if rows.model is model)


def _late_voices(now):
    return Voice.objects.filter(event__in=[event.pk for event in due_events(now - GRACE)]).count()


keeps(
    "participation.Results",
    what=_("people named in minutes, and which member published them"),
    until=_("with the event, until an editor changes it; the member's name goes with the account"),
)
keeps("participation.Material", what=_("authors of slides, people in photos and files"), until=PUBLISHED)
keeps(
    "participation.Voice",
    what=_("that somebody takes part in the questions of an event, and the name that a guest typed"),
    until=DELETION_DAY,
    due=_late_voices,
)
keeps(
    "participation.AudienceQuestion",
    what=_("questions to the speakers and the name that their asker wanted to show"),
    until=_(
        "the name and the tie to the asker on the event's deletion day; the public question stays without them. "
        "Earlier if the person withdraws it"
    ),
)
keeps("participation.Support", what=_("who supports which question"), until=DELETION_DAY)
keeps(
    "participation.Attempt",
    what=_("keyed hashes of network addresses of those who take part, against abuse"),
    until=_("after a day"),
    due=lambda now: Attempt.objects.filter(at__lt=now - DAY - GRACE).count(),
)
keeps(
    "participation.Follow",
    what=_("e-mail addresses that want to hear of new dates, final line-ups and results"),
    until=_("until the person ends it; addresses that nobody confirmed after 48 hours"),
    due=lambda now: stale(now - GRACE).count(),
)
keeps(
    "participation.Proposal",
    what=_("talks and stories that people propose, with name, function, e-mail address and note"),
    until=_(
        "on the event's deletion day; 180 days after it came in, if not accepted. What was accepted stays on the "
        "agenda. Earlier if the person deletes it"
    ),
    due=lambda now: len(list(due_proposals(now - GRACE))),
)
keeps(
    "participation.Contributor",
    what=_("e-mail addresses, and names where typed, of people who comment, discuss or propose ideas"),
    until=_(
        "two years after the person last did something; addresses that nobody confirmed after 48 hours. "
        "Earlier if the person deletes everything"
    ),
    due=lambda now: forgetting.unused(now - GRACE).count() + forgetting.stale_people(now - GRACE).count(),
)
keeps(
    "participation.Comment",
    what=_("comments under meetups and the name that their author wanted to show"),
    until=_(
        "the name and the tie to the author with the author's address; the public comment stays without them. "
        "Unconfirmed after 48 hours, the text of removed ones after 90 days. Earlier if the person takes it back"
    ),
    due=lambda now: late(Comment, now),
)
keeps(
    "participation.FeedbackSettings",
    what=_("what organisers write about the feedback"),
    until=PUBLISHED,
)
keeps(
    "participation.FeedbackBox",
    what=_("feedback added up, without a trace of who gave it; free texts may name people"),
    until=_("the texts on the event's deletion day; the numbers stay"),
    due=lambda now: len(list(due_texts(now - GRACE))),
)
keeps(
    "participation.FeedbackGiven",
    what=_("that somebody has given feedback, not which"),
    until=_("with the registration"),
)
keeps(
    "participation.Idea",
    what=_("ideas and the name that their author wanted to show"),
    until=_(
        "the name and the tie to the author with the author's address; the public idea stays without them. "
        "Unconfirmed after 48 hours, the text of removed ones after 90 days. Earlier if the person takes it back"
    ),
    due=lambda now: late(Idea, now),
)
keeps("participation.IdeaAnswer", what=_("what the author of an idea answered to the questions of a board"), until=IDEA)
keeps("participation.IdeaVersion", what=_("former texts of ideas, and which member changed them"), until=IDEA)
keeps(
    "participation.StageChange",
    what=_("explanations of an idea's state that may name people, and which member wrote them"),
    until=_("with the idea; the member's name goes with the account"),
)
keeps("participation.Origin", what=_("people named where an idea comes from"), until=IDEA)
keeps("participation.Milestone", what=_("people named in the milestones of an idea"), until=IDEA)
keeps(
    "participation.Point",
    what=_("points for and against ideas and the name that their author wanted to show"),
    until=_(
        "the name and the tie to the author with the author's address; the public point stays without them. "
        "Unconfirmed after 48 hours, the text of removed ones after 90 days. Earlier if the person takes it back"
    ),
    due=lambda now: late(Point, now),
)
keeps(
    "participation.IdeaVote",
    what=_("who is for or against which idea"),
    until=COUNTED,
    due=lambda now: late(IdeaVote, now),
)
keeps(
    "participation.PointMark",
    what=_("who finds which point helpful"),
    until=COUNTED,
    due=lambda now: late(PointMark, now),
)
keeps(
    "participation.Report",
    what=_("what readers wrote who reported something; not who they are"),
    until=_("until a moderator decides; 180 days at most, or until what was reported is gone"),
    due=lambda now: reporting.outdated(now - GRACE).count(),
)
keeps(
    "participation.Decision",
    what=_("which member decided what about contributions and questions, and the reason"),
    until=_("with the organisation or the event; the member's name goes with the account"),
)
keeps_nobody(
    "participation.Board",
    "participation.BoardQuestion",
    "participation.CallForProposals",
    "participation.CommentSettings",
    "participation.EventFeedback",
    "participation.EventComments",
    "participation.EventQuestions",
    "participation.FeedbackQuestion",
    "participation.IdeaCount",
    "participation.LookingBack",
    "participation.OpeningTime",
    "participation.QuestionSettings",
    "participation.Resource",
    "participation.ToldChange",
)
