from participation.actions.moderating import answer_in_writing, merge, move, renew_wall, separate
from participation.actions.questions import Closed, ask, forget, support, take_back, take_part, voice_of, withdraw

__all__ = [
    "Closed",
    "answer_in_writing",
    "ask",
    "forget",
    "merge",
    "move",
    "renew_wall",
    "separate",
    "support",
    "take_back",
    "take_part",
    "voice_of",
    "withdraw",
]
