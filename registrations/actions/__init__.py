from registrations.actions.allocate import Allocation, allocate
from registrations.actions.by_hand import add_by_hand, change_answers, join
from registrations.actions.calendars import end_calendar, send_calendar
from registrations.actions.certifying import certify, is_certifiable
from registrations.actions.deciding import approve, decline, move_up, switch
from registrations.actions.door import (
    NamesakeHere,
    add_walk_in,
    check_in,
    check_in_by_code,
    renew_door_link,
    undo_check_in,
)
from registrations.actions.erasing import erase_now
from registrations.actions.exporting import export
from registrations.actions.inviting import accept_invitation, decline_invitation, invite
from registrations.actions.leaving import cancel
from registrations.actions.on_stage import (
    approve_entry,
    decline_proposal,
    propose_picture,
    propose_text,
    renew_stage_link,
    send_stage_link,
    take_over_picture,
    take_over_text,
)
from registrations.actions.refusals import Busy, Full, NotTaken, Refused
from registrations.actions.seats import lock, look
from registrations.actions.settling import settle, sweep
from registrations.actions.signing_up import Outcome, confirm_address, sign_up
from registrations.actions.writing import audience, renew_links, resend_link, send_links, write_to

__all__ = [
    "Allocation",
    "Busy",
    "Full",
    "NamesakeHere",
    "NotTaken",
    "Outcome",
    "Refused",
    "accept_invitation",
    "add_by_hand",
    "add_walk_in",
    "allocate",
    "approve",
    "approve_entry",
    "audience",
    "cancel",
    "certify",
    "change_answers",
    "check_in",
    "check_in_by_code",
    "confirm_address",
    "decline",
    "decline_invitation",
    "decline_proposal",
    "end_calendar",
    "erase_now",
    "export",
    "invite",
    "is_certifiable",
    "join",
    "lock",
    "look",
    "move_up",
    "propose_picture",
    "propose_text",
    "renew_door_link",
    "renew_links",
    "renew_stage_link",
    "resend_link",
    "send_calendar",
    "send_links",
    "send_stage_link",
    "settle",
    "sign_up",
    "sweep",
    "switch",
    "take_over_picture",
    "take_over_text",
    "undo_check_in",
    "write_to",
]
