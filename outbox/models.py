"""The queue of all mail: a row is a mail owed to somebody, rendered when it is sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """A mail owed: its kind, its recipient, the parameters that its kind needs to render it.

    ``message_id`` is fixed when the row is written, so that a mail sent twice after a crash is recognised as one.
    ``about`` names the object it concerns ("events.event:12"), for organisers' views of their mails.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DROPPED = "dropped", _("no longer needed")
        HELD = "held", _("held back")

    kind = models.CharField(max_length=80)
    recipient = models.EmailField(max_length=320)
    language = models.CharField(max_length=5, default="de")
    parameters = models.JSONField(default=dict, blank=True)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    message_id = models.CharField(max_length=250, unique=True)
    once = models.CharField(max_length=200, null=True, blank=True, unique=True)
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["not_before"], name="message_due", condition=models.Q(state="queued"))]

    def __str__(self):
        return f"{self.kind} → {self.recipient}"
