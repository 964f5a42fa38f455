"""An event in plain language (Leichte Sprache): the same facts in short sentences, one switch away from its page."""

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import pgettext

from events.contents import with_its_own
from events.models import Event
from events.page.facts import facts_of
from events.structured_data import SCHEMA, absolute, as_data_block
from events.views.event import EventPage


class PlainPage(EventPage):
    """Where there is no such version, or none any more, the event's own page is one step further."""

    template_name = "events/plain.html"

    def get_object(self):
        return super(EventPage, self).get_object()

    def get_queryset(self):
        return with_plain_version(Event.objects.published(self.now))

    def get(self, request, *args, **kwargs):
        answer = super().get(request, *args, **kwargs)
        event = getattr(self, "object", None)
        if event is not None and not event.has_plain_version:
            return HttpResponseRedirect(event.get_absolute_url())
        return answer

    def address_of(self, moved):
        return plain_address(moved)

    def get_context_data(self, **kwargs):
        return super(EventPage, self).get_context_data(**kwargs) | plain_context(self.object, self.now)


def with_plain_version(events):
    return with_its_own(events).select_related("organisation", "series", "availability", "venue", "platform")


def plain_address(event):
    return reverse("event_plain", args=[event.slug])


def plain_context(event, now):
    """Everything the template ``events/plain.html`` needs; the event comes from ``with_plain_version``."""
    facts = facts_of(event, now)
    return {
        "event": event,
        "now": now,
        **facts,
        "plain": f"{event.language}-simple",  # "simple" is a registered variant (BCP 47, IANA's registry of subtags)
        "sections": event.sections.exclude(plain_body=""),
        "crumbs": [(pgettext("navigation", "Events"), reverse("event_list"))],
        "data_blocks": [as_data_block(described(event))],
    }


def described(event):
    """The page as schema.org describes it: about the same event, in a simpler form of its language."""
    return {
        "@context": SCHEMA,
        "@type": "WebPage",
        "url": absolute(plain_address(event)),
        "name": event.plain_title,
        "description": " ".join(event.plain_summary.split()),
        "inLanguage": f"{event.language}-simple",
        "about": {"@type": "Event", "@id": absolute(event.get_absolute_url()), "name": event.title},
    }
