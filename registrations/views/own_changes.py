"""What participants change about their own registration, each on a page with a form of its own."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.actions import Refused, cancel, change_answers, erase_now, renew_links, switch
from registrations.forms import CancelForm, ChangeForm, SwitchForm
from registrations.models import RegistrationSettings
from registrations.offers import offers
from registrations.own_page import SWITCHABLE, standing_of
from registrations.views.own_page import back, for_participant
from registrations.views.sign_up import SeeOther


def _form_page(request, registration, name, now, status=200, **context):
    context |= {
        "registration": registration,
        "event": registration.event,
        "standing": standing_of(registration, now),
        "deletion_day": RegistrationSettings.of(registration.event).deletion_day,
    }
    return render(request, f"registrations/own/{name}.html", context, status=status)


@for_participant()
def change(request, registration, now):
    if not registration.is_live:
        raise Refused(_("This sign-up has ended. Its answers can no longer be changed."))
    form = ChangeForm(request.POST if request.method == "POST" else None, registration=registration)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        change_answers(registration=registration, name=name, answers=form.given_answers(), now=now)
        return back(registration, "changed")
    return _form_page(request, registration, "change", now, form=form, status=422 if form.errors else 200)


@for_participant()
def switch_ticket_type(request, registration, now):
    if standing_of(registration, now) not in SWITCHABLE:
        raise Refused(_("This sign-up can no longer be switched."))
    on_offer = offers(event=registration.event, now=now)
    posted = request.POST if request.method == "POST" else None
    form = SwitchForm(posted, registration=registration, offers=on_offer)
    if posted is not None and form.is_valid():
        try:
            switched = switch(
                registration=registration,
                ticket_type=form.chosen,
                condition_confirmed=form.condition_confirmed,
                now=now,
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _after_switch(switched)
    return _form_page(request, registration, "switch", now, form=form, status=422 if form.errors else 200)


def _after_switch(registration):
    """On to the questions of the new ticket type if one must be answered."""
    asked = registration.event.questions.filter(required=True, ticket_type=registration.ticket_type_id)
    if asked.exclude(answers__registration=registration).exists():
        return SeeOther(reverse("registration_change", args=[registration.token]))
    return back(registration, "switched")


@for_participant()
def cancel_page(request, registration, now):
    if request.method != "POST" and not registration.is_live:
        return redirect("registration", registration.token)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return back(cancel(registration=registration, reason=form.cleaned_data["reason"], now=now))
    return _form_page(request, registration, "cancel", now, form=form, status=422 if form.errors else 200)


def _deleted_before(row):
    return SeeOther(reverse("registration_deleted")) if row is None else None


@for_participant(repeated=_deleted_before)
def delete(request, registration, now):
    if request.method == "POST":
        erase_now(registration=registration, now=now)
        return SeeOther(reverse("registration_deleted"))
    return _form_page(request, registration, "delete", now)


def _renewed_before(row):
    return SeeOther(reverse("registration_renewed")) if row is not None else None


@for_participant(repeated=_renewed_before)
def renew(request, registration, now):
    """All links to this page end; the new one comes by mail only, so that it reaches the owner of the address."""
    if request.method != "POST":
        return redirect("registration", registration.token)
    if not registration.is_live or not registration.email:
        raise Refused(_("There is no live sign-up with an address to send a link to."))
    renew_links(registration=registration, now=now)
    return SeeOther(reverse("registration_renewed"))
