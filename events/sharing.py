"""Texts with which organisers tell of an event: for a mail, for a messenger, for Mastodon."""

import re
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from events.dates import short_day, time_short, when_line
from events.models import AppearanceRole, LineUp, Status

MASTODON_LIMIT = 500
# Mastodon counts every address as that many characters.
ADDRESS_COUNTS = 23
ADDRESS = re.compile(r"https?://\S+")
HASHTAGS = 3


class Shared(NamedTuple):
    """A text to copy; only mails have a subject."""

    kind: str
    language: str
    subject: str
    body: str


def shared_texts(event):
    """All texts, in the event's language and, where its title is translated, in the other one.

    ``event`` is as ``with_names`` of the queryset gives it, or queries as it goes.
    """
    languages = [event.language] + ([event.other_language] if event.title_translated else [])
    texts = []
    for language in languages:
        with override(language):
            facts = _Facts(event, language)
            texts += [
                Shared("mail", language, facts.subject, _mail(facts)),
                Shared("messenger", language, "", _messenger(facts)),
                Shared("mastodon", language, "", _mastodon(facts)),
            ]
    return texts


def page_address(event):
    """The full address of the event's page in the active language."""
    return f"{settings.BASE_URL}{event.get_absolute_url()}"


class _Facts:
    """The event in words of the active language."""

    def __init__(self, event, language):
        self.event = event
        self.name = event.in_language("title", language).text
        self.off = event.status == Status.CANCELLED
        self.title = _("Cancelled: %(title)s") % {"title": self.name} if self.off else self.name
        self.lead = event.status_reason if self.off else event.in_language("summary", language).text
        self.address = page_address(event)
        self.when = _("The new date is not known yet") if event.status == Status.POSTPONED else when_line(event)
        self.place = _place(event)
        self.hosts = [str(host) for host in hosts_of(event)]

    @property
    def subject(self):
        if self.off or self.event.status == Status.POSTPONED:
            return self.title if self.off else _("Postponed: %(title)s") % {"title": self.name}
        return _("Invitation: %(title)s, %(day)s") % {"title": self.name, "day": short_day(self.event.first_day)}

    @property
    def short_when(self):
        if self.event.status == Status.POSTPONED:
            return self.when
        return f"{short_day(self.event.first_day)}, {time_short(self.event)}"

    @property
    def takes_sign_ups(self):
        seats = getattr(self.event, "availability", None)
        return bool(self.event.external_signup_url or (seats and seats.takes_registrations))

    @property
    def call(self):
        """What to do, with the address of the page."""
        if self.off or self.event.status == Status.POSTPONED or not self.takes_sign_ups:
            return _("More about it: %(address)s") % {"address": self.address}
        if self.event.source:  # taken over from elsewhere, where nobody said what it costs
            return _("Sign up here: %(address)s") % {"address": self.address}
        return _("Free of charge, sign up here: %(address)s") % {"address": self.address}


def _mail(facts):
    lines = [_("When: %(when)s") % {"when": facts.when}, _("Where: %(place)s") % {"place": facts.place}]
    if people := _people(facts.event):
        lines.append(_("With: %(people)s") % {"people": people})
    hosts = _joined(facts.hosts)
    parts = [
        _("Hello,"),
        _opening(facts) % {"hosts": hosts},
        facts.name,
        facts.lead,
        "\n".join(lines),
        facts.call,
        _("Kind regards\n%(hosts)s") % {"hosts": hosts},
    ]
    return "\n\n".join(part for part in parts if part)


def _opening(facts):
    if facts.off:
        return _("unfortunately this event had to be cancelled:")
    if facts.event.status == Status.POSTPONED:
        return _("this event has been postponed:")
    return ngettext("%(hosts)s cordially invites you to:", "%(hosts)s cordially invite you to:", len(facts.hosts))


def _messenger(facts):
    parts = [facts.title, f"{facts.short_when} · {facts.place}", facts.lead, facts.call]
    return "\n".join(part for part in parts if part)


def _mastodon(facts):
    """At most 500 characters as Mastodon counts them: first the hashtags go, then the end of the summary."""
    head, call = f"{facts.title}\n{facts.short_when} · {facts.place}", facts.call
    tags = " ".join(f"#{tag}" for tag in _hashtags(facts.event))
    for ending in (f"{call}\n{tags}", call) if tags else (call,):
        room = MASTODON_LIMIT - mastodon_length(f"{head}\n\n\n\n{ending}")
        if len(facts.lead) <= room or ending == call:
            break
    parts = [head if room >= 0 else _cut(head, len(head) + room), _cut(facts.lead, room), ending]
    return "\n\n".join(part for part in parts if part)


def mastodon_length(text):
    return len(ADDRESS.sub("x" * ADDRESS_COUNTS, text))


def _cut(text, room):
    """The text, or its beginning up to a word, with an ellipsis."""
    if len(text) <= room:
        return text
    if room < 20:
        return ""
    return f"{text[: room - 2].rsplit(' ', 1)[0].rstrip(' ,.;:–')} …"


def _hashtags(event):
    """CamelCase, as screen readers need it: "Offene Daten" becomes OffeneDaten."""
    tags = ["".join(w[:1].upper() + w[1:] for w in re.findall(r"\w+", str(topic))) for topic in event.topics.all()]
    return [tag for tag in tags if tag and not tag.isdigit()][:HASHTAGS]


def hosts_of(event):
    """The publishing organisation and the co-hosts that have accepted."""
    accepted = event.co_hosts.exclude(accepted_at=None).select_related("organisation")
    return [event.organisation, *(row.organisation for row in accepted)]


def _people(event):
    """Who speaks, or the sentence instead of names."""
    if event.line_up != LineUp.FINAL and event.line_up_note:
        return event.line_up_note
    rows = event.appearances.filter(role=AppearanceRole.SPEAKER).select_related("speaker")
    return _joined(list(dict.fromkeys(str(row.speaker) for row in rows)))


def _place(event):
    where = []
    if event.is_in_person:
        venue = event.venue
        address = ", ".join(filter(None, [venue.name, event.room, venue.address])) if venue else ""
        where.append(address or _("the place will be announced"))
    if event.is_online:
        where.append(_("online (%(platform)s)") % {"platform": event.platform} if event.platform else _("online"))
    words = _("%(place)s, and %(online)s") % {"place": where[0], "online": where[1]} if len(where) > 1 else where[0]
    return words[:1].upper() + words[1:]


def _joined(names):
    """A, B und C"""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
