"""Answers for machines that look after the portal or visit it."""

import datetime as dt
import hmac

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from civicevents import VERSION
from civicevents.metrics import Metric, as_text, of_database, of_requests
from civicevents.watching import details, find_faults

PRIVATE_PATHS = ("accounts", "admin", "registrations", "stage", "door", "calendars", "health", "metrics")


@require_safe
def health(request):
    """200 if all is well, else 503; what exactly is wrong is told only to whoever has HEALTH_KEY (``?key=``)."""
    now = timezone.now()
    try:
        with translation.override("en"):
            faults = [str(fault) for fault in find_faults(now)]
    except DatabaseError:
        faults = ["The database does not answer."]
    answer = {"status": "unhealthy" if faults else "ok"}
    if has_key(request):
        answer |= {"version": VERSION, "faults": faults, **details(now)}
    return JsonResponse(answer, status=503 if faults else 200)


@require_safe
def metrics(request):
    """For Prometheus (text format 0.0.4), to whoever has HEALTH_KEY: ``?key=`` or ``Authorization: Bearer``."""
    if not has_key(request):
        raise Http404
    try:
        rows = [*of_requests(), *of_database(timezone.now())]
    except DatabaseError:
        rows = [*of_requests(), Metric("up", "gauge", "Whether the database answers.", [("", 0)])]
    return HttpResponse(as_text(rows), content_type="text/plain; version=0.0.4; charset=utf-8")


def has_key(request):
    given = request.headers.get("Authorization", "").removeprefix("Bearer ") or request.GET.get("key", "")
    return bool(settings.HEALTH_KEY) and hmac.compare_digest(given.encode(), settings.HEALTH_KEY.encode())


@require_safe
def robots(request):
    lines = ["User-agent: *"]
    lines += [f"Disallow: {prefix}/{path}/" for path in PRIVATE_PATHS for prefix in ("", "/en")]
    lines += ["", f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request):
    """RFC 9116. Expires is required and should be less than a year ahead."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
