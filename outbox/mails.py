"""What a kind of mail is: a function that renders it at the moment it is sent.

Apps declare their kinds in `<app>/mails.py`, which is found by itself:

    @mail("registrations.confirmed")
    def confirmed(message, now):
        registration = Registration.objects.filter(pk=message.parameters["registration"]).first()
        if registration is None or not registration.is_confirmed:
            return Drop("no longer confirmed")
        subject = _("Your seat: %(title)s") % {"title": registration.event.title}
        return compose(message, subject=subject, context={"registration": registration}, reply_to="…")

with the words in `templates/mail/registrations/confirmed.txt`. The function runs in the message's language.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import override

KINDS = {}
WORD_JOINER = "\u2060"


class Attachment(NamedTuple):
    name: str
    content: bytes
    content_type: str


class Calendar(NamedTuple):
    """An iCalendar object with METHOD, as RFC 6047 puts it into a mail: mail apps offer to add or update the entry."""

    content: bytes
    method: str  # REQUEST, CANCEL or PUBLISH, as in the content
    name: str = "event.ics"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A mail ready to be sent. The plain text is the mail; the HTML says the same."""

    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    calendar: Calendar | None = None
    attachments: tuple[Attachment, ...] = ()
    unsubscribe: str = ""  # an address that stops mails of this kind by a POST (RFC 8058)
    headers: dict[str, str] = field(default_factory=dict)


class Drop(NamedTuple):
    """Instead of a mail: it is not needed any more, and why."""

    reason: str


class UnknownKind(LookupError):
    """No app declares this kind of mail."""


def mail(kind):
    """Declare a kind of mail; the function gets the message and `now`, and returns a Mail or a Drop."""

    def register(function):
        KINDS[kind] = function
        return function

    return register


def render(message, *, now):
    """The Mail, or the Drop, that a message is at this moment."""
    if message.kind not in KINDS:
        raise UnknownKind(f"No app declares mails of the kind “{message.kind}”.")
    with override(message.language):
        return KINDS[message.kind](message, now)


def compose(message, *, subject, context, **more):
    """A Mail from `templates/mail/<app>/<kind>.txt`, rendered twice: as text, and as HTML with the same words.

    In the template, paragraphs are parted by an empty line and `{% load mail %}` has the tags for buttons, links and
    organisers' Markdown. Values are text in both: nothing in them becomes markup, and `|typed` keeps mail apps from
    making links of what a participant typed.
    """
    template = get_template(f"mail/{message.kind.replace('.', '/')}.txt").template
    context = {
        "site_name": settings.SITE_NAME, "base_url": settings.BASE_URL, "language": message.language, **context
    }  # fmt: skip
    text = template.render(Context(context | {"html": False}, autoescape=False))
    body = template.render(Context(context | {"html": True}, autoescape=True))
    page = get_template("mail/page.html").template
    html = page.render(Context(context | {"subject": one_line(subject), "body": _paragraphs(body)}))
    return Mail(subject=subject, text=re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html=html, **more)


def absolute(address):
    """An address of this portal as mails carry it: below the configured base, never below what a request said."""
    return settings.BASE_URL.rstrip("/") + address


def one_line(text):
    """Text fit for a header: in one line, without control characters and without those that turn the reading order of
    what follows."""
    text = re.sub(r"[\u202a-\u202e\u2066-\u2069]", "", str(text))
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def as_typed(text):
    """What a participant typed, for the inside of a mail: in one line, and no mail app makes a link of it.

    An invisible word joiner is put into whatever looks like an address: after the dot of "example.org", in "://".
    """
    text = " ".join(one_line(text).split()).replace("://", f":{WORD_JOINER}//")
    return re.sub(r"(?<=\w)([.。．｡@])(?=\w)", rf"\1{WORD_JOINER}", text)


def _paragraphs(body):
    """Only the template's own tags can start a paragraph with "<": in values it is escaped."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", body.strip()))
    style = 'style="margin:0 0 16px"'
    return mark_safe(  # noqa: S308
        "\n".join(p if p.startswith("<") else f"<p {style}>" + p.replace("\n", "<br>\n") + "</p>" for p in parts if p)
    )
