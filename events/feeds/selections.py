"""What a feed is about: the list narrowed by filters, or one series, programme, organisation or topic."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation
from events.filters import Filters
from events.models import Event, Programme, Series, Status, Topic

GROUPS = {"series": Series, "programme": Programme, "organisation": Organisation, "topic": Topic}
LANGUAGE = "lang"  # the feed's own words; "language" is the filter by what is spoken at the event


class FeedFilters(Filters):
    """The list's filters over what calendars hold. A search does not find what was withdrawn, whose text is secret."""

    def all_events(self, now):
        events = Event.objects.in_calendars(now)
        return events.exclude(status=Status.WITHDRAWN) if "q" in self.values else events


class ListSelection:
    """The list, narrowed by the parameters of an address."""

    def __init__(self, data):
        self.filters = FeedFilters(data)

    @property
    def title(self):
        if not self.filters:
            return settings.SITE_NAME
        chosen = [f"{one['label']}: {one['text']}" if one["text"] else one["label"] for one in self.filters.applied()]
        return f"{settings.SITE_NAME} – {', '.join(map(str, chosen))}"

    @property
    def shown_language(self):
        return None

    @property
    def summary(self):
        return _("Meetups of public administration, volunteers and civic tech: dates, topics, people. Free of charge.")

    @property
    def page(self):
        return reverse("event_list") + self.query

    @property
    def query(self):
        return self.filters.query(when=None)

    def path(self, name):
        """The address of its "calendar" or "feed", without a language."""
        return reverse(f"event_list_{name}") + self.query

    @property
    def file_name(self):
        return "calendar"

    def events(self, now):
        return self.filters.narrow(now)


class GroupSelection:
    """The events of one series, programme, organisation or topic; ``kind`` is a key of GROUPS."""

    def __init__(self, kind, group):
        self.kind, self.group = kind, group

    @property
    def title(self):
        return str(getattr(self.group, "shown_title", self.group))

    @property
    def shown_language(self):
        title = getattr(self.group, "shown_title", None)
        return title.language if title else getattr(self.group, "shown_language", None)

    @property
    def summary(self):
        return str(getattr(self.group, "shown_summary", None) or getattr(self.group, "summary", ""))

    @property
    def page(self):
        return self.group.get_absolute_url()

    @property
    def query(self):
        return f"?{self.kind}={self.group.slug}"

    def path(self, name):
        return reverse(f"{self.kind}_{name}", args=[self.group.slug])

    @property
    def file_name(self):
        return self.group.slug

    def events(self, now):
        events = Event.objects.in_calendars(now)
        if self.kind == "organisation":
            return events.hosted_by([self.group])
        return events.filter(series=self.group) if self.kind == "series" else events.having(f"{self.kind}s", self.group)


def selected(data):
    """The selection for a list's parameters: the group itself if nothing else narrows it."""
    selection = ListSelection(data)
    values = selection.filters.values
    if len(values) == 1:
        (name,) = values
        if name in GROUPS and (group := selection.filters.chosen[name]):
            return GroupSelection(name, group)
    return selection


def with_language(path, language):
    """An address for machines; the portal's first language needs no word."""
    if language == settings.LANGUAGE_CODE:
        return path
    return f"{path}{'&' if '?' in path else '?'}{LANGUAGE}={language}"


def address_of(selection, name, language):
    """The full address of a selection's "calendar" or "feed"."""
    return settings.BASE_URL + with_language(selection.path(name), language)
