"""The words of an event: status, mode, confidentiality and the like."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an event stands. "Over" is not a status, see ``Event.is_over``."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("public")
    UNLISTED = "unlisted", _("unlisted: only with the link")


class AttendanceMode(models.TextChoices):
    """schema.org's eventAttendanceMode."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("in person and online")


class Confidentiality(models.TextChoices):
    """What may be told afterwards; each has a visible label with its meaning."""

    OPEN = "open", _("open")
    CHATHAM_HOUSE = "chatham_house", _("Chatham House Rule")
    CLOSED = "closed", _("closed")

    @property
    def meaning(self):
        return {
            self.OPEN: _("What is said may be quoted."),
            self.CHATHAM_HOUSE: _("What is said may be passed on, but not who said it or who was there."),
            self.CLOSED: _("What is said stays in the room."),
        }[self]


class LineUp(models.TextChoices):
    """How settled it is who speaks."""

    FINAL = "final", _("final")
    ANNOUNCED_SOON = "announced_soon", _("to be announced")
    OPEN_FOR_PROPOSALS = "open_for_proposals", _("open for proposals")


class ItemKind(models.TextChoices):
    WELCOME = "welcome", _("welcome")
    TALK = "talk", _("talk")
    DISCUSSION = "discussion", _("discussion")
    WORKSHOP = "workshop", _("workshop")
    BREAK = "break", _("break")
    SOCIAL = "social", _("get-together")
    END = "end", _("end")
    OTHER = "other", _("other")


class AppearanceRole(models.TextChoices):
    SPEAKER = "speaker", _("speaker")
    MODERATOR = "moderator", _("moderator")
    FACILITATOR = "facilitator", _("facilitator")


class WheelchairAccess(models.TextChoices):
    """How far a place can be used with a wheelchair (the words of wheelmap.org)."""

    UNKNOWN = "", _("not known")
    FULL = "full", _("fully wheelchair accessible")
    PARTIAL = "partial", _("partly wheelchair accessible")
    NONE = "none", _("not wheelchair accessible")
