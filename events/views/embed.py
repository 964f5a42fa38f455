"""The list in a frame of other sites, and the page that tells how to put it there."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from events.embedding import LOOKS, MOST, Frame
from events.facets import facets
from events.feeds.selections import LANGUAGE, address_of
from events.views.feeds import ATOM, CALENDAR

# Filters that a link to the page may bring along and its form does not show.
UNSHOWN = ("when", "from", "to", "wheelchair", "captions", "sign_language")


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "script-src": [NONE]})
def embed_events(request):
    """The only page that other hosts may frame."""
    now, frame = timezone.now(), Frame(request.GET)
    with override(frame.language):
        events, total = frame.events(now)
        context = {
            "frame": frame,
            "selection": frame.selection,
            "events": events,
            "total": total,
            "has_more": total.number > len(events),
            "now": now,
            "this_year": timezone.localdate(now).year,
            "list_page": reverse("event_list") + frame.filters.query(),
            "subscribe_page": reverse("subscribe") + frame.filters.query(when=None),
        }
        response = render(request, "events/embed/frame.html", context)
    response.headers["Content-Language"] = frame.language
    return response


@require_safe
@csp_update({"frame-src": [SELF]})
def embed(request):
    """How to show a selection elsewhere: lines to paste, how they look, and addresses for sites without frames."""
    now, frame = timezone.now(), Frame(request.GET, get_language())
    height = frame.height(frame.events(now)[1].number)
    with override(frame.language):
        snippet = frame.snippet(height)
        addresses = {kind: address_of(frame.selection, kind, frame.language) for kind in (CALENDAR, ATOM)}
    context = {
        "frame": frame,
        "filters": frame.filters,
        "selection": frame.selection,
        "facets": facets(frame.filters, now, frame.filters.first_pks(now)),
        "unshown": [(name, request.GET[name]) for name in UNSHOWN if request.GET.get(name)],
        "languages": settings.LANGUAGES,
        "looks": LOOKS,
        "most": MOST,
        "snippet": snippet,
        "height": height,
        "list_page": reverse("event_list") + frame.filters.query(),
        "subscribe_page": reverse("subscribe") + frame.filters.query(when=None),
        "json": _json_address(frame),
        **addresses,
    }
    return render(request, "events/embed/page.html", context)


def _json_address(frame):
    """The same selection, period and number as the frame; the API has no period of its own."""
    filters, language = frame.filters, frame.language if frame.language != settings.LANGUAGE_CODE else None
    query = filters.query(**{"when": filters.when, "limit": frame.number, LANGUAGE: language})
    return settings.BASE_URL + reverse("api_event_list") + query
