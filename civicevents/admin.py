"""The organisers' workplace: every admin class of the portal, joined and registered in one place.

The apps define their classes, none registers itself: an upper app's rows on a lower app's form are added here.
"""

from django.contrib import admin

from accounts.admin.organisation import LegalPageAdmin, MembershipAdmin, OrganisationAdmin
from accounts.admin.picture import PictureAdmin
from accounts.admin.portal import MessageAdmin, UserAdmin
from accounts.models import LegalPage, Membership, Organisation, User
from events.admin.event import EventAdmin
from events.admin.hosting import CoHostAdmin
from events.admin.places import PlatformAdmin, VenueAdmin
from events.admin.series import ProgrammeAdmin, SeriesAdmin
from events.admin.taxonomy import TagAdmin
from events.models import Audience, CoHost, Event, Platform, Programme, Series, Topic, Venue
from outbox.models import Message
from pictures.models import Picture
from speakers.admin import SpeakerAdmin
from speakers.models import Speaker

CLASSES = {
    Event: EventAdmin,
    Series: SeriesAdmin,
    Programme: ProgrammeAdmin,
    CoHost: CoHostAdmin,
    Speaker: SpeakerAdmin,
    Venue: VenueAdmin,
    Platform: PlatformAdmin,
    Picture: PictureAdmin,
    Topic: TagAdmin,
    Audience: TagAdmin,
    Organisation: OrganisationAdmin,
    Membership: MembershipAdmin,
    LegalPage: LegalPageAdmin,
    User: UserAdmin,
    Message: MessageAdmin,
}
for model, admin_class in CLASSES.items():
    admin.site.register(model, admin_class)
