from events.actions.changes import record, snapshot
from events.actions.hosting import accept_co_hosting
from events.actions.moving import move
from events.actions.publication import cancel, postpone, publish, reinstate, renew_preview, take_back, withdraw
from events.actions.refusal import Refused

__all__ = [
    "Refused",
    "accept_co_hosting",
    "cancel",
    "move",
    "postpone",
    "publish",
    "record",
    "reinstate",
    "renew_preview",
    "snapshot",
    "take_back",
    "withdraw",
]
