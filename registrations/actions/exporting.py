"""Taking participants out of the portal."""

from django.db import transaction

from registrations.exports import Table
from registrations.models import Export


@transaction.atomic
def export(*, event, states, with_sensitive, format, by, now):
    """The table of an event's participants in these states; that it was taken out is noted first."""
    table = Table(event, list(states), with_sensitive)
    Export.objects.create(
        event=event,
        by=by,
        at=now,
        format=format,
        rows=table.registrations.count(),
        with_sensitive=with_sensitive,
    )
    return table
