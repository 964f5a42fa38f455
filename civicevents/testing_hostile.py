"""What people type who mean harm, put into every text field there is, and a reader that sees what came of it."""

from collections import Counter
from html.parser import HTMLParser
from itertools import count, cycle

from django.apps import apps
from django.core.validators import URLValidator
from django.db import models

from events.models import SearchWord
from outbox.markdown import TAGS, MarkdownField

PAYLOADS = [
    "</script><script>alert('pwned')</script>",
    '"><img src=x onerror=alert(1) pwned>',
    "Bcc: spy@pwned.example\r\nBcc: spy@pwned.example",
    "{{ 7|add:7 }}{% debug %}%(name)s%s%{0.__class__}{event.pk}${x}",
    "=1+1",
    "' autofocus onfocus=alert(1) pwned='",
    "Zeile\u2028END:VEVENT\u2029BEGIN:VALARM\x85X",
    "<svg pwned onload=alert(1)><script>1</script></svg>",
    "[Klick](javascript:alert%281%29) [zwei](JaVa\tScRiPt:alert(1))",
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:pwned\r\nATTACH:https://pwned.example",
    "<math><mtext><mglyph><style><img pwned onerror=alert(1)></style></mglyph></mtext></math>",
    "+49 30 1234",
    "[a](data:text/html;base64,PHN2Zz4=) ![b](https://pwned.example/x.png)",
    "\t=cmd|' /C calc'!A0",
    "[c](&#106;avascript:alert(1)) <javascript:alert(1)> [d](vbscript:x)",
    "Anna \u202egnp.exe\u2066 \u200f",
    "раураl \uff1cscript\uff1e \uff1d1+1",
    "🦙👩🏽‍💻 Zoë ﷽ e\u0301",
    "<!--<a pwned href='javascript:1'>--><![CDATA[<pwned/>]]>&lt;b pwned&gt;&#60;i pwned&#62;",
    "<a href=javascript:alert(1) pwned style=x:expression(1)>x</a><base href=//pwned.example>",
    "]]></summary><entry><id>pwned</id></entry><x xmlns='urn:x'>",
    '";X-PWNED=1:;,\\n\\;,\\',
    "<iframe srcdoc='<script pwned>'></iframe><form action=//pwned.example><input name=pwned>",
    "-1;@SUM(A1);\x0b\x0c\x01\x1b[31m",
    "`<b pwned>`\n\n    <b pwned>\n\n<b pwned>\n> <b pwned>\n\n| a |\n|---|\n| <b pwned> |",
]
HARMLESS = [f"Wort {number}" for number in range(500)]
# What participants type may not even become a link of a mail program, so theirs can be told from organisers'.
LINKS = ["Gewinn: https://evil.example/?a=b", "www.evil.example x@evil.example [hier](https://evil.example) \u202eevil"]
# Not typed: keys, derived values, and codes that are checked against a list.
NOT_TYPED = {
    "sort_key", "uid", "key", "language", "time_zone", "country", "source", "source_id", "source_licence",
    "address_key", "door_code", "notice_version", "approved_digest", "allowed_domains", "password", "model",
    "kind",
}  # fmt: skip
THEIRS = {
    "Registration", "Answer", "InvitedGuest", "Voice", "AudienceQuestion", "Point", "Proposal", "Comment",
    "Contributor", "Report",
}  # fmt: skip
ONE_OF_SEVERAL = {"Origin": "label"}  # is filled in only where the row is nothing else
KEPT = {"Tally", "Erasure", "Attempt", "Round", "Call", "Export", "CalendarLink", "FormerSlug"}
APPS = ("accounts", "pictures", "speakers", "events", "registrations", "participation")


def typed_fields(model):
    """The fields of a model that somebody types free text into."""
    for field in model._meta.local_concrete_fields:
        is_text = type(field) in (models.CharField, models.TextField, MarkdownField)
        if is_text and not field.choices and field.name not in NOT_TYPED:
            yield field


def spoil(model, numbers, payloads):
    """Write payloads into every text field of every row of a model, each field beginning with another one."""
    if payloads is PAYLOADS and model.__name__ in THEIRS:
        payloads = [each for pair in zip(PAYLOADS, cycle(LINKS), strict=False) for each in pair]
    fields = list(typed_fields(model))
    for row in model._base_manager.all():
        for field in fields:
            if field.name == ONE_OF_SEVERAL.get(model.__name__) and not getattr(row, field.name):
                continue
            first = next(numbers) % len(payloads)
            between = " " if isinstance(field, models.CharField) else "\n\n"
            text = between.join(payloads[first:] + payloads[:first]) if payloads is not HARMLESS else payloads[first]
            setattr(row, field.name, text[: field.max_length])
        if model.__name__ == "Answer":
            row.value = " ".join(payloads[:60])
        row.save()


def fill_everything(start=0, payloads=PAYLOADS):
    """Everything in the database that somebody typed is hostile from here on; or harmless, with other payloads."""
    numbers = count(start)
    for model in apps.get_models():
        is_ours = model._meta.app_label in APPS and not model._meta.proxy
        if is_ours and model is not SearchWord and model.__name__ not in KEPT:
            spoil(model, numbers, payloads)


def address_fields():
    """Every field that holds a web address."""
    for model in apps.get_models():
        if model._meta.app_label in APPS and not model._meta.proxy:
            for field in model._meta.local_concrete_fields:
                if any(isinstance(validator, URLValidator) for validator in field.validators):
                    yield field


class Page(HTMLParser):
    """Elements, attributes and addresses of a page, with the contents of data blocks, as a browser makes them out."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.addresses, self.data, self.texts = Counter(), set(), [], [], []
        self.block = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags[tag] += 1
        for name, value in attributes:
            self.attributes.add(name)
            if name in ("href", "src", "action", "formaction", "srcset", "poster", "data", "xlink:href", "content"):
                self.addresses.append("".join((value or "").split()).lower())
        self.block = dict(attributes).get("type") if tag == "script" else None

    def handle_endtag(self, tag):
        if tag == "script":
            self.block = None

    def handle_data(self, text):
        (self.data if self.block == "application/ld+json" else self.texts).append(text)

    @property
    def skeleton(self):
        """How often there is each element that no Markdown makes."""
        return {tag: number for tag, number in self.tags.items() if tag not in TAGS | {"span", "div"}}

    def check(self, where):
        """Nothing that a payload wanted to be has become of it."""
        bad = {name for name in self.attributes if name.startswith("on") or "pwned" in name or "<" in name}
        assert not bad | (self.attributes & {"srcdoc"}), (where, bad)  # noqa: S101
        assert not {tag for tag in self.tags if "pwned" in tag or tag in FORBIDDEN}, where  # noqa: S101
        for address in self.addresses:
            assert not address.startswith(("javascript:", "data:", "vbscript:")), (where, address)  # noqa: S101
        return self


FORBIDDEN = {"iframe", "math", "base", "object", "embed", "mglyph"}
