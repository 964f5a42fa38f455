"""A list to print and to tick at the door, without addresses."""

from django.utils.translation import gettext as _

from registrations.admin.pages import page, seen


def print_view(model_admin, request, pk):
    event = seen(request, pk)
    people = event.registrations.confirmed().select_related("ticket_type").order_by("name", "pk")
    return page(
        model_admin,
        request,
        event,
        "print",
        title=_("Participants of “%(event)s”") % {"event": event},
        people=people,
        several=event.ticket_types.count() > 1,
    )
