"""Atom (RFC 4287): one entry per event; it is new again when time, place, mode or status change.

Ids are tag URIs (RFC 4151) made of the event's stored UID, so that they outlive a new title, slug or host.
"""

from collections import defaultdict
from io import StringIO

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe
from django.utils.xmlutils import SimplerXMLGenerator

from events import dates
from events.actions.changes import IMPORTANT
from events.history import shown
from events.ical import clean, one_line
from events.ical.contents import UNSEEN, fetch_topics
from events.models import Change, Event, Status
from events.statements import any_of, composed_once
from events.wording import place_line, standing

ENTRIES = 50
END = "</feed>"
NEWS = [Change.What.PUBLISHED, *IMPORTANT]


def latest_news(events):
    """The events of the newest entries, newest first."""
    return _with_moment_of_news(events.exclude(status=Status.WITHDRAWN)).order_by("-news_at", "-pk")[:ENTRIES]


def events_with_news(pks):
    """The events with these numbers, with all that their entries say: ``news_at``, the important changes as ``news``,
    the rest."""
    events, changes = _events(pks=pks), defaultdict(list)
    for change in _changes(pks=pks):
        changes[change.event_id].append(change)
    for event in events:
        event.news = changes[event.pk]
    fetch_topics(events)
    return events


@composed_once
def _events(pks: list):
    events = _with_moment_of_news(Event.objects.filter(any_of("pk", pks)))
    return events.select_related("organisation", "series", "venue", "platform").defer(*UNSEEN)


@composed_once
def _changes(pks: list):
    return _important().filter(any_of("event", pks), what__in=IMPORTANT)


def _important():
    return Change.objects.filter(what__in=NEWS).order_by("-at", "pk")


def _with_moment_of_news(events):
    changed = _important().filter(event=OuterRef("pk")).values("at")[:1]
    return events.annotate(news_at=Greatest("publish_at", Coalesce(Subquery(changed), F("publish_at"))))


class _Feed(Atom1Feed):
    """Django's, written in two parts: what stands before the entries, and each of them by itself."""

    updated = None

    def latest_post_date(self):
        return self.updated or super().latest_post_date()

    def head(self):
        return self.writeString("utf-8").removesuffix(END)

    def entries(self):
        file = StringIO()
        self.write_items(SimplerXMLGenerator(file, "utf-8", short_empty_elements=True))
        return file.getvalue()


def feed_head(selection, *, language, address, updated):
    """What stands before the entries; ``END`` follows them. ``updated``: when the newest of them was news, or None."""
    feed = _Feed(
        title=one_line(selection.title),
        link=settings.BASE_URL + selection.page,
        description=None,
        subtitle=one_line(selection.summary) or None,
        language=language,
        feed_url=address,
        feed_guid=address,
        author_name=one_line(settings.SITE_NAME),
    )
    feed.updated = updated
    return feed.head()


def entry(event, *, language):
    """The entry of one of ``events_with_news``, in the active language, which is ``language``; nothing of a withdrawn
    one."""
    if event.status == Status.WITHDRAWN:
        return ""
    feed = _Feed(title="", link="", description=None)
    feed.add_item(
        title=one_line(event.in_language("title", language).text),
        link=settings.BASE_URL + event.get_absolute_url(),
        description=_text(event, language),
        unique_id=stable_id(event),
        pubdate=event.publish_at,
        updateddate=event.news_at,
        author_name=one_line(event.organisation.name),
        categories=[one_line(topic.name_in(language)) for topic in event.topics.all()],
    )
    return feed.entries()


def stable_id(event):
    """tag:meetups.example.org,2026:event-5"""
    name, _, host = event.uid.partition("@")
    return f"tag:{host or 'localhost'},{event.created_at:%Y}:{name}"


def _text(event, language):
    """HTML of what is said about the event: how it stands, when, where, what changed last, the summary."""
    sign = standing(event, event.ends_at) if event.status != Status.PUBLISHED else None
    when = "" if event.status == Status.POSTPONED else dates.when_line(event)
    line = " · ".join(filter(None, [sign and sign.words, when, place_line(event)]))
    summary = event.in_language("summary", language).text
    return clean(
        format_html(
            "<p>{}</p>{}{}{}",
            line,
            format_html("<p>{}</p>", event.status_reason) if sign and event.status_reason else "",
            _last_changes(event),
            mark_safe(linebreaks(summary, autoescape=True)) if summary else "",  # noqa: S308 - escaped
        )
    )


def _last_changes(event):
    """What the newest of its changes was about, old and new; the status stands above."""
    newest = [change for change in event.news if change.at == event.news[0].at and change.what != Change.What.STATUS]
    rows = [
        (
            change.get_what_display(),
            ", ".join(shown(change, change.old, event)),
            ", ".join(shown(change, change.new, event)),
        )
        for change in newest
    ]
    if not rows:
        return ""
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: <del>{}</del> → {}</li>", rows))
