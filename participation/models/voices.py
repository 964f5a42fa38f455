"""Who takes part without an account, and the limits on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import make_token
from events.models import Event
from registrations.models import Registration

PURPOSE = "voice"


class VoiceQuerySet(models.QuerySet):
    def guests(self):
        return self.filter(registration=None)


class Voice(models.Model):
    """Somebody who takes part in what is said around an event: a participant, or a guest of whom nothing is known.

    A guest's voice is made when they press "Take part"; its page is a capability, so that no cookie is needed. Raising
    ``generation`` revokes the link. Rows go on the event's deletion day, see `participation.actions.erasing`.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="voices")
    registration = models.OneToOneField(
        Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="voice", editable=False
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    generation = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")

    def __str__(self):
        return str(self.pk)

    @property
    def token(self):
        """Of a guest's page ``/voices/<token>/``; participants act from the page of their registration."""
        return make_token(PURPOSE, self.pk, self.generation)

    @property
    def known_name(self):
        return self.registration.name if self.registration_id else self.name


class Attempt(models.Model):
    """Somebody took part or said something, for limits. The client is a keyed hash; rows live for a day."""

    class What(models.TextChoices):
        VOICE = "voice", _("taking part")
        QUESTION = "question", _("question")
        CONTRIBUTION = "contribution", _("contribution")
        REPORT = "report", _("report")
        FEEDBACK = "feedback", _("feedback")

    what = models.CharField(max_length=12, choices=What)
    client = models.CharField(max_length=32, blank=True)
    event_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["client", "at"], name="effort_by_client", condition=~Q(client="")),
            models.Index(fields=["event_id", "at"], name="effort_by_event"),
            models.Index(fields=["at"], name="effort_by_time"),
        ]

    def __str__(self):
        return f"{self.what} {self.at:%H:%M:%S}"
