"""What the pages around an event's participants share: the event, found for those who may, and the frame."""

from typing import NamedTuple

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import EDITING_ROLES, Role
from events.models import Event

FOLDER = "admin/registrations/sign_up"


class Tool(NamedTuple):
    label: str
    address: str
    current: bool


# Names of pages below an event's sign-up; those of EDITING are for who works on it.
TOOLS = {
    "change": _("Set up sign-up"),
    "add_by_hand": _("Add somebody"),
    "invite": _("Invite"),
    "write": _("Write to participants"),
    "calls": _("Call list"),
    "mails": _("Mails"),
    "numbers": _("Numbers"),
    "export": _("Export"),
    "print": _("Printable list"),
    "stage": _("Stage and door"),
    "networking": _("Networking"),
}
EDITING = {"add_by_hand", "invite", "write", "calls", "export", "stage", "networking"}


def tools(request, event, current):
    """Links between the pages about an event's participants."""
    edits = is_edited_by(request.user, event)
    listed = reverse("admin:registrations_registration_changelist") + f"?event={event.pk}"
    return [Tool(_("Participants"), listed, current == "participants")] + [
        Tool(label, reverse(f"admin:registrations_signup_{name}", args=[event.pk]), name == current)
        for name, label in TOOLS.items()
        if edits or name not in EDITING
    ]


def number_of(rows, event="event"):
    """How many of these rows an event has, as a column: counted for the events shown only."""
    mine = rows.filter(**{event: OuterRef("pk")}).order_by().values(event)
    return Coalesce(Subquery(mine.annotate(number=Count("*")).values("number"), output_field=IntegerField()), 0)


def is_edited_by(user, event):
    """Whether this user may change the event's participants and see how to reach them."""
    return Event.objects.controlled_by(user, EDITING_ROLES).filter(pk=event.pk).exists()


def seen(request, pk, roles=tuple(Role)):
    """The event whose participants this user may look at, or 404."""
    return get_object_or_404(Event.objects.controlled_by(request.user, roles).select_related("organisation"), pk=pk)


def edited(request, pk):
    """The event whose participants this user may change, or 404."""
    return seen(request, pk, EDITING_ROLES)


def page(model_admin, request, event, name, *, title, status=200, **context):
    """A page about an event's participants in the frame of the admin."""
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "event": event,
        "opts": Event._meta,
        "tools": tools(request, event, name),
        **context,
    }
    return TemplateResponse(request, f"{FOLDER}/{name}.html", context, status=status)


def back_to(name, event):
    return HttpResponseRedirect(reverse(f"admin:registrations_signup_{name}", args=[event.pk]))


def say(request, sentence):
    messages.success(request, sentence)


def refuse(request, refusal):
    messages.error(request, str(refusal))
