"""Answers for machines that look after the portal or visit it."""

import datetime as dt
import hmac

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from outbox.models import Message

MAIL_IS_LATE = dt.timedelta(minutes=15)
PRIVATE_PATHS = ("accounts", "admin", "registrations", "stage", "door", "calendars", "health")


@require_safe
def health(request):
    """200 if all is well, else 503; what exactly is wrong is told only with ``?key=`` HEALTH_KEY."""
    faults = list(find_faults(timezone.now()))
    answer = {"status": "unhealthy" if faults else "ok"}
    key = settings.HEALTH_KEY
    if key and hmac.compare_digest(request.GET.get("key", "").encode(), key.encode()):
        answer["faults"] = faults
    return JsonResponse(answer, status=503 if faults else 200)


def find_faults(now):
    """A sentence for each thing that somebody must look after."""
    for name in settings.MISSING_MAIL_SETTINGS:
        yield f"{name} is not set: no mail is sent."
    try:
        due = Message.objects.filter(state=Message.State.QUEUED, not_before__lte=now - MAIL_IS_LATE)
        oldest = due.order_by("not_before").values_list("not_before", flat=True).first()
    except DatabaseError:
        yield "The database does not answer."
        return
    if oldest:
        yield f"A mail has been waiting since {oldest:%Y-%m-%d %H:%M} UTC."


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
