"""Adding somebody who signed up by mail, by telephone or at the door."""

from django.utils import timezone
from django.utils.translation import gettext as _

from events.admin.workplace.pages import posted
from registrations.actions import Busy, Refused, add_by_hand
from registrations.admin.pages import back_to, edited, page, say
from registrations.forms.organisers import AddByHandForm


def add_view(model_admin, request, pk):
    event = edited(request, pk)
    form = AddByHandForm(posted(request), event=event)
    if form.is_bound and form.is_valid():
        try:
            registration = add_by_hand(event=event, by=request.user, now=timezone.now(), **form.arguments())
        except (Refused, Busy) as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            model_admin.log_addition(request, registration, _("Entered by hand."))
            said = {"name": registration.name, "state": registration.get_state_display()}
            say(request, _("%(name)s: %(state)s.") % said)
            return back_to("add_by_hand", event)
    status = 422 if form.errors else 200
    title = _("Add somebody to “%(event)s”") % {"event": event}
    return page(model_admin, request, event, "add_by_hand", title=title, form=form, status=status)
