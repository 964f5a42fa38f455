"""What events keep of people, and until when: what is published stays public."""

from django.utils.translation import gettext_lazy as _

from outbox.retention import keeps, keeps_nobody

PUBLISHED = _("published with the event, until an editor changes it")

keeps("events.Event", what=_("contact person of an event"), until=PUBLISHED)
keeps("events.Appearance", what=_("who was on stage, with function and bio of that day"), until=PUBLISHED)
keeps("events.AgendaItem", what=_("people named in the timetable"), until=PUBLISHED)
keeps("events.AgendaItem_appearances", what=_("who gave which part of the timetable"), until=PUBLISHED)
keeps("events.Section", what=_("people named in organisers' texts"), until=PUBLISHED)
keeps(
    "events.Change",
    what=_("which member changed what on an event"),
    until=_("with the event; the member's name goes with the account"),
)
keeps("events.CoHost", what=_("which member accepted co-hosting"), until=_("the member's name goes with the account"))
keeps("events.EntryText", what=_("people named in calendar entries and feeds"), until=PUBLISHED)
keeps(
    "events.Source",
    what=_("people named in the texts of a calendar elsewhere"),
    until=_("until that calendar is read again or removed here"),
)
keeps("events.Imported", what=_("people named in a text that was taken over"), until=PUBLISHED)
keeps_nobody(
    "events.Audience",
    "events.Availability",
    "events.ContentChange",
    "events.Departure",
    "events.EventLink",
    "events.Event_audiences",
    "events.Event_programmes",
    "events.Event_topics",
    "events.Horizon",
    "events.Partner",
    "events.Platform",
    "events.Programme",
    "events.SearchWord",
    "events.Series",
    "events.Series_audiences",
    "events.Topic",
    "events.Venue",
)
