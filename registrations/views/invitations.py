"""The page of an invited guest: accept or decline."""

from django.shortcuts import render
from django.urls import reverse

from events.page.facts import Contact
from registrations.actions import Refused, accept_invitation, decline_invitation
from registrations.actions.refusals import refuse_event
from registrations.forms import InvitationForm
from registrations.models import InvitedGuest, RegistrationSettings
from registrations.models.guests import PURPOSE
from registrations.notice import notice_version
from registrations.views.holders import for_holder_of
from registrations.views.sign_up import SeeOther

WITH = (
    "ticket_type",
    "registration",
    "event__organisation",
    "event__series",
    "event__venue",
    "event__platform",
    "event__registration_settings",
)


def find(pk):
    return InvitedGuest.objects.select_related(*WITH).filter(pk=pk).first()


for_guest = for_holder_of(PURPOSE, find, page="guest_invitation")


def standing_of(guest):
    """Open, accepted, declined; who has accepted and cancelled later may accept again: ended."""
    if guest.registration and guest.registration.is_live:
        return "accepted"
    if guest.accepted_at:
        return "ended"
    return "declined" if guest.declined_at else "open"


@for_guest
def invitation(request, guest, now):
    standing = standing_of(guest)
    form = InvitationForm(request.POST if request.method == "POST" else None, guest=guest)
    if request.method == "POST" and standing == "accepted":
        return _back(guest)
    if request.method == "POST" and form.is_valid():
        accept_invitation(
            guest=guest,
            name=form.cleaned_data["name"],
            answers=form.given_answers(),
            notice_version=notice_version(guest.event),
            now=now,
        )
        return _back(guest)
    settings = RegistrationSettings.of(guest.event)
    context = {
        "guest": guest,
        "event": guest.event,
        "standing": standing,
        "form": form,
        "refusal": _refusal(guest, now),
        "contact": Contact(*guest.event.contact),
        "house_rules": guest.event.shown_house_rules_html,
        "data_use": settings.data_use,
        "deletion_day": settings.deletion_day,
    }
    return render(request, "registrations/own/invitation.html", context, status=422 if form.errors else 200)


@for_guest
def decline(request, guest, now):
    if request.method == "POST":
        decline_invitation(guest=guest, now=now)
    return _back(guest)


def _refusal(guest, now):
    """Why nobody can accept at the moment, or None."""
    try:
        refuse_event(guest.event, now)
    except Refused as refusal:
        return refusal
    return None


def _back(guest):
    return SeeOther(reverse("guest_invitation", args=[guest.token]))
