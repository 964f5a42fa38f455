"""What readers report, and what moderators decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, Role
from events.models import Event


class Report(models.Model):
    """Somebody says that something should not stand there. Of who says it nothing is kept.

    ``kind`` and ``object_id`` name what is meant, see `participation.moderation`. The row goes with the decision.
    """

    kind = models.CharField(max_length=30)
    object_id = models.BigIntegerField()
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["kind", "object_id"], name="report_by_what")]

    def __str__(self):
        return self.reason


class DecisionQuerySet(models.QuerySet):
    def controlled_by(self, user, roles=tuple(Role)):
        """Those about places of this user's organisations."""
        if user.is_superuser and user.is_active:
            return self
        events = Event.objects.controlled_by(user, roles)
        return self.filter(Q(organisation__in=Organisation.objects.of(user, roles)) | Q(event__in=events.values("pk")))


class Decision(models.Model):
    """What a moderator decided; it stays when its object has gone, without anything that its author typed.

    ``reports`` is how many had been there.
    """

    class What(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("decision", "approved")
        REMOVED = "removed", _("removed")
        RESTORED = "restored", _("restored")
        KEPT = "kept", _("left where it is")

    kind = models.CharField(_("kind"), max_length=30)
    object_id = models.BigIntegerField()
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="+"
    )
    event = models.ForeignKey(Event, verbose_name=_("meetup"), null=True, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(_("decision"), max_length=10, choices=What)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    reports = models.PositiveIntegerField(_("reports"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("at"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision of moderators")
        verbose_name_plural = _("moderation")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "object_id"], name="decision_by_what")]

    def __str__(self):
        return f"{self.get_what_display()} {self.at:%Y-%m-%d %H:%M}"
