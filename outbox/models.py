"""The queue of all mail: a row is a mail owed to somebody, rendered when it is sent. And when the timed jobs ran."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

REMEMBER_RECIPIENTS = timedelta(days=30)
OPEN = ("queued", "held")


class MessageQuerySet(models.QuerySet):
    def due(self, now):
        """What a worker may take: due at `now`, and not leased to another worker on the database's own clock."""
        free = models.Q(leased_until=None) | models.Q(leased_until__lt=Now())
        return self.filter(free, state=Message.State.QUEUED, not_before__lte=now).order_by("not_before", "pk")

    def open(self):
        """What may still be sent."""
        return self.filter(state__in=OPEN)

    def to_forget(self, now):
        """What is over for a month and still says who got it."""
        return self.exclude(state__in=OPEN).exclude(recipient="").filter(not_before__lt=now - REMEMBER_RECIPIENTS)

    def about(self, instance):
        return self.filter(about=name_of(instance))


class Message(models.Model):
    """A mail owed: its kind, its recipient, the parameters that its kind needs to render it.

    ``message_id`` is fixed when the row is written, so that a mail sent twice after a crash is recognised as one.
    ``about`` names the object it concerns ("events.event:12"), for organisers' views of their mails. ``once`` is the
    name of an occasion that a mail is written for once only; it holds no personal data, because it outlives them.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting to be sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DROPPED = "dropped", _("no longer needed")
        HELD = "held", _("held back")

    kind = models.CharField(_("kind"), max_length=80)
    recipient = models.EmailField(_("recipient"), max_length=320, blank=True)
    language = models.CharField(_("language"), max_length=5, default="de")
    parameters = models.JSONField(default=dict, blank=True)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    message_id = models.CharField(max_length=250, unique=True)
    once = models.CharField(max_length=200, null=True, blank=True, unique=True)
    not_before = models.DateTimeField(_("not before"))
    expires_at = models.DateTimeField(_("not after"), null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(_("attempts"), default=0)
    error = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(_("created"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["not_before", "id"], name="message_due", condition=models.Q(state="queued"))]

    def __str__(self):
        return f"{self.kind} → {self.recipient}"


class Hold(models.Model):
    """While there is one, no mail is sent: set after a restore, whose queue may hold mails that went out already."""

    reason = models.CharField(_("reason"), max_length=200, blank=True)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("hold on all mail")
        verbose_name_plural = _("holds on all mail")

    def __str__(self):
        return self.reason


class JobRun(models.Model):
    """When a timed job is due again and how it went last; ``error`` is empty when it went well."""

    name = models.CharField(_("job"), max_length=100, unique=True)
    due_at = models.DateTimeField(_("due"))
    started_at = models.DateTimeField(_("started"), null=True)
    succeeded_at = models.DateTimeField(_("last success"), null=True)
    error = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("timed job")
        verbose_name_plural = _("timed jobs")
        ordering = ["name"]

    def __str__(self):
        return self.name


def name_of(instance):
    """How a message names the object that it concerns, for instance "events.event:12"."""
    return f"{instance._meta.label_lower}:{instance.pk}"
