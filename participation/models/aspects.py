"""How one may take part in an event: all settings of one event in one statement, for pages that show several."""

from events.models import Event
from events.statements import composed_once

NAMES = ("question_settings", "call", "comment_settings")


@composed_once
def _with_aspects(event: int):
    return Event.objects.filter(pk=event).only("pk", *NAMES).select_related(*NAMES)


def aspect(event, name):
    """The row of one name, with the event as it is given here; None if there is none. One statement for all names."""
    if "_aspects" not in event.__dict__:
        event._aspects = next(iter(_with_aspects(event=event.pk)), None)
    row = getattr(event._aspects, name, None)
    if row is not None:
        row.event = event
    return row
