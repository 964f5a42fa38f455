"""The public list of an event's questions: no cookie, no session, the same for everybody."""

import datetime as dt
import hashlib

from django.http import Http404, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from accounts.clients import client_address
from accounts.refusal import Refused
from events.models import Event
from events.statements import composed_once
from participation.actions import take_part
from participation.limits import TooMany
from participation.lists import MOST, list_context, news_of
from participation.models import QuestionSettings
from registrations.views.holders import without_session
from registrations.views.sign_up import SeeOther


def _event(slug, now):
    """The published event whose questions everybody may read, or 404."""
    event = next(iter(_published(slug=slug, now=now)), None)
    if event is None or not QuestionSettings.of(event).is_public(now):
        raise Http404
    return event


@composed_once
def _published(slug: str, now: dt.datetime):
    events = Event.objects.published(now).defer("search_de", "search_en").filter(slug=slug)
    return events.select_related("organisation", "series", "question_settings")


@require_safe
def questions(request, slug):
    now = timezone.now()
    former = Event.objects.published(now).formerly(slug).first()
    if former is not None:
        return HttpResponsePermanentRedirect(reverse("questions", args=[former.slug]), preserve_request=True)
    return _page(request, _event(slug, now), now)


@without_session
def take_part_here(request, slug, now):
    """Makes a guest's voice and leads to its own page; by GET back to the list."""
    event = _event(slug, now)
    if request.method != "POST":
        return SeeOther(reverse("questions", args=[slug]))
    try:
        voice = take_part(event=event, client=client_address(request), now=now)
    except Refused as refusal:
        return _page(request, event, now, refusal, status=429 if isinstance(refusal, TooMany) else 409)
    return SeeOther(reverse("voice", args=[voice.token]))


@require_safe
def news(request, slug):
    """For the script on the list."""
    return news_answer(request, _event(slug, timezone.now()))


def news_answer(request, event):
    """How things stand as JSON; 304 while nothing has changed."""
    answer = JsonResponse(news_of(event))
    mark = f'W/"{hashlib.blake2b(answer.content, digest_size=15).hexdigest()}"'
    answer.headers["ETag"] = mark
    return get_conditional_response(request, etag=mark, response=answer)


def most_of(request):
    """How many open questions a list shows: all for who asks for them."""
    return None if request.GET.get("all") == "1" else MOST


def _page(request, event, now, refusal=None, status=200):
    context = list_context(event, now, most_of(request)) | {
        "refusal": refusal,
        "news": reverse("questions_news", args=[event.slug]),
    }
    return render(request, "participation/questions/page.html", context, status=status)
