"""The full-screen view for the wall: what is on, what comes next, what the room wants to know most."""

from dataclasses import dataclass

import segno
from django.urls import reverse
from django.utils.safestring import mark_safe

from accounts.capabilities import make_token
from events.models import Event
from outbox.mails import absolute
from participation.lists import MOST, questions_of
from participation.models import QuestionSettings

PURPOSE = "wall"
SHOWN = 6  # questions below the one that is on


@dataclass
class Wall:
    """An event as the projector shows it. The link is for whoever runs it; it can be renewed."""

    event: Event

    @property
    def settings(self):
        return QuestionSettings.of(self.event)

    @property
    def generation(self):
        return self.settings.wall_generation

    @property
    def token(self):
        """Of the address ``/wall/<token>/``."""
        return make_token(PURPOSE, self.event.pk, self.generation)

    @property
    def address(self):
        return reverse("wall", args=[self.token])


def find_wall(pk):
    events = Event.objects.select_related("organisation", "series", "question_settings")
    event = events.filter(pk=pk).first()
    return Wall(event) if event else None


def wall_context(wall, now):
    """What is on, then the shortlist, then the most supported."""
    event, settings = wall.event, wall.settings
    questions = questions_of(event, most=MOST)
    listed = absolute(reverse("questions", args=[event.slug])) if settings.is_public(now) else ""
    return {
        "event": event,
        "settings": settings,
        "questions": questions,
        "coming": [*questions.shortlist, *questions.rest][:SHOWN],
        "is_open": settings.is_open(now),
        "list_address": listed.partition("://")[2].rstrip("/"),
        "code": code_of(listed) if listed and settings.is_open(now) else "",
    }


def code_of(address):
    """A QR code as inline SVG: the policy allows no inline style and no ``data:``."""
    picture = segno.make(address, error="m", micro=False)
    svg = picture.svg_inline(scale=5, border=4, light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(svg)  # noqa: S308
