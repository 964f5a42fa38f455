"""What is moderated: questions to the speakers, and all kinds of contributions."""

from participation.actions.deciding import move_contribution, move_question
from participation.contributions import kinds
from participation.models import AudienceQuestion, ContributionState, QuestionState
from participation.models.questions import LISTED
from participation.moderation import Moderated, register

register(
    Moderated(
        model=AudienceQuestion,
        held=(QuestionState.HELD,),
        shown=LISTED,
        removed=(QuestionState.HIDDEN,),
        written="asked_at",
        move=move_question,
    )
)
for model in kinds().values():
    if model.MODERATED:
        register(
            Moderated(
                model=model,
                held=(ContributionState.HELD,),
                shown=(ContributionState.SHOWN,),
                removed=(ContributionState.REMOVED,),
                move=move_contribution,
            )
        )
