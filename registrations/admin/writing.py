"""The organiser's message: written, looked at with the number of people who get it, then sent."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.admin.workplace.pages import posted
from events.models import Event
from outbox.markdown import render
from registrations.actions import Refused, audience, write_to
from registrations.admin.pages import back_to, edited, page, say
from registrations.forms.organisers import WriteForm

SHOWN = 20


def write_view(model_admin, request, pk):
    """A message is sent only with the number of recipients that was shown; had it changed, it is shown again."""
    event, now = edited(request, pk), timezone.now()
    with transaction.atomic():
        if request.method == "POST":
            Event.objects.select_for_update(no_key=True).get(pk=pk)  # a double click waits and finds the first
        form = WriteForm(posted(request), event=event, now=now)
        preview = None
        if form.is_bound and form.is_valid() and "back" not in request.POST:
            preview = _preview(event, form)
            if request.POST.get("send") == str(preview["number"]):
                try:
                    broadcast = write_to(event=event, by=request.user, now=now, **form.message(), **form.part())
                except Refused as refusal:
                    form.add_error(None, str(refusal))
                    preview = None
                else:
                    say(request, _sent(broadcast))
                    return back_to("write", event)
    return page(
        model_admin,
        request,
        event,
        "write",
        title=_("Write to participants of “%(event)s”") % {"event": event},
        form=form,
        preview=preview,
        broadcasts=event.broadcasts.select_related("by")[:SHOWN],
        status=422 if form.errors else 200,
    )


def _preview(event, form):
    chosen = audience(event=event, **form.part())
    number, to_call = chosen.count(), chosen.filter(email="").count()
    return {
        "number": number,
        "to_call": to_call,
        "subject": form.cleaned_data["subject"],
        "body": render(form.cleaned_data["body"]),
    }


def _sent(broadcast):
    words = ngettext("The message goes to one person.", "The message goes to %(number)s people.", broadcast.recipients)
    return words % {"number": broadcast.recipients}
