"""The organisers' workplace: every admin class of the portal, joined and registered in one place.

The apps define their classes, none registers itself: an upper app's rows on a lower app's form are added here.
"""

from django.contrib import admin

from accounts.admin.organisation import InvitationAdmin, LegalPageAdmin, MembershipAdmin, OrganisationAdmin
from accounts.admin.picture import PictureAdmin
from accounts.admin.portal import AccessibilityTestAdmin, MessageAdmin, UserAdmin
from accounts.models import AccessibilityTest, Invitation, LegalPage, Membership, Organisation, User
from events import search
from events.admin.event import EventAdmin
from events.admin.hosting import CoHostAdmin
from events.admin.places import PlatformAdmin, VenueAdmin
from events.admin.searching import RefreshesSearch, itself
from events.admin.series import ProgrammeAdmin, SeriesAdmin
from events.admin.sources import SourceAdmin
from events.admin.taxonomy import TagAdmin
from events.models import Audience, CoHost, Event, Platform, Programme, Series, Source, Topic, Venue
from outbox.models import Message
from participation.actions.copying import copy_whole
from participation.admin.comments import EventCommentsAdmin
from participation.admin.feedback import EventFeedbackAdmin
from participation.admin.ideas import BoardAdmin, IdeaAdmin
from participation.admin.looking_back import LookingBackAdmin
from participation.admin.moderation import DecisionAdmin
from participation.admin.proposals import CallAdmin, ProposalAdmin
from participation.admin.questions import EventQuestionsAdmin
from participation.models import (
    Board,
    CallForProposals,
    Decision,
    EventComments,
    EventFeedback,
    EventQuestions,
    Idea,
    LookingBack,
    Proposal,
)
from pictures.models import Picture
from registrations.admin.registration import RegistrationAdmin
from registrations.admin.sign_up import SignUpAdmin
from registrations.models import Registration, SignUp
from speakers.admin import SpeakerAdmin
from speakers.models import Speaker


class WholeEventAdmin(EventAdmin):
    """With what upper apps do: a copy of an event takes along how one signs up and asks."""

    verbs = EventAdmin.verbs | {"copy_to": copy_whole}


CLASSES = {
    Event: WholeEventAdmin,
    SignUp: SignUpAdmin,
    Registration: RegistrationAdmin,
    EventQuestions: EventQuestionsAdmin,
    EventComments: EventCommentsAdmin,
    Decision: DecisionAdmin,
    LookingBack: LookingBackAdmin,
    EventFeedback: EventFeedbackAdmin,
    CallForProposals: CallAdmin,
    Proposal: ProposalAdmin,
    Board: BoardAdmin,
    Idea: IdeaAdmin,
    Series: SeriesAdmin,
    Programme: ProgrammeAdmin,
    CoHost: CoHostAdmin,
    Source: SourceAdmin,
    Speaker: SpeakerAdmin,
    Venue: VenueAdmin,
    Platform: PlatformAdmin,
    Picture: PictureAdmin,
    Topic: TagAdmin,
    Audience: TagAdmin,
    Organisation: OrganisationAdmin,
    Membership: MembershipAdmin,
    Invitation: InvitationAdmin,
    LegalPage: LegalPageAdmin,
    AccessibilityTest: AccessibilityTestAdmin,
    User: UserAdmin,
    Message: MessageAdmin,
}
# Which events' search entries follow when a row of this kind is saved.
SEARCHED = {
    Event: itself,
    Series: search.events_in,
    Programme: search.events_in,
    Speaker: search.events_showing,
    Venue: search.events_at,
    Platform: search.events_at,
    Topic: search.events_about,
    Audience: search.events_about,
    Organisation: search.events_of,
}


def joined(model, admin_class):
    """The class that is registered: it keeps the search index up to date where the model is part of it."""
    if model not in SEARCHED:
        return admin_class
    return type(admin_class.__name__, (RefreshesSearch, admin_class), {"shown_by": staticmethod(SEARCHED[model])})


for model, admin_class in CLASSES.items():
    admin.site.register(model, joined(model, admin_class))
