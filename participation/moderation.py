"""What moderators look at, of every kind, in one queue: what waits for approval and what readers have reported.

A kind registers itself in ``<app>/moderated.py``, which is found by itself:

    register(Moderated(model=…, held=(…), shown=(…), removed=(…), move=…))

All kinds of contributions are there already (`participation.models.Contribution`, unless ``MODERATED`` is False). A row
needs what a contribution has: ``heading``, ``said``, ``shown_name``, ``place_address``, ``organisation``, ``contact``,
``language``, ``state``, ``reason``, ``state_since``, ``is_public(now)``, and ``event`` where there is one.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model

from participation.models import Report

MODERATED = {}
MOST = 50  # entries of one kind on a page


@dataclass(frozen=True, kw_only=True)
class Moderated:
    """The model's queryset has ``controlled_by(user, roles)``, the rows at places of the user's organisations, and
    ``with_place()``, which joins what an entry shows. ``held``, ``shown`` and ``removed`` are the states of what waits,
    is public, was removed; ``written`` is the field with the moment at which it was.

    ``move(row=…, to=…, seen=…, reason=…, now=…)`` takes "shown" or "removed" as ``to``. It locks the row, raises
    `participation.actions.moderating.Overtaken` if it is in another state than the one that was ``seen``, and returns
    it as it is then.
    """

    model: type[Model]
    held: tuple
    shown: tuple
    removed: tuple
    move: Callable
    written: str = "created_at"

    @property
    def name(self):
        return self.model._meta.model_name

    @property
    def label(self):
        return self.model._meta.verbose_name

    @property
    def rows(self):
        return self.model.objects.with_place()

    def of(self, user, roles):
        """Those that the user's organisations answer for."""
        return self.rows.controlled_by(user, roles)

    def reported(self, rows):
        """What is public and was reported; whether it was taken back meanwhile, no report changes."""
        reports = Report.objects.filter(kind=self.name).values("object_id")
        return rows.filter(state__in=self.shown, pk__in=reports)


@dataclass
class Entry:
    """A row in the queue, with the reports on it. ``since`` is when it began to wait."""

    kind: Moderated
    row: Model
    reports: list = field(default_factory=list)

    @property
    def is_held(self):
        return self.row.state in self.kind.held

    @property
    def is_removed(self):
        return self.row.state in self.kind.removed

    @property
    def is_shown(self):
        return self.row.state in self.kind.shown

    @property
    def what(self):
        return f"{self.kind.name}:{self.row.pk}"

    @property
    def anchor(self):
        return f"{self.kind.name}-{self.row.pk}"

    @property
    def since(self):
        return min((report.at for report in self.reports), default=self.row.state_since)

    @property
    def newest(self):
        """When the last thing happened to it that a moderator has to know of."""
        return max([report.at for report in self.reports] or [self.row.state_since])

    @property
    def last_report(self):
        """The highest number of a report: who decides has seen those up to it."""
        return max((report.pk for report in self.reports), default=0)


def register(kind):
    MODERATED[kind.name] = kind


def waiting(rows_of):
    """Entries of all kinds that wait, the longest first. ``rows_of(kind)`` are the rows to look at."""
    entries = []
    for kind in MODERATED.values():
        rows = rows_of(kind)
        found = list(rows.filter(state__in=kind.held).order_by(kind.written, "pk")[:MOST])
        found += list(kind.reported(rows).order_by(kind.written, "pk")[:MOST])
        entries += entries_of(kind, found)
    return sorted(entries, key=lambda entry: (entry.since, entry.what))


def removed(rows_of):
    """What was removed, the last first."""
    entries = []
    for kind in MODERATED.values():
        rows = rows_of(kind).filter(state__in=kind.removed)
        entries += entries_of(kind, rows.order_by(f"-{kind.written}", "-pk")[:MOST])
    return sorted(entries, key=lambda entry: (entry.row.state_since, entry.what), reverse=True)[:MOST]


def entries_of(kind, rows):
    """The rows as entries; one query for the reports on all of them."""
    rows = list(rows)
    if not rows:
        return []
    reports = defaultdict(list)
    for report in Report.objects.filter(kind=kind.name, object_id__in=[row.pk for row in rows]):
        reports[report.object_id].append(report)
    return [Entry(kind, row, reports[row.pk]) for row in rows]


def find(what, rows_of):
    """The entry of a name such as "comment:12" among the rows, or None."""
    name, _, typed = what.partition(":")
    if name not in MODERATED or not (typed.isascii() and typed.isdecimal() and len(typed) < 16):
        return None
    kind = MODERATED[name]
    return next(iter(entries_of(kind, rows_of(kind).filter(pk=int(typed)))), None)
