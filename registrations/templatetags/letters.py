"""Tags of the mails about events; like those of `outbox` they are rendered twice, as text and as HTML."""

from django import template
from django.utils.html import format_html

from outbox.mails import one_line

register = template.Library()
register.filter(one_line)


@register.simple_tag(takes_context=True)
def event_title(context, title=None):
    """The event's title, in HTML with its language where that is not the mail's, and with a direction of its own."""
    title = title or context["title"]
    if not context["html"]:
        return one_line(title)
    return format_html('<strong lang="{}" dir="auto">{}</strong>', title.language, one_line(title))


@register.simple_block_tag(takes_context=True)
def link_paragraph(context, content, url):
    """A link that is a paragraph of its own, for the one thing that may be asked besides the button."""
    label = content.strip()
    if not context["html"]:
        return f"{label}: {url}"
    return format_html('\n\n<p style="margin:0 0 16px"><a href="{}" style="color:#16191c">{}</a></p>\n\n', url, label)
