"""Tags of the page frame: icons, navigation, the software's own facts."""

from functools import cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

register = template.Library()


@register.simple_tag
@cache  # a page has dozens, and the address of the sprite is the same as long as the process lives
def icon(name):
    """A line icon from the sprite, for decoration beside words; hidden from screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), name)


@register.simple_tag
def site_name():
    """The name of the portal, for pages rendered without a context (500)."""
    return settings.SITE_NAME


@register.simple_tag
def software():
    """Where the source of the software is and under which licence."""
    return {"source": getattr(settings, "SOURCE_URL", ""), "licence": getattr(settings, "SOFTWARE_LICENCE", "")}


@register.simple_tag(takes_context=True)
def navigation(context):
    """The main navigation: dicts of label, url and current (value of aria-current, or empty)."""
    request = context.get("request")
    path = request.path if request else ""
    past = bool(request) and request.GET.get("when") == "past"
    entries = [
        (pgettext("navigation", "Events"), "event_list", "", not past),
        (pgettext("navigation", "Looking back"), "event_list", "?when=past", past),
        (pgettext("navigation", "People"), "speaker_list", "", True),
    ]
    items = []
    for label, name, query, matches in entries:
        url = address(name)
        if not url:
            continue
        current = ""
        if matches and path == url:
            current = "page"
        elif path.startswith(url) and not query:
            current = "true" if matches else ""
        items.append({"label": label, "url": url + query, "current": current})
    return items


@register.simple_tag
def legal_pages():
    """Imprint, privacy and accessibility, as far as they exist: pairs of label and address."""
    entries = [(_("Imprint"), "imprint"), (_("Privacy"), "privacy"), (_("Accessibility"), "accessibility")]
    return [(label, url) for label, name in entries if (url := address(name))]


@register.simple_tag
def address(name, *args):
    """The address of a named page, or nothing where the portal is run without it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
