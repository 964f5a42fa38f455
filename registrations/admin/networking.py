"""Networking rounds of an event: who wants to, drawing, groups by hand."""

from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.admin.workplace.pages import posted
from registrations.actions import Busy, Refused
from registrations.actions import networking as actions
from registrations.admin.pages import back_to, edited, page, say
from registrations.drawing import repeats
from registrations.forms.networking import DRAW, PlacesForm, RoundForm
from registrations.models import NetworkingSettings


def networking_view(model_admin, request, pk):
    """What there is, and the form that makes more."""
    event = edited(request, pk)
    form = RoundForm(posted(request), event=event)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        common = {"event": event, "size": data["size"], "shown_from": data["shown_from"]}
        try:
            if data["how"] == DRAW:
                actions.draw_rounds(rounds=data["rounds"], mixes=data["mixes"], now=timezone.now(), **common)
            else:
                actions.empty_round(**common)
        except (Refused, Busy) as refusal:
            form.add_error(None, str(refusal))
        else:
            model_admin.log_change(request, event, _("Networking rounds made."))
            say(request, _what_came_of_it(event))
            return back_to("networking", event)
    rounds = list(event.networking_rounds.prefetch_related("groups__memberships__registration"))
    return page(
        model_admin,
        request,
        event,
        "networking",
        title=_("Networking rounds of “%(event)s”") % {"event": event},
        form=form,
        settings=NetworkingSettings.of(event),
        number=actions.willing(event).count(),
        rounds=rounds,
        repeats=repeats(actions.groups_of(event)) if len(rounds) > 1 else None,
        status=422 if form.errors else 200,
    )


def _what_came_of_it(event):
    number = repeats(actions.groups_of(event))
    if not number:
        return _("Done. Nobody meets anybody twice.")
    return ngettext(
        "Done. %(number)s pair meets again; with so many rounds and people it could not be avoided.",
        "Done. %(number)s times two people meet again; with so many rounds and people it could not be avoided.",
        number,
    ) % {"number": number}


def round_view(model_admin, request, pk):
    """One round, by ``?round=``: who is in which group, and how each group gets in."""
    event, made = _round(request, pk)
    form = PlacesForm(posted(request), made=made, people=list(actions.willing(event)))
    if form.is_bound and form.is_valid():
        try:
            actions.place(made=made, places=form.places, details=form.typed, now=timezone.now())
        except Busy as busy:
            form.add_error(None, str(busy))
        else:
            model_admin.log_change(request, event, _("Networking groups changed."))
            say(request, _("The groups are saved."))
            return HttpResponseRedirect(_address("networking_round", event, made))
    return page(
        model_admin,
        request,
        event,
        "networking_round",
        title=_("Round %(number)s of “%(event)s”") % {"number": made.number, "event": event},
        form=form,
        round=made,
        status=422 if form.is_bound and form.is_faulty else 200,
    )


def delete_view(model_admin, request, pk):
    """A button posts here."""
    event, made = _round(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    made.delete()
    model_admin.log_change(request, event, _("Networking round deleted."))
    say(request, _("The round is deleted."))
    return back_to("networking", event)


def _round(request, pk):
    event = edited(request, pk)
    number = request.GET.get("round", "")
    number = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    made = get_object_or_404(event.networking_rounds, pk=number)
    made.event = event
    return event, made


def _address(name, event, made):
    return reverse(f"admin:registrations_signup_{name}", args=[event.pk]) + f"?round={made.pk}"
