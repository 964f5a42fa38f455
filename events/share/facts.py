"""What stands on the picture of an event, and which version of it that makes."""

import hashlib
import json

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from events import dates
from events.feeds.selections import with_language
from events.models import Status
from events.share.drawing import HEIGHT, WIDTH, Poster
from events.share.lettering import settable
from events.structured_data import absolute, share_picture
from events.wording import place_line

DESIGN = 1  # raise it when the same facts become another picture
VERSION = "v"


def picture_for(event):
    """The picture of a link to the event's page in the active language, as ``share_picture`` gives it.

    A picture of the event's own stays, unless the event does not take place as planned: that is said by the made one.
    """
    own = share_picture(event) if event.status == Status.PUBLISHED else None
    if own:
        return own
    path = with_language(reverse("event_share_picture", args=[event.slug]), get_language())
    version = version_of(poster_of(event))
    url = absolute(f"{path}{'&' if '?' in path else '?'}{VERSION}={version}")
    return {"url": url, "alternative_text": _in_words(event), "width": WIDTH, "height": HEIGHT}


def _in_words(event):
    parts = [_mark(event), event.shown_title.text]
    if event.status != Status.POSTPONED:
        parts.append(dates.when_line(event))
    return " – ".join(filter(None, parts))


def _mark(event):
    return {Status.CANCELLED: gettext("Cancelled"), Status.POSTPONED: gettext("Postponed")}.get(event.status, "")


def poster_of(event):
    """The Poster of an event in the active language. Nothing in it depends on the clock."""
    series = event.series.shown_title.text if event.series else event.organisation.short_name or event.organisation.name
    title, above = settable(event.shown_title.text), settable(series)
    zone = dates.foreign_zone(event)
    day = event.first_day
    dated = event.status != Status.POSTPONED
    return Poster(
        status=str(event.status),
        mark=settable(_mark(event)),
        title=title or above,
        above=above if title else "",
        weekday=settable(dates.weekday(day)) if dated else "",
        day=dates.day_number(day) if dated else "",
        month=f"{dates.month_short(day)} {day.year}" if dated else "",
        time=settable(dates.time_short(event)) if dated else settable(gettext("New date to follow")),
        place=settable(" · ".join(filter(None, [place_line(event), zone]))),
        site=settable(settings.SITE_NAME),
    )


def version_of(poster):
    facts = json.dumps([DESIGN, *poster], ensure_ascii=False)
    return hashlib.sha256(facts.encode()).hexdigest()[:16]
