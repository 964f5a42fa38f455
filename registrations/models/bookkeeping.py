"""What has been done already, what is left when people are erased, and what limits abuse."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Change, Event


class HandledChange(models.Model):
    """People were told of this change, or there was nobody to tell.

    A row per change instead of a "last id" cursor: ids are given before commit, so a cursor would step over a change
    that is committed late.
    """

    change = models.OneToOneField(Change, on_delete=models.CASCADE, primary_key=True, related_name="handled")
    at = models.DateTimeField()

    def __str__(self):
        return str(self.change_id)


class Round(models.Model):
    """A mailing to all participants of an event that has gone out, such as "reminder 1440 2026-12-10T18:00+00:00"."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="rounds")
    occasion = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "occasion"], name="a_round_goes_out_once")]

    def __str__(self):
        return self.occasion


class Tally(models.Model):
    """Numbers that stay when registrations are erased, without anything of a person.

    ``topic`` is "state", "ticket_type", "source", "present", "day" (of signing up) or "question:<id>"; ``label`` the
    value counted.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tallies")
    topic = models.CharField(max_length=60)
    label = models.CharField(max_length=300, blank=True)
    number = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number that stays")
        verbose_name_plural = _("numbers that stay")
        ordering = ["topic", "label"]
        constraints = [models.UniqueConstraint(fields=["event", "topic", "label"], name="a_value_is_tallied_once")]

    def __str__(self):
        return f"{self.topic} {self.label}: {self.number}"


class Erasure(models.Model):
    """Journal of erasures: a keyed hash per erased row, by which a restored backup is erased again."""

    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.fingerprint[:8]


class Attempt(models.Model):
    """Somebody typed an address to which the portal writes, for limits. Client and address are keyed hashes, ``about``
    names what it was for ("events.event:12"); rows live for a day.
    """

    client = models.CharField(max_length=32)
    address = models.CharField(max_length=32)
    about = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["client", "at"], name="attempt_by_client"),
            models.Index(fields=["address", "at"], name="attempt_by_address"),
            models.Index(fields=["at"], name="attempt_by_time"),
        ]

    def __str__(self):
        return f"{self.at:%H:%M:%S}"


class Export(models.Model):
    """Somebody took the participants of an event out of the portal."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="exports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("at"))
    format = models.CharField(_("format"), max_length=20)
    rows = models.PositiveIntegerField(_("rows"))
    with_sensitive = models.BooleanField(_("with sensitive answers"), default=False)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-at"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.format}"
