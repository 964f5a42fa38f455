"""Atom (RFC 4287): one entry per event; it is new again when time, place, mode or status change.

Ids are tag URIs (RFC 4151) made of the event's stored UID, so that they outlive a new title, slug or host.
"""

from django.conf import settings
from django.db.models import F, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import mark_safe

from events import dates
from events.actions.changes import IMPORTANT
from events.history import shown
from events.ical import clean, one_line
from events.ical.contents import UNSEEN
from events.models import Change, Status
from events.wording import place_line, standing

ENTRIES = 50
NEWS = [Change.What.PUBLISHED, *IMPORTANT]


def latest_news(events):
    """The events of the newest entries, each with ``news_at`` and its important ``news``; newest first."""
    important = Change.objects.filter(what__in=NEWS).order_by("-at", "pk")
    changed = important.filter(event=OuterRef("pk")).values("at")[:1]
    events = events.exclude(status=Status.WITHDRAWN)
    events = events.annotate(news_at=Greatest("publish_at", Coalesce(Subquery(changed), F("publish_at"))))
    events = events.select_related("organisation", "series", "venue", "platform").defer(*UNSEEN)
    changes = Prefetch("changes", important.filter(what__in=IMPORTANT), to_attr="news")
    return events.prefetch_related(changes, "topics").order_by("-news_at", "-pk")[:ENTRIES]


def atom_file(events, *, selection, language, address, now):
    """The bytes of the feed. ``events`` come from ``latest_news``."""
    feed = Atom1Feed(
        title=one_line(selection.title),
        link=settings.BASE_URL + selection.page,
        description=None,
        subtitle=one_line(selection.summary) or None,
        language=language,
        feed_url=address,
        feed_guid=address,
        author_name=one_line(settings.SITE_NAME),
    )
    for event in events:
        title = event.in_language("title", language)
        page = settings.BASE_URL + event.get_absolute_url()
        feed.add_item(
            title=one_line(title.text),
            link=page,
            description=_text(event, language, now),
            unique_id=stable_id(event),
            pubdate=event.publish_at,
            updateddate=event.news_at,
            author_name=one_line(event.organisation.name),
            categories=[one_line(topic.name_in(language)) for topic in event.topics.all()],
        )
    return feed.writeString("utf-8").encode()


def stable_id(event):
    """tag:meetups.example.org,2026:event-5"""
    name, _, host = event.uid.partition("@")
    return f"tag:{host or 'localhost'},{event.created_at:%Y}:{name}"


def _text(event, language, now):
    """HTML of what is said about the event: how it stands, when, where, what changed last, the summary."""
    sign = standing(event, now) if event.status != Status.PUBLISHED else None
    when = "" if event.status == Status.POSTPONED else dates.when_line(event)
    line = " · ".join(filter(None, [sign and sign.words, when, place_line(event)]))
    return clean(
        format_html(
            "<p>{}</p>{}{}{}",
            line,
            format_html("<p>{}</p>", event.status_reason) if sign and event.status_reason else "",
            _last_changes(event),
            mark_safe(linebreaks(event.in_language("summary", language).text, autoescape=True)),  # noqa: S308 - escaped
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
