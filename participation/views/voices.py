"""Where somebody takes part: a guest's own page, and the same for participants below the page of their sign-up.

GET shows, POST acts; the address is the only authority, see `registrations.views.holders`.
"""

from dataclasses import dataclass

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.clients import client_address
from accounts.refusal import Refused
from events.models import Event
from events.statements import composed_once
from participation.actions import ask, forget, support, take_back, voice_of, withdraw
from participation.actions.questions import may_take_part
from participation.forms.questions import AskForm
from participation.limits import TooMany
from participation.lists import voice_context
from participation.models import AudienceQuestion, QuestionSettings, QuestionState, Voice
from participation.models.voices import PURPOSE
from participation.own_data import voice_data
from participation.views.questions import most_of, news_answer
from registrations.models import Registration, RegistrationSettings
from registrations.views.holders import for_holder_of, without_session
from registrations.views.sign_up import SeeOther

UNKNOWN = "participation/questions/unknown_link.html"
DONE = ("asked", "held", "supported", "taken_back", "withdrawn", "nameless")
EVENT = ("organisation", "series", "question_settings", "registration_settings")
OF_EVENT = [f"event__{name}" for name in EVENT]
NOT_NEEDED = ("event__search_de", "event__search_en")


def find_voice(pk):
    return next(iter(_guests(pk=pk)), None)


@composed_once
def _guests(pk: int):
    return Voice.objects.guests().filter(pk=pk).select_related(*OF_EVENT).defer(*NOT_NEEDED)


def find_registration(pk):
    return next(iter(_registrations(pk=pk)), None)


@composed_once
def _registrations(pk: int):
    return Registration.objects.filter(pk=pk).select_related(*OF_EVENT, "voice").defer(*NOT_NEEDED)


@dataclass
class Holder:
    """Who holds a page: a guest with a voice, or a participant, who gets one when they first do something."""

    event: Event
    address: str
    voice: Voice | None = None
    registration: Registration | None = None

    @property
    def settings(self):
        return QuestionSettings.of(self.event)

    def may_see(self, now):
        """Public questions may be seen by anybody; confidential ones by confirmed participants."""
        settings = self.settings
        if settings.is_public(now):
            return True
        confirmed = self.registration is not None and self.registration.is_confirmed
        return confirmed and settings.takes_questions and self.event.is_published(now)

    def may_act(self, now):
        if not self.settings.is_open(now):
            return False
        return self.settings.takes_guests if self.registration is None else self._may_take_part()

    def _may_take_part(self):
        return may_take_part(self.registration, self.settings)

    def news(self, now):
        """The address that the script asks: everybody's, whose answers are stored, unless it tells nothing here."""
        if self.settings.is_public(now):
            return reverse("questions_news", args=[self.event.slug])
        return f"{self.address}news/"

    def acting_voice(self, now):
        return self.voice or voice_of(self.registration, now)


def _guest(voice):
    return Holder(voice.event, reverse("voice", args=[voice.token]), voice=voice)


def _participant(registration):
    address = reverse("registration_questions", args=[registration.token])
    voice = getattr(registration, "voice", None)
    return Holder(registration.event, address, voice=voice, registration=registration)


@for_holder_of(PURPOSE, find_voice, page="voice", unknown=UNKNOWN)
def voice_page(request, voice, now):
    return _take_part(request, _guest(voice), now)


@for_holder_of(PURPOSE, find_voice, page="voice", unknown=UNKNOWN)
def voice_file(request, voice, now):
    answer = JsonResponse(voice_data(voice), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="questions.json"'
    return answer


@for_holder_of("registration", find_registration, page="registration_questions")
def registration_questions(request, registration, now):
    return _take_part(request, _participant(registration), now)


@for_holder_of("registration", find_registration, page="registration_questions")
def registration_news(request, registration, now):
    """Where only participants may read; elsewhere all ask for the same news."""
    if not _participant(registration).may_see(now):
        raise Http404
    return news_answer(request, registration.event)


@without_session
def forgotten(request, now):
    """What was said is gone; the same page for everybody."""
    return render(request, "participation/questions/forgotten.html")


def _take_part(request, holder, now):
    if not holder.may_see(now):
        return render(request, "participation/questions/nothing_here.html", _frame(holder), status=404)
    if request.method != "POST":
        return _page(request, holder, now)
    if request.POST.get("do") == "ask":
        return _ask(request, holder, now)
    try:
        return _act(request, holder, now)
    except Refused as refusal:
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"refusal": str(refusal)}, status=409)
        return _page(request, holder, now, refusal=refusal, status=409)


def _ask(request, holder, now):
    form = _form(holder, request.POST)
    if not form.is_valid():
        return _page(request, holder, now, form=form, status=422)
    try:
        voice = holder.acting_voice(now)
        question = ask(voice=voice, client=client_address(request), now=now, **form.values())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, holder, now, form=form, status=429 if isinstance(refusal, TooMany) else 422)
    done = "held" if question.state == QuestionState.HELD else "asked"
    return SeeOther(f"{holder.address}?done={done}#own-{question.pk}")


def _act(request, holder, now):
    wanted, typed = request.POST.get("do", ""), request.POST.get("question", "")
    if wanted == "forget" and holder.registration is None:
        forget(voice=holder.voice, now=now)
        return SeeOther(reverse("questions_forgotten"))
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 16):
        return SeeOther(holder.address)
    question, voice = AudienceQuestion(pk=int(typed), event=holder.event), holder.acting_voice(now)
    if wanted == "support":
        support(voice=voice, question=question, now=now)
        done = "supported"
    elif wanted == "take_back":
        take_back(voice=voice, question=question, now=now)
        done = "taken_back"
    elif wanted == "withdraw":
        withdraw(voice=voice, question=question, now=now)
        done = "withdrawn" if not AudienceQuestion.objects.filter(pk=question.pk).exists() else "nameless"
    else:
        return SeeOther(holder.address)
    if request.headers.get("Accept") == "application/json":  # the script on the page, which changes the button itself
        return JsonResponse({"done": done})
    return SeeOther(f"{holder.address}?done={done}#q-{question.pk}")


def _form(holder, data=None):
    known = holder.registration.name if holder.registration else holder.voice.name
    return AskForm(data, settings=holder.settings, voice_name=known, is_guest=holder.registration is None)


def _frame(holder):
    return {
        "holder": holder,
        "event": holder.event,
        "registration": holder.registration,
        "deletion_day": RegistrationSettings.of(holder.event).deletion_day,
    }


def _page(request, holder, now, form=None, refusal=None, status=200):
    done = request.GET.get("done", "")
    context = voice_context(holder.voice, holder.event, now, most_of(request)) | _frame(holder)
    may_act = holder.may_act(now)
    context |= {
        "may_act": may_act,
        "form": form or (_form(holder) if may_act else None),
        "refusal": refusal,
        "done": done if done in DONE and not refusal and not form else "",
        "news": holder.news(now),
    }
    return render(request, "participation/questions/taking_part.html", context, status=status)
