"""The picture that messengers and networks show beside a link to an event."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_safe

from events.models import Event
from events.share.facts import VERSION, poster_of, version_of
from events.share.files import picture_bytes
from events.views.feeds import language_of

# As of uploaded pictures: a week, not a year, so that what is withdrawn leaves the caches.
KEPT = f"public, max-age={7 * 24 * 60 * 60}, immutable"


@require_safe
def event_share_picture(request, slug):
    """Drawn from what holds now, whatever version the address names; only the current one may be kept."""
    now, language = timezone.now(), language_of(request)
    event = Event.objects.published(now).filter(slug=slug).for_rows().first()
    if event is None:
        return _instead(request, slug, now)
    with override(language):
        poster = poster_of(event)
    version = version_of(poster)
    etag = f'"{version}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(picture_bytes(event, language, poster, version), content_type="image/png")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEPT if request.GET.get(VERSION) == version else "no-cache"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made for pages of others
    response.headers["Content-Language"] = language
    return response


def _instead(request, slug, now):
    withdrawn = Event.objects.withdrawn()
    if withdrawn.filter(slug=slug).exists() or withdrawn.formerly(slug).exists():
        return render(request, "410.html", status=410)
    moved = Event.objects.published(now).formerly(slug).first()
    if moved is None:
        raise Http404
    query = request.META.get("QUERY_STRING", "")
    address = reverse("event_share_picture", args=[moved.slug]) + (f"?{query}" if query else "")
    return HttpResponsePermanentRedirect(address, preserve_request=True)
