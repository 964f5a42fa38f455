"""Mails owed to participants, written in the transaction of what they tell; telephone calls for who has no address.

Parameters of the message kinds (all are ids but for the reminder's):

- to participants, `MailKind`: "registration"; about changes of the event also "changes" (ids of Change rows, see
  `fanout.merged`); "reminder" has "minutes" and "starts_at" (ISO 8601, UTC: a reminder for another start is stale);
  "access_details_ready" has "revision"; "organisers_message" has "broadcast"; "all_my_links" lists all live
  registrations of the address of "registration", "calendar_link" names its calendar
- "invited" and "invitation_changed" (with "changes"): "guest"
- "stage_changed": "appearance" and "changes"
"""

from outbox.actions import enqueue
from outbox.models import name_of
from registrations.models import AccessDetails, Call, RegistrationSettings

# What somebody without an e-mail address is told by telephone.
WORTH_A_CALL = {
    "registered", "waitlisted", "approved", "declined", "moved_up", "cancelled_by_organiser", "event_changed",
    "postponed", "new_date", "event_cancelled", "organisers_message",
}  # fmt: skip


def tell(registration, kind, *, now, changes=(), once=None, not_before=None, expires_at=None, **parameters):
    """Owe the participant a mail of the kind "registrations.<kind>"; its parameters are ids only.

    ``changes`` are the Change rows that the mail is about. ``registration.event`` is used without being fetched again
    if it is there.
    """
    if not registration.email:
        if kind in WORTH_A_CALL:
            call = Call.objects.create(registration=registration, kind=kind, created_at=now)
            if changes:
                call.changes.set(changes)
        return
    if changes:
        parameters["changes"] = [change.pk for change in changes]
    enqueue(
        kind=f"registrations.{kind}",
        recipient=registration.email,
        language=registration.language,
        parameters={"registration": registration.pk, **parameters},
        about=name_of(registration.event),
        once=once,
        not_before=not_before,
        expires_at=expires_at,
        now=now,
    )


def access_of(registration):
    """The access details that hold for this registration: its ticket type's own, or everyone's; None without."""
    details = AccessDetails.objects.for_participants().filter(event=registration.event_id)
    own = [each for each in details if each.ticket_type_id == registration.ticket_type_id]
    return (own or [each for each in details if each.ticket_type_id is None] or [None])[0]


def shown_access(registration, now):
    """The access details that this participant may see at this moment: confirmed, and in the chosen hours; or None.

    ``registration.event`` must be fresh.
    """
    if not registration.is_confirmed or not RegistrationSettings.of(registration.event).shows_access(now):
        return None
    return access_of(registration)


def due_access_revision(registration):
    """The revision of the access details that a confirmation sent now tells of, 0 if there are none."""
    details = access_of(registration)
    return details.revision if details else 0
