"""What changes on a stored page with each sign-up and each question: parts that are put in again without the rest.

Templates mark them: ``{% live "seats" %}…{% endlive %}``. How few seats there are and that there is none changes the
words of the whole page, and it is made again; see WORDS_FOR_SEATS.
"""

import re

from django.template.loader import render_to_string
from django.utils.html import format_html

from events.models import Event, Status
from registrations.sign_up_context import sign_up_context

WANTED = "civicevents.stored.live"  # in a request's environment: its answer will be stored, so mark the parts
MARKED = re.compile(rb"<!--live:([a-z-]+)-->(.*?)<!--live-->", re.DOTALL)
# What a State tells apart, and the marked parts that depend on it.
PARTS = {
    "seats": {"seats": "events/detail/_seats.html"},
    "counts": {
        "who-comes": "events/detail/_who_comes.html",
        "sign-up": "events/_signup.html",
        "form": "registrations/_form.html",
    },
    "questions": {"questions": "events/_questions.html"},
}


def marked(name, html):
    return format_html("<!--live:{}-->{}<!--live-->", name, html)


def parts_of(body):
    """The bytes as a list: what stands between the marked parts, and by turns a marked part's name and content."""
    return MARKED.split(body)


def joined(parts):
    """The bytes of the page: every third of the parts is a name."""
    return b"".join(part for number, part in enumerate(parts) if number % 3 != 1)


def renewed(parts, before, after, event_id, now):
    """The parts as they are in the State ``after``."""
    wanted = {}
    for aspect, templates in PARTS.items():
        if getattr(before, aspect) != getattr(after, aspect):
            wanted |= templates
    parts, context = list(parts), {}
    for number in range(1, len(parts), 3):
        name = parts[number].decode()
        if name in wanted:
            context = context or _context(event_id, now)
            parts[number + 1] = _rendered(name, wanted[name], context)
    return parts


def _context(event_id, now):
    related = ("organisation", "series", "venue", "platform", "availability")
    event = Event.objects.defer("search_de", "search_en").select_related(*related).get(pk=event_id)
    return {"event": event, "now": now, "takes_place": event.status == Status.PUBLISHED and not event.is_over(now)}


def _rendered(name, template, context):
    if name == "form":
        context = context | sign_up_context(context["event"], context["now"]) | {"heading_level": 2}
    return render_to_string(template, context).encode()
