"""How pictures, their credit lines and logos stand on a page."""

import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from pictures.links import preview_query

register = template.Library()
LOGO_SIZE = re.compile(r"-(\d+)x(\d+)(?:_\w+)?\.webp$")


@register.inclusion_tag("pictures/picture.html", takes_context=True)
def picture(context, picture, sizes="100vw", loading="lazy", most_height=None, **attributes):
    """A responsive picture; nothing at all without one that may be shown.

    ``{% picture speaker.picture sizes="8.5rem" class="person__pic" %}``. In a page whose context says
    ``is_preview``, the addresses are signed so that they work before publication. ``most_height`` in pixels makes the
    width that belongs to it known before the picture has arrived: a style sheet cannot.
    """
    if not picture or not picture.is_showable:
        return {}
    query = preview_query(picture.key) if context.get("is_preview") else ""
    sources = {
        ending: ", ".join(f"{picture.address(ending, width)}{query} {width}w" for width in picture.widths)
        for ending in ("avif", "webp")
    }
    middle = next((width for width in picture.widths if width >= 640), picture.widths[-1])
    shrunk = min(1, most_height / picture.height) if most_height and picture.height else 1
    return {
        "picture": picture,
        "width": round(shrunk * picture.width),
        "height": round(shrunk * picture.height),
        "avif": sources["avif"],
        "webp": sources["webp"],
        "src": picture.address("webp", middle) + query,
        "sizes": sizes,
        "loading": loading,
        "class": attributes.get("class", ""),
    }


@register.simple_tag
def credit(picture, depicted=True):
    """Who is depicted, who made the picture, under which licence, as the inside of a paragraph."""
    if not picture or not picture.is_showable:
        return ""
    author = picture.author
    if picture.source_url:
        author = format_html('<a href="{}" rel="noopener">{}</a>', picture.source_url, author)
    licence = picture.get_licence_display()
    if picture.licence_link:
        licence = format_html('<a href="{}" rel="license noopener">{}</a>', picture.licence_link, licence)
    line = format_html(_("Picture: {author}, {licence}"), author=author, licence=licence)
    return format_html("{} – {}", picture.depicted, line) if depicted and picture.depicted else line


@register.simple_tag(takes_context=True)
def logo(context, file, alternative_text, **attributes):
    """A stored logo with its size: ``{% logo organisation.logo organisation.logo_alternative_text class="logo" %}``."""
    if not file or not alternative_text:
        return ""
    query = preview_query(file.name) if context.get("is_preview") else ""
    size = LOGO_SIZE.search(file.name)
    measures = format_html(' width="{}" height="{}"', *size.groups()) if size else ""
    style = format_html(' class="{}"', attributes["class"]) if attributes.get("class") else ""
    return format_html(
        '<img src="{}" alt="{}"{}{} loading="lazy" decoding="async">',
        file.url + query,
        alternative_text,
        mark_safe(measures),  # noqa: S308 (made by format_html above)
        mark_safe(style),  # noqa: S308
    )
