"""Calendars and Atom feeds (DESIGN section 4). Whether the client has it already is known before anything is built."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import override
from django.views.decorators.http import require_safe

from events.feeds.compression import accepts_gzip, compressed
from events.feeds.files import AtomFeed, CalendarFeed
from events.feeds.selections import GROUPS, LANGUAGE, GroupSelection, ListSelection, address_of
from events.feeds.validators import validators
from events.models import EntryText, Event

CALENDAR, ATOM = EntryText.Kind.CALENDAR.value, EntryText.Kind.FEED.value
TYPES = {CALENDAR: "text/calendar; charset=utf-8", ATOM: "application/atom+xml; charset=utf-8"}
ENDINGS = {CALENDAR: "ics", ATOM: "atom"}
# Nobody is known here and nothing is written, so every site may read (https://fetch.spec.whatwg.org/#http-cors-protocol).
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def language_of(request):
    """The language that an address for machines asks for, or the portal's first."""
    wanted = request.GET.get(LANGUAGE)
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@require_safe
def list_feed(request, kind):
    return _feed(request, ListSelection(request.GET), kind)


@require_safe
def group_feed(request, group, kind, slug):
    rows = GROUPS[group].objects
    found = rows.filter(slug=slug).first()
    if found:
        return _feed(request, GroupSelection(group, found), kind)
    return _moved(request, rows.formerly(slug).first(), f"{group}_{kind}")


def _moved(request, row, name):
    if row is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    address = reverse(name, args=[row.slug]) + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(address, preserve_request=True)


def _feed(request, selection, kind):
    now, language = timezone.now(), language_of(request)
    with override(language):
        events = selection.events(now)
        if kind == CALENDAR:
            feed = CalendarFeed(events, language=language, name=selection.title)
        else:
            address = address_of(selection, kind, language)
            feed = AtomFeed(events, language=language, selection=selection, address=address)
        known = validators(feed, selection.title, selection.summary, selection.path(kind), now=now)
        return _answer(request, feed, known, name=selection.file_name)


@require_safe
def event_file(request, slug):
    """One event, also an unlisted one. Of a withdrawn one what calendars need to cross it out, as long as feeds do."""
    now, language = timezone.now(), language_of(request)
    public = Event.objects.published(now) | Event.objects.in_calendars(now)
    events = public.filter(slug=slug)
    with override(language):
        feed = CalendarFeed(events, language=language, name="")
        if not feed.state.ids:
            if Event.objects.withdrawn().filter(slug=slug).exists():
                return render(request, "410.html", status=410)
            return _moved(request, public.formerly(slug).first(), "event_file")
        return _answer(request, feed, validators(feed, "file", now=now), name=slug, disposition="attachment")


def _answer(request, feed, known, *, name, disposition="inline"):
    """304, headers only, or the feed: only then its texts are read."""
    stamp = int(known.last_modified.timestamp())
    response = get_conditional_response(request, etag=known.etag, last_modified=stamp)
    if response is None and request.method == "HEAD":
        response = StreamingHttpResponse(())  # so that nobody adds a wrong Content-Length
    if response is None:
        response = _body(request, feed)
    if response.status_code == 200:
        response.headers["Content-Type"] = TYPES[feed.kind]
        response.headers["Content-Disposition"] = f'{disposition}; filename="{name}.{ENDINGS[feed.kind]}"'
        response.headers["X-Robots-Tag"] = "noindex"
    response.headers["ETag"] = known.etag
    response.headers["Last-Modified"] = http_date(stamp)
    response.headers["Content-Language"] = feed.language
    response.headers["Vary"] = "Accept-Encoding"
    for header, value in OPEN.items():
        response.headers[header] = value
    return response


def _body(request, feed):
    """What is long is sent while it is read, so that its length takes no memory."""
    packed = accepts_gzip(request)
    parts = compressed(feed.parts()) if packed else feed.parts()
    response = HttpResponse(b"".join(parts)) if feed.is_short else StreamingHttpResponse(parts)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return response
