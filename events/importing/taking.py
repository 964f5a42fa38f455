"""Taking over what a plan says: drafts of what is new, changes by the verbs that tell people, an end of what is gone.

Each entry is a savepoint of its own: one that is refused loses no other, and is told.
"""

from dataclasses import dataclass, field
from functools import partial

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from events.actions import Refused, cancel, publish, reinstate, take_back
from events.importing import events_of_entries, reason
from events.importing.comparing import (
    CANCELLED,
    CHANGED,
    GONE,
    NEW,
    SAME,
    VANISHED,
    compare,
    here,
    values,
)
from events.models import Event, Imported, Source, Status
from events.search import refresh

NO_LONGER_LISTED = gettext_lazy("“%(source)s” no longer lists this event.")
CANCELLED_AT_SOURCE = gettext_lazy("“%(source)s” has cancelled this event.")
MOST_VANISHED = 3  # or half of what lies ahead: a source that loses more may be broken, so somebody should look


@dataclass
class Report:
    """What became of the items. ``refused`` holds pairs of a title and a sentence."""

    created: int = 0
    changed: int = 0
    ended: int = 0
    declined: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    touched: list[Event] = field(default_factory=list)


@transaction.atomic
def take_over(*, source, marks, overwriting=(), declining=(), by, now):
    """Do what the items with these marks say; those marked in ``overwriting`` also where they were edited here.

    Marks in ``declining`` stay as they are and are not asked about again. A mark that fits nothing any more was shown
    before something changed: it is refused with the number of such. Returns a Report.
    """
    source = Source.objects.select_for_update().get(pk=source.pk)
    plan = compare(source, now=now)
    items = {item.mark: item for item in plan.items}
    report = Report()
    _keep_track(source, plan, now)
    for mark in dict.fromkeys(marks):
        if item := items.pop(mark, None):
            _try(item, report, partial(_take, source, item, report, mark in overwriting, by=by, now=now))
        else:
            report.refused.append((_("An entry"), _("It has changed since the page was shown. Look at it again.")))
    for mark in dict.fromkeys(declining):
        if item := items.pop(mark, None):
            _try(item, report, partial(_decline, source, item, report, now=now))
    return _finished(source, report, now)


@transaction.atomic
def follow(*, source, now):
    """What a source that may change things at once changes by itself; conflicts wait for an organiser."""
    source = Source.objects.select_for_update().get(pk=source.pk)
    plan, report = compare(source, now=now), Report()
    _keep_track(source, plan, now)
    if source.handling != Source.Handling.ASK:
        for item in plan.items:
            if _follows_by_itself(item, plan, source, now):
                _try(item, report, partial(_take, source, item, report, False, by=None, now=now, alone=True))
    return _finished(source, report, now)


def _follows_by_itself(item, plan, source, now):
    """Nothing that somebody has edited here is deleted, nor is much at once ended, without being asked."""
    if item.kind == GONE and not _is_plausible(plan, source, now):
        return False
    return item.kind in (NEW, CHANGED, GONE) and item.wanted and not (_would_delete(item, now) and item.is_edited)


def _finished(source, report, now):
    refresh(Event.objects.filter(pk__in=[event.pk for event in report.touched]))
    source.waiting = compare(source, now=now).waiting
    source.save(update_fields=["waiting"])
    return report


def _try(item, report, step):
    try:
        with transaction.atomic():
            step()
    except (ValidationError, Refused) as error:
        report.refused.append((item.title, reason(error)))
    except DatabaseError:
        report.refused.append((item.title, _("The database does not take it.")))


def _keep_track(source, plan, now):
    """Entries that were recognised under another key get the new one; events of a source set up again their entry."""
    for item in plan.items:
        if item.entry and item.imported and item.imported.key != item.entry["key"]:
            moved = Imported.objects.filter(pk=item.imported.pk)
            if not Imported.objects.filter(source=source, key=item.entry["key"]).exists():
                moved.update(key=item.entry["key"])
                item.imported.key = item.entry["key"]
        if item.kind == SAME and item.imported and item.imported.said.get("status") == VANISHED:
            item.imported.said |= {"status": item.entry["status"]}  # it is listed again
            item.imported.save(update_fields=["said"])
    for entry, event in plan.relinked:
        said, written = values(entry), here(event, {})
        Imported.objects.create(source=source, key=entry["key"], event=event, said=said, written=written, taken_at=now)


