"""What the organiser asks at sign-up, and what people answer."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from events.statements import composed_once
from registrations.models.registration import Registration
from registrations.models.tickets import TicketType


class Question(models.Model):
    """A question of the sign-up form. *Sensitive* ones (access needs, say) ask for a consent of their own, are hidden
    from helpers, left out of exports unless asked for, and erased ``delete_after_days`` after the event's end.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        LONG_TEXT = "long_text", _("long text")
        CHOICE = "choice", _("one of several")
        SEVERAL = "several", _("any of several")
        YES_NO = "yes_no", _("yes or no")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        CONSENT = "consent", _("consent (a box to tick)")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    ticket_type = models.ForeignKey(
        TicketType,
        verbose_name=_("only for"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="questions",
        help_text=_("Empty: for everyone."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind, default=Kind.TEXT)
    text = models.CharField(_("question"), max_length=300)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    options = models.TextField(_("options"), max_length=4000, blank=True, help_text=_("One per line."))
    required = models.BooleanField(_("must be answered"), default=False)
    sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("For example access needs: shown to few, deleted early.")
    )
    delete_after_days = models.PositiveSmallIntegerField(
        _("sensitive answers are deleted after (days)"), default=7, validators=[MaxValueValidator(365)]
    )

    class Meta:
        verbose_name = _("sign-up question")
        verbose_name_plural = _("sign-up questions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["choice", "several"]) | ~Q(options=""),
                name="a_question_with_a_choice_has_options",
                violation_error_message=_("Enter the options to choose from, one per line."),
            )
        ]

    def __str__(self):
        return self.text

    @property
    def choices(self):
        """The options, in order, each once."""
        return list(dict.fromkeys(line.strip() for line in self.options.splitlines() if line.strip()))


@composed_once
def questions_of(event: int):
    return Question.objects.filter(event=event)


def is_given(value):
    """An empty text, list or null is no answer; "no" and 0 are."""
    return value not in (None, "", [])


class Answer(models.Model):
    """A JSON value by the question's kind: a string (text, choice, ISO date), a list of strings, a bool, a number."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    value = models.JSONField(_("answer"))
    consented_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question__position", "question_id"]
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="a_question_is_answered_once")]

    def __str__(self):
        return self.shown

    @property
    def shown(self):
        """The answer in words, in the current language."""
        if isinstance(self.value, bool):
            return str(_("yes") if self.value else _("no"))
        return ", ".join(self.value) if isinstance(self.value, list) else str(self.value)
