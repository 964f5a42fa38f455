"""What is missing or odd on an event before it is published. Only what would be wrong on the page stops it.

``findings`` reads the event and its rows and changes nothing. A finding names the field it is about: a field of the
event, or the accessor of its rows ("agenda_items").
"""

import datetime as dt
from itertools import chain, pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import ItemKind, LineUp

WRONG, LOOK = "wrong", "look"
EARLY = dt.time(6)
LONG = dt.timedelta(hours=16)
FEW = 3


class Finding(NamedTuple):
    level: str
    field: str
    sentence: str


def findings(event, now):
    """All findings, the wrong ones first, else in the order of the form. Takes a fixed number of queries."""
    people = list(event.appearances.select_related("speaker__picture"))
    parts = chain(
        _words(event),
        _time(event, now),
        _place(event),
        _hosts(event),
        _picture(event),
        _people(event, people),
        _agenda(event),
        _links(event, now),
    )
    return sorted(parts, key=lambda finding: finding.level != WRONG)


def _words(event):
    if not event.title.strip():
        yield Finding(WRONG, "title", _("The event has no title."))
    if not event.summary.strip():
        yield Finding(LOOK, "summary", _("There is no summary: lists and messengers show the title alone."))
    if bool(event.title_translated) != bool(event.summary_translated) and event.summary:
        yield Finding(LOOK, "title_translated", _("Only one of title and summary is given in the other language."))
    sections = list(event.sections.all())
    plain = [event.plain_title, event.plain_summary, *(section.plain_body for section in sections)]
    if any(plain) and not event.has_plain_version:
        sentence = _("The version in plain language is not shown: it needs a title and a summary.")
        yield Finding(LOOK, "plain_title", sentence)
    if not sections:
        yield Finding(LOOK, "sections", _("There is no text yet: say in a section what the meetup is about."))
    for section in sections:
        if not section.body.strip():
            sentence = _("The section “%(heading)s” is empty.") % {"heading": section.heading}
            yield Finding(LOOK, "sections", sentence)


def _time(event, now):
    if event.ends_at <= event.starts_at:
        yield Finding(WRONG, "ends_at", _("The event ends before it begins. Correct one of the two times."))
    elif event.ends_at <= now:
        yield Finding(LOOK, "starts_at", _("The date has passed: the event appears in the archive at once."))
    if event.all_day:
        return
    if event.local_start.time() < EARLY:
        sentence = _("The event begins at %(time)s in the night. Is that meant?") % {"time": _clock(event.local_start)}
        yield Finding(LOOK, "starts_at", sentence)
    if event.ends_at - event.starts_at > LONG and not event.is_several_days:
        yield Finding(LOOK, "ends_at", _("The event lasts longer than sixteen hours. Is that meant?"))


def _place(event):
    if event.is_in_person and event.venue is None:
        yield Finding(LOOK, "venue", _("People are to come in person, but no venue is given."))
    if event.is_online and event.platform is None:
        yield Finding(LOOK, "platform", _("The event takes place online, but no platform is given."))
    if event.venue and not event.is_in_person:
        yield Finding(LOOK, "venue", _("A venue is given, but the event takes place online only: it is not shown."))
    if event.platform and not event.is_online:
        sentence = _("A platform is given, but the event takes place in person only: it is not shown.")
        yield Finding(LOOK, "platform", sentence)
    if event.is_in_person and event.venue and event.wheelchair is None and not event.venue.wheelchair:
        sentence = _("Nothing is said about wheelchair access, neither here nor at the venue.")
        yield Finding(LOOK, "wheelchair", sentence)


def _hosts(event):
    _name, email, phone = event.contact
    if not email and not phone:
        sentence = _("There is nobody to ask: give a contact here or at the organisation.")
        yield Finding(LOOK, "contact_email", sentence)
    for co_host in event.co_hosts.filter(accepted_at=None).select_related("organisation"):
        sentence = _("%(name)s has not accepted to co-host yet and is not shown.") % {"name": co_host.organisation}
        yield Finding(LOOK, "co_hosts", sentence)


