"""What happens when an event's form is saved: move, note what changed, keep people and agenda together."""

from django.utils import timezone

from events.actions import move, record, record_agenda, snapshot
from events.actions.changes import agenda_lines
from events.models import Event

# What a verb decides, not a form: taken from the row it leaves behind.
DECIDED_BY_VERBS = ("status", "status_reason", "status_changed_at", "sequence", "version")


def lock(rows, pk):
    """The event, locked until the form is saved: whoever saves at the same moment waits and sees the new version."""
    return rows.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()


def save_changes(*, event, form, by, save):
    """Store a changed event by ``save()``; its agenda and everything else that depends on the time moves with it."""
    now = timezone.now()
    stored = Event.objects.get(pk=event.pk)
    if form.start_has_moved():
        stored = move(event=stored, starts_at=event.starts_at, ends_at=event.ends_at, by=by, now=now)
    else:
        stored.version += 1
    for name in DECIDED_BY_VERBS:
        setattr(event, name, getattr(stored, name))
    before = snapshot(stored)
    save()
    record(event=event, before=before, by=by, now=now)


def save_rows(*, event, formsets, by, save):
    """Store the rows below a changed event by ``save()``, then the people of its agenda."""
    before = agenda_lines(event)
    save()
    for formset in formsets:
        if hasattr(formset, "save_people"):
            formset.save_people()
    record_agenda(event=event, before=before, by=by, now=timezone.now())
