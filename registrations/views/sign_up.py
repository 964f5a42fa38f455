"""The sign-up form on its own page, where it posts, and the page that answers.

The form ignores any session, so there is nothing that another site could borrow: no CSRF token, but a foreign Origin
is refused.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.clients import client_address, is_from_elsewhere
from events.models import Event
from events.statements import composed_once
from registrations.actions import Busy, NotTaken, Outcome, sign_up
from registrations.actions.seats import on_offer
from registrations.models import Question, TicketType
from registrations.models.questions import questions_of
from registrations.notice import notice_of
from registrations.sign_up_context import posted_form, sign_up_context

ALL_OF_A_TICKET_TYPE = [field.name for field in TicketType._meta.concrete_fields]
OF_EVENT = (
    "slug", "language", "title", "title_translated", "status", "publish_at", "starts_at", "ends_at", "open_end",
    "all_day", "time_zone", "external_signup_url", "contact_name", "contact_email", "contact_phone",
    "organisation__contact_name", "organisation__contact_email", "organisation__contact_phone",
    "house_rules_html", "series__house_rules_html",
)  # fmt: skip


class SeeOther(HttpResponseRedirect):
    """After a POST: what comes next is a GET, in every browser."""

    status_code = 303


@composed_once
def _events(slug: str, now: dt.datetime):
    """What the page, and the answer to a sign-up, need of the event."""
    return Event.objects.published(now).filter(slug=slug).select_related("series").defer("search_de", "search_en")


@composed_once
def _ticket_types(slug: str):
    """An event's ticket types with all that a form which was sent is read by: in a rush, nothing else is."""
    kinds = TicketType.objects.filter(event__slug=slug)
    asks = Exists(Question.objects.filter(event=OuterRef("event")))
    kinds = kinds.annotate(asks=asks, notice=notice_of("event__organisation")).order_by("position", "pk")
    return kinds.select_related("event__organisation", "event__series").only(
        *ALL_OF_A_TICKET_TYPE, *(f"event__{name}" for name in OF_EVENT)
    )


def _event(slug, now):
    return next(iter(_events(slug=slug, now=now)), None)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def register(request, slug):
    now = timezone.now()
    if request.method == "POST":
        answer = _take(request, slug, now)
        answer.headers["Cache-Control"] = "private, no-store"  # it may hold what somebody typed
        return answer
    event = _event(slug, now)
    if event is None:
        former = Event.objects.published(now).formerly(slug).first()
        if former:
            return HttpResponsePermanentRedirect(reverse("register", args=[former.slug]), preserve_request=True)
        raise Http404
    return render(request, "registrations/register.html", sign_up_context(event, now))


def _take(request, slug, now):
    if is_from_elsewhere(request):
        raise PermissionDenied(_("This form was sent from another site. Open the page of the event and sign up there."))
    kinds = _ticket_types(slug=slug)
    event = kinds[0].event if kinds else _event(slug, now)
    if event is None or not event.is_published(now):
        raise Http404
    if event.external_signup_url or not kinds:  # the page says why
        return _form_again(request, event, now, None)
    questions = questions_of(event=event.pk) if kinds[0].asks else []
    form = posted_form(event, on_offer(event, kinds, now), questions, now, request.POST)
    return _signed_up(request, event, form, kinds[0].notice, now)


def _signed_up(request, event, form, notice, now):
    if not form.is_valid():
        return _form_again(request, event, now, form)
    try:
        outcome = sign_up(
            event=event,
            now=now,
            language=get_language(),
            notice_version=notice,
            client=client_address(request),
            **form.sign_up_values(),
        )
    except NotTaken as refusal:
        if not form.can_mend(refusal):
            return _not_taken(request, event, form, refusal)
        form.refuse(refusal)
        return _form_again(request, event, now, form)
    except Busy:
        form.add_error(None, _("Very many people are signing up right now. Wait a moment, then send the form again."))
        answer = _form_again(request, event, now, form, status=503)
        answer.headers["Retry-After"] = str(Busy.retry_after)
        return answer
    return SeeOther(sent_address(event, outcome))


def _not_taken(request, event, form, refusal):
    """Without the form, which nothing could be mended in: in a rush it would be made for everybody who comes late."""
    context = {"event": event, "refusal": refusal, "entries": form.entries(), "action": request.path}
    return render(request, "registrations/not_taken.html", context, status=422)


def _form_again(request, event, now, form, status=422):
    event = _event(event.slug, now) or event  # with all that the page shows
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