def _picture(event):
    picture = event.picture
    if picture and not (picture.alternative_text and picture.author and picture.licence):
        sentence = _("The picture lacks alternative text, author or licence. Complete it or choose another one.")
        yield Finding(WRONG, "picture", sentence)


def _people(event, people):
    if event.line_up != LineUp.FINAL and not event.line_up_note:
        sentence = _("The line-up is not final, but there is no sentence to show instead of names.")
        yield Finding(LOOK, "line_up_note", sentence)
    if event.line_up == LineUp.FINAL and not people:
        yield Finding(LOOK, "appearances", _("Nobody is on stage, and the line-up counts as final."))
    silent = [row for row in people if not row.bio and not row.function and not row.shares_entry_with_id]
    if silent:
        sentence = ngettext(
            "%(names)s has neither function nor bio.", "%(names)s have neither function nor bio.", len(silent)
        )
        yield Finding(LOOK, "appearances", sentence % {"names": _some(str(row.speaker) for row in silent)})
    pictured = [row.speaker for row in people if row.speaker.picture]
    for speaker in pictured:
        picture = speaker.picture
        if not (picture.alternative_text and picture.author and picture.licence and picture.depicted):
            sentence = _("The picture of %(name)s lacks a part of its credit and is not shown.") % {"name": speaker}
            yield Finding(LOOK, "appearances", sentence)


def _agenda(event):
    items = list(event.agenda_items.all())
    timed = [item for item in items if item.starts_at]
    yield from _outside(event, timed)
    if any(one.starts_at > other.starts_at for one, other in pairwise(timed) if one.track == other.track):
        yield Finding(LOOK, "agenda_items", _("The agenda is not in the order of its times."))
    if timed and len(timed) < len(items):
        yield Finding(LOOK, "agenda_items", _("Some agenda items have a time and others have none."))
    if timed and items[-1].kind != ItemKind.END and timed[-1].ends_at is None and not event.open_end:
        yield Finding(LOOK, "agenda_items", _("The agenda does not say when it ends: add a last row “End”."))


def _outside(event, timed):
    """On another day an item is wrong; a quarter of an hour before the start it may be the doors that open."""
    days = [item for item in timed if not event.first_day <= _day(item, event) <= event.last_day]
    # A night that passes midnight: the day after belongs to the event until it ends.
    days = [item for item in days if not event.starts_at <= item.starts_at <= event.ends_at]
    if days:
        sentence = ngettext(
            "An agenda item lies on another day than the event: %(titles)s.",
            "Agenda items lie on another day than the event: %(titles)s.",
            len(days),
        )
        yield Finding(WRONG, "agenda_items", sentence % {"titles": _some(item.title for item in days)})
    end = event.ends_at
    early = [item for item in timed if item not in days and item.starts_at < event.starts_at]
    late = [item for item in timed if item not in days and (item.ends_at or item.starts_at) > end]
    if early:
        sentence = _("The agenda begins before the event: %(titles)s.")
        yield Finding(LOOK, "agenda_items", sentence % {"titles": _some(item.title for item in early)})
    if late and not event.open_end:
        sentence = _("The agenda goes on after the end of the event: %(titles)s.")
        yield Finding(LOOK, "agenda_items", sentence % {"titles": _some(item.title for item in late)})


def _links(event, now):
    for link in event.links.exclude(target=None).select_related("target"):
        if not link.target.is_published(now):
            sentence = _("The link to “%(title)s” is not shown: that event is not public.") % {"title": link.target}
            yield Finding(LOOK, "links", sentence)


def _day(item, event):
    return item.starts_at.astimezone(event.zone).date()


def _clock(moment):
    return f"{moment:%H:%M}"


def _some(names):
    """A few names in a row, with an ellipsis for the rest."""
    names = list(names)
    return ", ".join(names[:FEW]) + (" …" if len(names) > FEW else "")
