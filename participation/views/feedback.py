"""Giving feedback: on a participant's own page, or from the room."""

from contextlib import suppress

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse

from accounts.clients import client_address
from participation.actions import feedback as actions
from participation.forms.feedback import FeedbackForm
from participation.limits import TooMany
from participation.models import FeedbackGiven, FeedbackSettings
from participation.models.feedback import PURPOSE
from registrations.models import Registration
from registrations.views.holders import for_holder_of, without_session
from registrations.views.sign_up import SeeOther

FOLDER = "participation/feedback"
EVENT = ("event__organisation", "event__series", "event__feedback_settings", "event__registration_settings")


def _registration(pk):
    return Registration.objects.select_related(*EVENT).filter(pk=pk).first()


@for_holder_of("registration", _registration, page="registration")
def from_participant(request, registration, now):
    settings = FeedbackSettings.stored_for(registration.event)
    given = FeedbackGiven.objects.filter(registration=registration).exists()
    if settings is None or not settings.is_on or not registration.is_confirmed:
        raise Http404
    context = {"registration": registration, "event": registration.event, "settings": settings, "given": given}
    if given or not settings.is_open(now):
        return render(request, f"{FOLDER}/form.html", context | {"is_closed": not given})
    form = _form(request, registration.event)
    if request.method == "POST" and form.is_valid():
        with suppress(actions.GivenAlready):  # a double click
            actions.give(registration=registration, answers=form.given(), now=now)
        return SeeOther(reverse("registration_feedback", args=[registration.token]))
    return render(request, f"{FOLDER}/form.html", context | {"form": form}, status=422 if form.errors else 200)


def find_room(pk):
    return Room.of(pk)


class Room:
    """An event's feedback as the link for the room opens it."""

    def __init__(self, settings):
        self.settings, self.event, self.generation = settings, settings.event, settings.room_generation
        self.token = settings.token

    @classmethod
    def of(cls, pk):
        found = FeedbackSettings.objects.select_related("event__organisation", "event__series").filter(pk=pk)
        return next((cls(settings) for settings in found if settings.takes_guests and settings.is_on), None)


@for_holder_of(PURPOSE, find_room, page="feedback", unknown=f"{FOLDER}/unknown_link.html")
def from_room(request, room, now):
    context = {"event": room.event, "settings": room.settings}
    if not room.settings.is_open(now):
        early = now < room.event.ends_at
        return render(request, f"{FOLDER}/form.html", context | {"is_closed": True, "is_early": early})
    form = _form(request, room.event)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_from_room(event=room.event, answers=form.given(), client=client_address(request), now=now)
        except TooMany as refusal:
            form.add_error(None, str(refusal))
            return render(request, f"{FOLDER}/form.html", context | {"form": form}, status=429)
        return SeeOther(reverse("feedback_sent"))
    return render(request, f"{FOLDER}/form.html", context | {"form": form}, status=422 if form.errors else 200)


@without_session
def sent(request, now):
    return render(request, f"{FOLDER}/sent.html")


def _form(request, event):
    posted = request.POST if request.method == "POST" else None
    return FeedbackForm(posted, questions=event.feedback_questions.all())
