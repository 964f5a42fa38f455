"""The sign-up form on its own page, where it posts, and the page that answers.

The form ignores any session, so there is nothing that another site could borrow: no CSRF token, but a foreign Origin
is refused.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.models import Event
from events.statements import composed_once
from registrations.actions import Busy, NotTaken, Outcome, sign_up
from registrations.clients import client_address, is_from_elsewhere
from registrations.notice import notice_version
from registrations.sign_up_context import posted_form, sign_up_context


class SeeOther(HttpResponseRedirect):
    """After a POST: what comes next is a GET, in every browser."""

    status_code = 303


@composed_once
def _events(slug: str, now: dt.datetime):
    """What a sign-up and its answer need of the event: in a rush, nothing else is read."""
    return Event.objects.published(now).filter(slug=slug).select_related("series").defer("search_de", "search_en")


def _event(slug, now):
    return next(iter(_events(slug=slug, now=now)), None)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, slug):
    now = timezone.now()
    event = _event(slug, now)
    if event is None:
        former = Event.objects.published(now).formerly(slug).first()
        if former and request.method != "POST":
            return HttpResponsePermanentRedirect(reverse("register", args=[former.slug]), preserve_request=True)
        raise Http404
    if request.method == "POST":
        answer = _take(request, event, now)
        answer.headers["Cache-Control"] = "private, no-store"  # it may hold what somebody typed
        return answer
    return render(request, "registrations/register.html", sign_up_context(event, now))


def _take(request, event, now):
    if is_from_elsewhere(request):
        raise PermissionDenied(_("This form was sent from another site. Open the page of the event and sign up there."))
    form = posted_form(event, now, request.POST)
    if form is None or not form.is_valid():  # without a form nothing can be signed up for: the page says why
        return _form_again(request, event, now, form)
    try:
        outcome = sign_up(
            event=event,
            now=now,
            language=get_language(),
            notice_version=notice_version(event),
            client=client_address(request),
            **form.sign_up_values(),
        )
    except NotTaken as refusal:
        form.refuse(refusal)
        return _form_again(request, event, now, form)
    except Busy:
        form.add_error(None, _("Very many people are signing up right now. Wait a moment, then send the form again."))
        answer = _form_again(request, event, now, form, status=503)
        answer.headers["Retry-After"] = str(Busy.retry_after)
        return answer
    return SeeOther(sent_address(event, outcome))


def _form_again(request, event, now, form, status=422):
    return render(request, "registrations/register.html", sign_up_context(event, now, form=form), status=status)


def sent_address(event, outcome):
    return reverse("register_sent", args=[event.slug, *([outcome.value] if outcome.value else [])])


@require_safe
def sent(request, slug, outcome=""):
    """What a new sign-up gets, the same for everybody: it betrays nobody's registration."""
    event = _event(slug, timezone.now())
    if event is None or outcome not in {each.value for each in Outcome}:
        raise Http404
    return render(request, "registrations/sent.html", {"event": event, "outcome": outcome or "seat"})
