from registrations.actions.allocate import Allocation, allocate
from registrations.actions.by_hand import add_by_hand, add_walk_in, change_answers, check_in, join, undo_check_in
from registrations.actions.deciding import approve, decline, move_up, switch
from registrations.actions.erasing import erase_now
from registrations.actions.inviting import accept_invitation, decline_invitation, invite
from registrations.actions.leaving import cancel
from registrations.actions.refusals import Busy, Full, NotTaken, Refused
from registrations.actions.seats import lock, look
from registrations.actions.settling import settle, sweep
from registrations.actions.signing_up import Outcome, confirm_address, sign_up
from registrations.actions.writing import audience, renew_links, resend_link, send_links, write_to

__all__ = [
    "Allocation",
    "Busy",
    "Full",
    "NotTaken",
    "Outcome",
    "Refused",
    "accept_invitation",
    "add_by_hand",
    "add_walk_in",
    "allocate",
    "approve",
    "audience",
    "cancel",
    "change_answers",
    "check_in",
    "confirm_address",
    "decline",
    "decline_invitation",
    "erase_now",
    "invite",
    "join",
    "lock",
    "look",
    "move_up",
    "renew_links",
    "resend_link",
    "send_links",
    "settle",
    "sign_up",
    "sweep",
    "switch",
    "undo_check_in",
    "write_to",
]
