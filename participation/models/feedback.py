"""Feedback after a meetup: what the organiser asks, and what came together, without a trace of who said what."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import make_token
from events.models import Event, Status
from events.statements import composed_once
from registrations.models import Registration

PURPOSE = "feedback"
DAY = dt.timedelta(days=1)
FEWEST = 5  # answers from which on anybody sees any of them


class FeedbackSettings(models.Model):
    """One row per event; an event without one asks for no feedback. ``published`` is a copy of the numbers as they were
    when the organiser published them, so that the public page tells nothing of who answers afterwards.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="feedback_settings")
    is_on = models.BooleanField(_("asks for feedback"), default=False)
    days = models.PositiveSmallIntegerField(
        _("open for (days after the end)"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    introduction = models.CharField(_("sentence above the form"), max_length=300, blank=True)
    takes_guests = models.BooleanField(
        _("a link for the room"),
        default=False,
        help_text=_("For people who did not sign up: on the wall or as a QR code. Whoever has it can answer."),
    )
    room_generation = models.PositiveIntegerField(default=1, editable=False)
    summary = models.CharField(_("what you make of it"), max_length=600, blank=True, editable=False)
    published = models.JSONField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("rules for the feedback")
        verbose_name_plural = _("rules for the feedback")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def stored_for(cls, event):
        """The event's settings without a look at anything else; None if there are none."""
        found = _settings_of(event=event.pk)
        if not found:
            return None
        found[0].event = event
        return found[0]

    @property
    def token(self):
        """Of the address ``/feedback/<token>/``, for the room."""
        return make_token(PURPOSE, self.event_id, self.room_generation)

    @property
    def closes_at(self):
        return self.event.ends_at + self.days * DAY

    @property
    def closes_on(self):
        """The same on the clock of the event."""
        return self.closes_at.astimezone(self.event.zone)

    def is_open(self, now):
        event = self.event
        took_place = self.is_on and event.status == Status.PUBLISHED and event.is_published(now)
        return took_place and event.ends_at <= now < self.closes_at


@composed_once
def _settings_of(event: int):
    return FeedbackSettings.objects.filter(event=event)


class FeedbackQuestion(models.Model):
    """A question of the form; none has to be answered."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("from 1 to 5")
        CHOICE = "choice", _("one of several")
        SEVERAL = "several", _("any of several")
        TEXT = "text", _("text")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="feedback_questions")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind, default=Kind.SCALE)
    text = models.CharField(_("question"), max_length=300)
    options = models.TextField(
        _("options"),
        max_length=2000,
        blank=True,
        help_text=_("One per line. For 1 to 5: what 1 means and what 5 means, if you like."),
    )
    is_public = models.BooleanField(
        _("may be published"), default=True, help_text=_("As numbers. Texts are never published.")
    )

    class Meta:
        verbose_name = _("question of the feedback")
        verbose_name_plural = _("questions of the feedback")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["choice", "several"]) | ~Q(options=""),
                name="a_feedback_question_with_a_choice_has_options",
                violation_error_message=_("Enter the options to choose from, one per line."),
            )
        ]

    def __str__(self):
        return self.text

    @property
    def lines(self):
        return list(dict.fromkeys(line.strip() for line in self.options.splitlines() if line.strip()))

    @property
    def choices(self):
        """Pairs of what is counted and its label."""
        if self.kind == self.Kind.TEXT:
            return []
        if self.kind != self.Kind.SCALE:
            return [(line, line) for line in self.lines]
        ends = self.lines[:1], self.lines[1:2]
        words = {"1": ends[0], "5": ends[1]}
        return [(n, f"{n} ({words[n][0]})" if words.get(n) else n) for n in "12345"]


class FeedbackBox(models.Model):
    """All answers to one event, added up: one row that every answer writes anew.

    There is no row per answer, no time and no order (texts are kept sorted), so that not even whoever reads the
    database can tell who said what, or which answers came from the same person. ``numbers`` has for each question's id
    how many answered (``given``) and how often what was chosen (``by``), ``texts`` a list of texts.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="feedback_box")
    answers = models.PositiveIntegerField(default=0)
    from_room = models.PositiveIntegerField(default=0)
    numbers = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")

    def __str__(self):
        return str(self.answers)

    @property
    def is_enough(self):
        return self.answers >= FEWEST


class FeedbackGiven(models.Model):
    """That a participant has answered, and nothing about what or when; shown to nobody but them."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, primary_key=True, related_name="feedback_given"
    )

    class Meta:
        verbose_name = _("who has given feedback")
        verbose_name_plural = _("who has given feedback")

    def __str__(self):
        return str(self.registration_id)


class EventFeedback(Event):
    """The admin's page of an event's feedback. The same row as the event."""

    class Meta:
        proxy = True
        verbose_name = _("feedback on a meetup")
        verbose_name_plural = _("feedback, by meetup")
