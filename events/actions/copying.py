"""The same again on another day: a duplicate, the next date of a series, several dates at once."""

from django.db import transaction

from events.actions.refusal import locked
from events.models import CoHost, Event, Status
from events.times import shifted_span

OWN = {
    "id", "slug", "uid", "sequence", "version", "created_at", "updated_at", "status", "status_reason",
    "status_changed_at", "publish_at", "preview_generation", "starts_at", "ends_at", "source", "source_id",
    "source_url", "source_licence", "is_demo", "search_de", "search_en", "search_words",
}  # fmt: skip


@transaction.atomic
def copy_to(*, event, starts):
    """Drafts like ``event``, one for each start, in that order: all but the date, and but what became of it.

    Agenda, sections, people, links, partners, topics, audiences, programmes and invitations to co-hosts come along,
    moved by the same wall-clock time; status, address, identity and acceptance do not.
    """
    event = locked(event)
    return [_copy(event, starts_at) for starts_at in starts]


def _copy(event, starts_at):
    shift = {"start": event.starts_at, "new_start": starts_at, "zone": event.zone}
    copy = Event(
        **{
            field.attname: getattr(event, field.attname)
            for field in Event._meta.concrete_fields
            if field.name not in OWN
        }
    )
    copy.status = Status.DRAFT
    copy.starts_at, copy.ends_at = shifted_span(event.starts_at, event.ends_at, **shift)
    copy.save()
    for name in ("programmes", "topics", "audiences"):
        getattr(copy, name).set(getattr(event, name).all())
    for name in ("sections", "links", "partners"):
        for row in getattr(event, name).all():
            _copy_row(row, copy)
    for row in event.co_hosts.all():
        CoHost.objects.create(
            event=copy,
            organisation_id=row.organisation_id,
            position=row.position,
            is_joint_controller=row.is_joint_controller,
        )
    _copy_people_and_agenda(event, copy, shift)
    return copy


def _copy_people_and_agenda(event, copy, shift):
    rows = list(event.appearances.all())
    new = {row.pk: _copy_row(row, copy, shares_entry_with_id=None) for row in rows}
    for row in rows:
        if row.shares_entry_with_id in new:
            new[row.pk].shares_entry_with = new[row.shares_entry_with_id]
            new[row.pk].save(update_fields=["shares_entry_with"])
    for item in event.agenda_items.prefetch_related("appearances"):
        begins, ends = shifted_span(item.starts_at, item.ends_at, **shift) if item.starts_at else (None, None)
        copied = _copy_row(item, copy, starts_at=begins, ends_at=ends)
        copied.appearances.set(new[row.pk] for row in item.appearances.all())


def _copy_row(row, event, **values):
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    return type(row).objects.create(**fields | {"event_id": event.pk} | values)
