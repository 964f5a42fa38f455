"""What followers hear of: a new date, a line-up that is final, results that everybody may read."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models import Change, Event, LineUp, Status
from participation.models import Access, Results

What = Change.What
NEWS = (
    Q(what=What.PUBLISHED, event__starts_at__gt=Greatest("at", "event__publish_at"))
    | Q(what=What.LINE_UP, new=LineUp.FINAL)
    | Q(what=What.RESULTS, new=Access.PUBLIC)
)
WORDS = {What.PUBLISHED: _("New date"), What.LINE_UP: _("The line-up is final"), What.RESULTS: _("What came of it")}
ORDER = list(WORDS)


class Item(NamedTuple):
    """One event in the news; ``words`` says what is new about it."""

    event: Event
    words: list


def news(events):
    """The changes that are news of these events, with ``since``, the instant from which everybody could see them."""
    changes = Change.objects.filter(NEWS, event__in=events, event__is_demo=False)
    return changes.annotate(since=Greatest("at", "event__publish_at"))


def items(changes, now):
    """What is still true of these changes, by event, the soonest first."""
    found = {}
    for change in changes.select_related("event__organisation", "event__venue", "event__platform"):
        if still_true(change, now):
            found.setdefault(change.event, set()).add(change.what)
    ordered = sorted(found, key=lambda event: (event.is_over(now), event.starts_at, event.pk))
    return [Item(event, [WORDS[what] for what in ORDER if what in found[event]]) for event in ordered]


def still_true(change, now):
    event = change.event
    if change.what == What.RESULTS:
        return Results.objects.published().filter(event=event, access=Access.PUBLIC).exists()
    if event.is_over(now) or event.status != Status.PUBLISHED:
        return False
    return change.what == What.PUBLISHED or event.line_up == LineUp.FINAL


def this_monday(now):
    """Monday, eight in the morning on the portal's clock, that came last."""
    local = timezone.localtime(now, timezone.get_default_timezone())
    monday = local.date() - dt.timedelta(days=local.weekday())
    at_eight = dt.datetime.combine(monday, dt.time(8), tzinfo=local.tzinfo)
    return at_eight if at_eight <= now else at_eight - dt.timedelta(days=7)
