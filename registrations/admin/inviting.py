"""Inviting a list of addresses, and what became of the invitations."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.admin.workplace.pages import posted
from registrations.actions import Refused, invite
from registrations.admin.pages import back_to, edited, page, say
from registrations.forms.organisers import InviteForm


def invite_view(model_admin, request, pk):
    event = edited(request, pk)
    form = InviteForm(posted(request), event=event) if event.ticket_types.exists() else None
    if form and form.is_bound and form.is_valid():
        try:
            invited = invite(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _sentence(len(invited), len(form.cleaned_data["guests"]) - len(invited)))
            return back_to("invite", event)
    return page(
        model_admin,
        request,
        event,
        "invite",
        title=_("Invite to “%(event)s”") % {"event": event},
        form=form,
        guests=event.invited_guests.select_related("ticket_type"),
        status=422 if form and form.errors else 200,
    )


def _sentence(invited, known):
    words = ngettext("One person was invited.", "%(number)s people were invited.", invited) % {"number": invited}
    if known:
        again = ngettext("One was invited already.", "%(number)s were invited already.", known) % {"number": known}
        words = f"{words} {again}"
    return words
