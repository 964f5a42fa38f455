"""What the app keeps of people, and until when."""

from django.utils.translation import gettext_lazy as _

from outbox.retention import keeps, keeps_nobody

PUBLISHED = _("with the event, until an editor changes it")

keeps(
    "participation.Results",
    what=_("people named in minutes, and which member published them"),
    until=_("with the event, until an editor changes it; the member's name goes with the account"),
)
keeps("participation.Material", what=_("authors of slides, people in photos and files"), until=PUBLISHED)
keeps_nobody("participation.LookingBack")
