from participation.models.comments import Comment, CommentSettings
from participation.models.contributions import Contribution, ContributionState
from participation.models.contributors import Contributor
from participation.models.events import EventComments, EventQuestions
from participation.models.feedback import (
    EventFeedback,
    FeedbackBox,
    FeedbackGiven,
    FeedbackQuestion,
    FeedbackSettings,
)
from participation.models.follows import Follow, Rhythm, ToldChange
from participation.models.ideas.boards import Board, BoardQuestion
from participation.models.ideas.facts import (
    Milestone,
    MilestoneState,
    OpeningTime,
    Precision,
    Resource,
    ResourceUnit,
    Weekday,
)
from participation.models.ideas.history import IdeaVersion, Origin, StageChange
from participation.models.ideas.idea import Idea, IdeaAnswer, IdeaCount, Stage
from participation.models.ideas.points import IdeaVote, Point, PointMark, Side
from participation.models.looking_back import LookingBack
from participation.models.material import Format, Material
from participation.models.moderation import Decision, Report
from participation.models.proposals import CallForProposals, Proposal, ProposalState
from participation.models.questions import Askers, AudienceQuestion, QuestionSettings, QuestionState, Support
from participation.models.results import Access, Results
from participation.models.voices import Attempt, Voice

__all__ = [
    "Access",
    "Askers",
    "Attempt",
    "AudienceQuestion",
    "Board",
    "BoardQuestion",
    "CallForProposals",
    "Comment",
    "CommentSettings",
    "Contribution",
    "ContributionState",
    "Contributor",
    "Decision",
    "EventComments",
    "EventFeedback",
    "EventQuestions",
    "FeedbackBox",
    "FeedbackGiven",
    "FeedbackQuestion",
    "FeedbackSettings",
    "Follow",
    "Format",
    "Idea",
    "IdeaAnswer",
    "IdeaCount",
    "IdeaVersion",
    "IdeaVote",
    "LookingBack",
    "Material",
    "Milestone",
    "MilestoneState",
    "OpeningTime",
    "Origin",
    "Point",
    "PointMark",
    "Precision",
    "Proposal",
    "ProposalState",
    "QuestionSettings",
    "QuestionState",
    "Report",
    "Resource",
    "ResourceUnit",
    "Results",
    "Rhythm",
    "Side",
    "Stage",
    "StageChange",
    "Support",
    "ToldChange",
    "Voice",
    "Weekday",
]
