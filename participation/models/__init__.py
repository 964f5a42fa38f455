from participation.models.comments import Comment, CommentSettings
from participation.models.contributions import Contribution, ContributionState
from participation.models.contributors import Contributor
from participation.models.events import EventQuestions
from participation.models.feedback import (
    EventFeedback,
    FeedbackBox,
    FeedbackGiven,
    FeedbackQuestion,
    FeedbackSettings,
)
from participation.models.follows import Follow, Rhythm, ToldChange
from participation.models.looking_back import LookingBack
from participation.models.material import Format, Material
from participation.models.proposals import CallForProposals, Proposal, ProposalState
from participation.models.questions import Askers, AudienceQuestion, QuestionSettings, QuestionState, Support
from participation.models.results import Access, Results
from participation.models.voices import Attempt, Voice

__all__ = [
    "Access",
    "Askers",
    "Attempt",
    "AudienceQuestion",
    "CallForProposals",
    "Comment",
    "CommentSettings",
    "Contribution",
    "ContributionState",
    "Contributor",
    "EventFeedback",
    "EventQuestions",
    "FeedbackBox",
    "FeedbackGiven",
    "FeedbackQuestion",
    "FeedbackSettings",
    "Follow",
    "Format",
    "LookingBack",
    "Material",
    "Proposal",
    "ProposalState",
    "QuestionSettings",
    "QuestionState",
    "Results",
    "Rhythm",
    "Support",
    "ToldChange",
    "Voice",
]
