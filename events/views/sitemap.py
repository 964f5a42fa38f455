"""/sitemap.xml: every listed page in both languages, with its twin.

Written by hand: Django's own passes each address eight times through its templates, which took longer than all other
work of a page together.
"""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from accounts.models import Organisation
from events.models import Event, Programme, Series, Topic, speakers_at

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"""
PAGE = (
    '<url><loc>{loc}</loc>{changed}<xhtml:link rel="alternate" hreflang="de" href="{german}"/>'
    '<xhtml:link rel="alternate" hreflang="en" href="{english}"/>'
    '<xhtml:link rel="alternate" hreflang="x-default" href="{german}"/></url>\n'
)


MORE = []


def more_pages(function):
    """Declare further pages, of an upper app: a function from now to what `_pages` yields."""
    MORE.append(function)
    return function


@require_safe
def sitemap(request):
    """Addresses begin with BASE_URL, whatever host was asked. Only what belongs to a listed event is in here."""
    base, parts = escape(settings.BASE_URL), [HEAD]
    for path, changed_at in _pages(timezone.now()):
        german, english = f"{base}{path}", f"{base}/en{path}"
        changed = f"<lastmod>{timezone.localtime(changed_at):%Y-%m-%d}</lastmod>" if changed_at else ""
        parts += [PAGE.format(loc=loc, changed=changed, german=german, english=english) for loc in (german, english)]
    response = HttpResponse("".join([*parts, "</urlset>\n"]), content_type="application/xml")
    response.headers["X-Robots-Tag"] = "noindex, noodp, noarchive"
    return response


def _pages(now):
    """Pairs of the German path and when the page was changed, or None."""
    yield from ((reverse(name), None) for name in ("home", "event_list", "speaker_list"))
    listed = Event.objects.listed(now)
    yield from with_slugs("event", listed)
    yield from with_slugs("event_plain", listed.exclude(plain_title="").exclude(plain_summary=""))
    for name, model in {"series": Series, "programme": Programme, "organisation": Organisation, "topic": Topic}.items():
        yield from with_slugs(name, model.objects.filter(events__in=listed).distinct())
    yield from with_slugs("speaker", speakers_at(listed))
    for function in MORE:
        yield from function(now)


def with_slugs(name, pages):
    """The rows' pages under the named address."""
    rows = pages.order_by("pk").values("pk", "slug", *["updated_at"] * hasattr(pages.model, "updated_at"))
    for row in rows:
        yield reverse(name, args=[row["slug"]]), row.get("updated_at")
