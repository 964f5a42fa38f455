from participation.models.events import EventQuestions
from participation.models.looking_back import LookingBack
from participation.models.material import Format, Material
from participation.models.questions import Askers, AudienceQuestion, QuestionSettings, QuestionState, Support
from participation.models.results import Access, Results
from participation.models.voices import Attempt, Voice

__all__ = [
    "Access",
    "Askers",
    "Attempt",
    "AudienceQuestion",
    "EventQuestions",
    "Format",
    "LookingBack",
    "Material",
    "QuestionSettings",
    "QuestionState",
    "Results",
    "Support",
    "Voice",
]
