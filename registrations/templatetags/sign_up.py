"""The sign-up form on the page of a meetup."""

from django import template

from registrations.sign_up_context import sign_up_context
from registrations.who_comes import who_comes

register = template.Library()


@register.inclusion_tag("registrations/_on_event_page.html")
def sign_up_section(event, now, takes_place, is_preview=False):
    """The form, or why there is none; nothing for events that take no sign-ups here."""
    seats = getattr(event, "availability", None)
    if not takes_place or is_preview or not (seats and seats.takes_registrations):
        return {"takes_registrations": False}
    return sign_up_context(event, now) | {"on_event_page": True}


@register.inclusion_tag("registrations/_who_comes.html")
def who_comes_line(event, takes_place):
    """The public line "12 from municipalities, 9 volunteers", where the organiser wants it."""
    seats = getattr(event, "availability", None)
    return {"groups": who_comes(event) if takes_place and seats and seats.takes_registrations else []}
