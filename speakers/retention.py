"""What the portal keeps of speakers, and until when."""

from django.utils.translation import gettext_lazy as _

from outbox.retention import keeps

UNTIL = _("until the organisation that entered the person deletes the page, or the person asks for it")

keeps("speakers.Speaker", what=_("name, title, bio and private e-mail address of speakers"), until=UNTIL)
keeps("speakers.Affiliation", what=_("functions of speakers"), until=UNTIL)
keeps("speakers.SpeakerLink", what=_("speakers' links"), until=UNTIL)
