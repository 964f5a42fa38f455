from registrations.models.access import AccessDetails
from registrations.models.bookkeeping import Attempt, Erasure, Export, HandledChange, Round, Tally
from registrations.models.calendars import CalendarLink
from registrations.models.certificates import CertificateEdition, CertificateSettings
from registrations.models.guests import InvitedGuest
from registrations.models.letters import Broadcast, Call, MailKind, MailParagraph
from registrations.models.networking import (
    GroupMembership,
    NetworkingConsent,
    NetworkingGroup,
    NetworkingRound,
    NetworkingSettings,
)
from registrations.models.questions import Answer, Question
from registrations.models.registration import LIVE, Registration, Source, State
from registrations.models.settings import RegistrationSettings
from registrations.models.sign_up import SignUp
from registrations.models.stage import StagePage
from registrations.models.tickets import TicketType

__all__ = [
    "LIVE",
    "AccessDetails",
    "Answer",
    "Attempt",
    "Broadcast",
    "CalendarLink",
    "Call",
    "CertificateEdition",
    "CertificateSettings",
    "Erasure",
    "Export",
    "GroupMembership",
    "HandledChange",
    "InvitedGuest",
    "MailKind",
    "MailParagraph",
    "NetworkingConsent",
    "NetworkingGroup",
    "NetworkingRound",
    "NetworkingSettings",
    "Question",
    "Registration",
    "RegistrationSettings",
    "Round",
    "SignUp",
    "Source",
    "StagePage",
    "State",
    "Tally",
    "TicketType",
]
