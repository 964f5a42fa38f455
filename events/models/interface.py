"""What the layers above need from an event: its seats in numbers, and what changed on it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.event import Event


class Availability(models.Model):
    """One row per event: what the rest of the portal may know about seats, and the row locked when one is given.

    Only ``registrations``' ``allocate()`` writes it, by counting afresh. ``takes_registrations`` is False until the
    event has a ticket type. ``seats`` and ``free`` are None where there is no limit.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="availability")
    takes_registrations = models.BooleanField(default=False)
    seats = models.PositiveIntegerField(null=True, blank=True)
    free = models.PositiveIntegerField(null=True, blank=True)
    waiting_list = models.BooleanField(default=False)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["opens_at"], name="seats_by_opening"),
            models.Index(fields=["closes_at"], name="seats_by_closing"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats=None, free=None) | Q(seats__isnull=False, free__isnull=False, free__lte=F("seats")),
                name="no_more_seats_are_free_than_there_are",
            )
        ]

    def __str__(self):
        return str(self.event_id)

    @property
    def taken(self):
        """None where there is no limit."""
        return None if self.seats is None else self.seats - self.free

    def is_open(self, now):
        """Whether somebody may sign up now, be it for the waiting list."""
        return (
            self.takes_registrations
            and (self.opens_at is None or self.opens_at <= now)
            and (self.closes_at is None or now < self.closes_at)
            and (self.free != 0 or self.waiting_list)
        )


class Change(models.Model):
    """What changed on an event, appended by the verb that changed it in the same transaction.

    ``old`` and ``new`` are JSON values: ISO 8601 instants in UTC for times, names for places, choices' values else.
    """

    class What(models.TextChoices):
        PUBLISHED = "published", _("published")
        STATUS = "status", _("status")
        STARTS_AT = "starts_at", _("begin")
        ENDS_AT = "ends_at", _("end")
        ATTENDANCE_MODE = "attendance_mode", _("in person or online")
        VENUE = "venue", _("venue")
        ROOM = "room", _("room")
        PLATFORM = "platform", _("platform")
        TITLE = "title", _("title")
        LINE_UP = "line_up", _("line-up")
        AGENDA = "agenda", _("agenda")
        RESULTS = "results", _("minutes and results")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    what = models.CharField(max_length=20, choices=What)
    old = models.JSONField(null=True, blank=True)
    new = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.event_id}: {self.what}"
