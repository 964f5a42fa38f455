"""Tags of the mail templates, which are rendered twice: as text (context ``html`` is false) and as HTML."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from outbox.mails import as_typed

register = template.Library()
BUTTON = (
    "display:inline-block;padding:12px 20px;background:#ffd400;color:#16191c;border:2px solid #16191c;"
    "border-radius:3px;font-weight:bold;text-decoration:none"
)


@register.simple_block_tag(takes_context=True)
def button(context, content, url):
    """The one thing that the mail asks for: `{% button url %}Words{% endbutton %}`, the address in full below it."""
    label = content.strip()
    if not context["html"]:
        return f"\n\n{label}:\n{url}\n\n"
    return format_html(
        '\n\n<p style="margin:24px 0"><a class="button" href="{0}" style="{1}">{2}</a><br>'
        '<span style="display:block;margin-top:8px;font-size:14px;word-break:break-all">{0}</span></p>\n\n',
        url, BUTTON, label,
    )  # fmt: skip


@register.simple_block_tag(takes_context=True)
def link(context, content, url):
    """`{% link url %}Words{% endlink %}`: "Words: address" in the text, a link in HTML."""
    label = content.strip()
    if not context["html"]:
        return f"{label}: {url}"
    return format_html('<a href="{}" style="color:#16191c">{}</a>', url, label)


@register.simple_tag(takes_context=True)
def signature(context):
    """The line above who sends this and why."""
    return mark_safe('<hr style="margin:24px 0;border:0;border-top:1px solid #d3d7d0">') if context["html"] else "--"


@register.simple_tag(takes_context=True)
def organiser_text(context, text, html, language=""):
    """An organiser's Markdown: as they typed it in the text, as the sanitised HTML it was rendered to in the HTML."""
    if not text:
        return ""
    if not context["html"]:
        return mark_safe(f"\n\n{text.strip()}\n\n")  # noqa: S308
    # A blank line inside the HTML (in <pre>) must not be taken for the end of a paragraph of the mail.
    html = mark_safe(html.replace("\n", "&#10;"))  # noqa: S308
    return format_html('\n\n<div lang="{}">{}</div>\n\n', language or context["language"], html)


@register.filter
def typed(value):
    """What a participant typed, in one line; no mail app makes a link of it."""
    return as_typed(value)


@register.filter
def typed_lines(value):
    """A longer text that a participant typed, quoted line by line."""
    return "\n".join(f"> {as_typed(line)}".rstrip() for line in str(value).splitlines())
