from events.actions.agenda import apply_agenda
from events.actions.changes import record, record_agenda, snapshot
from events.actions.copying import copy_to
from events.actions.hosting import accept_co_hosting
from events.actions.moving import move
from events.actions.publication import cancel, postpone, publish, reinstate, renew_preview, take_back, withdraw
from events.actions.refusal import Refused

__all__ = [
    "Refused",
    "accept_co_hosting",
    "apply_agenda",
    "cancel",
    "copy_to",
    "move",
    "postpone",
    "publish",
    "record",
    "record_agenda",
    "reinstate",
    "renew_preview",
    "snapshot",
    "take_back",
    "withdraw",
]
