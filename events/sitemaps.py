"""/sitemap.xml: every listed page in both languages, with its twin."""

from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Organisation
from events.models import Event, Programme, Series, Topic, speakers_at


class PortalSitemap(Sitemap):
    """Addresses begin with BASE_URL, whatever host was asked. Only what belongs to a listed event is in here."""

    i18n = True
    alternates = True
    x_default = True

    def __init__(self):
        self.known = {}

    @property
    def protocol(self):
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.BASE_URL).netloc

    def location(self, page):
        """Asked for eight times a page: as a page of its own, as a twin and as the default, in each language."""
        key = page.pk, get_language()
        if key not in self.known:
            self.known[key] = page.get_absolute_url()
        return self.known[key]

    def listed(self):
        return Event.objects.listed(timezone.now())

    def lastmod(self, page):
        return page.updated_at


class FixedPages(PortalSitemap):
    def items(self):
        return ["home", "event_list", "speaker_list"]

    def location(self, name):
        return reverse(name)

    def lastmod(self, name):
        return None


class Events(PortalSitemap):
    def items(self):
        return self.listed().order_by("pk").only("slug", "updated_at")


class PagesOfEvents(PortalSitemap):
    """Pages of one model that are linked from listed events."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def items(self):
        return self.model.objects.filter(events__in=self.listed()).distinct().order_by("pk")

    def lastmod(self, page):
        return getattr(page, "updated_at", None)


class Speakers(PortalSitemap):
    def items(self):
        return speakers_at(self.listed()).order_by("pk").only("slug", "updated_at")


SITEMAPS = {
    "pages": FixedPages,
    "events": Events,
    "series": partial(PagesOfEvents, Series),
    "programmes": partial(PagesOfEvents, Programme),
    "organisations": partial(PagesOfEvents, Organisation),
    "topics": partial(PagesOfEvents, Topic),
    "speakers": Speakers,
}