def _take(source, item, report, overwrite, *, by, now, alone=False):
    """``alone`` says that nobody was asked: then what was edited here goes on waiting for somebody."""
    if item.kind == NEW:
        event = events_of_entries.create(source, item.entry, now=now)
        report.created += 1
        report.touched.append(event)
        if source.handling == Source.Handling.PUBLISH and alone:
            _try(item, report, partial(publish, event=event, by=by, now=now))
    elif item.kind == CHANGED:
        _take_changes(source, item, report, overwrite, by=by, now=now, alone=alone)
    elif item.kind == GONE:
        item.imported.said |= {"status": VANISHED}
        item.imported.save(update_fields=["said"])
        _end(source, item.event, NO_LONGER_LISTED, report, by=by, now=now)


def _take_changes(source, item, report, overwrite, *, by, now, alone):
    said, imported, event = values(item.entry), item.imported, item.event
    turns = any(difference.name == "status" for difference in item.differences)
    if turns and said["status"] == CANCELLED:
        if not _end(source, event, CANCELLED_AT_SOURCE, report, by=by, now=now):
            return
    elif turns and event.ends_at > now:
        reinstate(event=event, by=by, now=now)  # one whose date has passed comes back with its new one
    names = {each.name for each in item.differences if each.name != "status" and (overwrite or not each.edited)}
    kept = {each.name for each in item.conflicts} - names
    event = Event.objects.get(pk=event.pk)
    if names:
        event = events_of_entries.change(source, event, imported, item.entry, names, by=by, now=now)
    fresh = here(Event.objects.get(pk=event.pk), imported.written)
    changed_there = {name for name in fresh if imported.said.get(name) != said[name]}
    undecided = (kept if alone else set()) | set(item.unfit)
    imported.written |= {name: fresh[name] for name in changed_there - kept - set(item.unfit)}
    imported.said = said | {name: imported.said.get(name) for name in undecided}
    imported.taken_at = now
    imported.save()
    if names or turns or not alone:
        report.changed += 1
        report.touched.append(event)


def _end(source, event, words, report, *, by, now):
    """What does not take place any more: a draft goes, a public event is cancelled, so that participants are told.

    Whether the event is still there.
    """
    report.ended += 1
    if event.is_scheduled(now):
        event = take_back(event=event, by=by, now=now)
    if event.status == Status.DRAFT:
        Imported.objects.filter(event=event).delete()
        try:
            event.delete()
        except ProtectedError:
            raise Refused(_("This draft is used elsewhere and cannot be deleted.")) from None
        return False
    with override(event.language):
        cancel(event=event, by=by, now=now, reason=str(words) % {"source": source.name})
    report.touched.append(event)
    return True


def _decline(source, item, report, *, now):
    if item.kind == NEW:
        Imported.objects.create(source=source, key=item.key, said=values(item.entry), taken_at=now)
    elif item.kind == CHANGED:
        item.imported.said = values(item.entry)
        item.imported.save(update_fields=["said"])
    elif item.kind == GONE:
        item.imported.said |= {"status": VANISHED}
        item.imported.save(update_fields=["said"])
    else:
        return
    report.declined += 1


def _would_delete(item, now):
    ends = item.kind == GONE or any(each.name == "status" and each.there == CANCELLED for each in item.differences)
    return ends and (item.event.status == Status.DRAFT or item.event.is_scheduled(now))


def _is_plausible(plan, source, now):
    vanished = len(plan.of(GONE))
    ahead = source.imported.filter(event__ends_at__gt=now).count()
    return vanished <= MOST_VANISHED or vanished * 2 <= ahead
