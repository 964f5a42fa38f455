"""Open data: ``/api/v1/`` (DESIGN section 4), and the page that explains it to people."""

import hashlib
from functools import wraps
from http import HTTPStatus

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from events.api.events import event, with_record_contents
from events.api.lists import event_page, record_page
from events.api.openapi import document
from events.api.parameters import read
from events.api.problems import PROBLEM_TYPE, Refusal, problem
from events.api.resources import RESOURCES
from events.feeds.selections import LANGUAGE
from events.models import Event
from events.structured_data import absolute
from events.views.feeds import OPEN, language_of

METHODS = "GET, HEAD, OPTIONS"
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match, If-Modified-Since, Cache-Control",
    "Access-Control-Max-Age": "86400",
}


def json_view(view):
    """``view(request, **parameters)`` returns a Struct or a dict, or raises Refusal; the rest is the same for all."""

    @csrf_exempt  # nothing is written, and another method gets its sentence
    @wraps(view)
    def answered(request, **parameters):
        language = language_of(request)
        with override(language):
            response = _answer(request, view, parameters)
        for name, value in (OPEN | {"Content-Language": language, "X-Robots-Tag": "noindex"}).items():
            response.headers[name] = value
        return response

    return answered


def _answer(request, view, parameters):
    if request.method == "OPTIONS":
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT | {"Allow": METHODS})
    try:
        if request.method not in ("GET", "HEAD"):
            raise Refusal(_("This is read only: use GET."), HTTPStatus.METHOD_NOT_ALLOWED)
        return _revalidated(request, view(request, **parameters))
    except Refusal as refusal:
        response = HttpResponse(problem(refusal), status=refusal.status, content_type=PROBLEM_TYPE)
        if refusal.status == HTTPStatus.METHOD_NOT_ALLOWED:
            response.headers["Allow"] = METHODS
        return response


def _revalidated(request, answer):
    """The answer, or 304. The tag is weak: when a list was read, as both addresses tell, is not what it says."""
    dated = {name: "" for name in ("next", "changes") if getattr(answer, name, None)}
    undated = msgspec.structs.replace(answer, **dated) if dated else answer
    etag = f'W/"{hashlib.sha256(msgspec.json.encode(undated)).hexdigest()[:40]}"'
    response = HttpResponse(msgspec.json.encode(answer), content_type="application/json")
    response.headers["ETag"] = etag
    response.headers["Vary"] = "Accept-Encoding"
    return get_conditional_response(request, etag=etag, response=response)


@json_view
def index(request):
    read(request.GET, {LANGUAGE})
    return {
        "resources": {resource.folder: absolute(resource.path) for resource in RESOURCES},
        "openapi": absolute("/api/v1/openapi.json"),
    }


@json_view
def openapi(request):
    read(request.GET, {LANGUAGE})
    return document(settings.BASE_URL, settings.SITE_NAME)


@json_view
def event_list(request):
    return event_page(request.GET, timezone.now())


@json_view
def event_record(request, number):
    read(request.GET, {LANGUAGE})
    now = timezone.now()
    row = with_record_contents(Event.objects.listed(now), now).filter(pk=number).first()
    if row is None:
        if Event.objects.withdrawn().filter(pk=number).exists():
            raise Refusal(_("This event was withdrawn."), HTTPStatus.GONE)
        raise _nothing()
    return event(row)


@json_view
def record_list(request, resource):
    return record_page(resource, request.GET, timezone.now())


@json_view
def record(request, resource, number):
    read(request.GET, {LANGUAGE})
    row = resource.rows(timezone.now()).filter(pk=number).first()
    if row is None:
        raise _nothing()
    return resource.make(row)


@json_view
def nothing_here(request, rest):
    raise _nothing()


def _nothing():
    return Refusal(_("There is nothing here, or it is not public."), HTTPStatus.NOT_FOUND)
