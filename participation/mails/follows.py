"""Mails to those who follow: the link that confirms, and what is new, each with its end in one click (RFC 8058)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.mails import Drop, absolute, compose, mail
from participation.models import Follow, Rhythm, StageChange
from participation.news import items, news
from registrations import links
from registrations.mails import words

RELATED = ("series", "organisation", "programme", "idea__board")


@mail("participation.follow_asked")
def follow_asked(message, now):
    """To an address that somebody typed: its owner confirms, or does nothing."""
    follow = _follow(message)
    if follow is None:
        return Drop("nobody follows any more")
    return compose(message, subject=_("News of %(name)s") % {"name": name_of(follow)}, context=_about(follow))


@mail("participation.follow_news")
def follow_news(message, now):
    follow = _follow(message)
    if follow is None or not follow.is_confirmed:
        return Drop("nobody follows any more")
    changes = news(follow.events(now)).filter(pk__in=message.parameters["changes"])
    found = items(changes, now)
    if not found:
        return Drop("nothing of it is true any more")
    return compose(
        message,
        subject=_subject(found),
        context=_about(follow) | {"items": [_lines(item, now) for item in found]},
        unsubscribe=absolute(reverse("follow_end", args=[follow.token])),
    )


@mail("participation.follow_idea")
def follow_idea(message, now):
    """An idea is in another state, with the explanation that its page gives."""
    follow = _follow(message)
    if follow is None or not follow.is_confirmed:
        return Drop("nobody follows any more")
    change = StageChange.objects.filter(pk=message.parameters["change"], idea=follow.idea_id).first()
    idea = follow.idea
    if change is None or not idea.is_published or not idea.board.is_public:
        return Drop("the idea is not public any more")
    state = change.get_new_display()
    return compose(
        message,
        subject=_("%(idea)s: %(state)s") % {"idea": name_of(follow), "state": state},
        context=_about(follow) | {"change": change, "state": state, "idea": idea,
                                  "idea_page": absolute(idea.get_absolute_url())},
        unsubscribe=absolute(reverse("follow_end", args=[follow.token])),
    )  # fmt: skip


def name_of(follow):
    """What is followed, by name; the portal's own for everything."""
    followed = follow.followed
    return "" if followed is None else str(getattr(followed, "shown_title", followed))


def _follow(message):
    return Follow.objects.select_related(*RELATED).filter(pk=message.parameters.get("follow")).first()


def _about(follow):
    return {
        "name": name_of(follow),
        "confirmed": follow.is_confirmed,
        "is_idea": follow.idea_id is not None,
        "is_weekly": follow.rhythm == Rhythm.WEEKLY,
        "page": absolute(reverse("follow_page", args=[follow.token])),
        "end_page": absolute(reverse("follow_end", args=[follow.token])),
    }


def _subject(found):
    first = found[0]
    if len(found) == 1:
        return f"{first.words[0]}: {first.event.shown_title}"
    others = len(found) - 1
    return ngettext(
        "News: %(title)s and one more meetup", "News: %(title)s and %(others)d more meetups", others
    ) % {"title": first.event.shown_title, "others": others}  # fmt: skip


def _lines(item, now):
    event = item.event
    return {
        "what": ", ".join(map(str, item.words)),
        "title": event.shown_title,
        "when": words.when(event),
        "where": words.where(event),
        "page": links.event_page(event),
        "is_over": event.is_over(now),
    }
