"""How sign-up works at one event."""

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Event, Status
from events.statements import composed_once

POSTPONED_DAYS = 180
PRESENT_BEFORE = dt.timedelta(hours=1)


def default_reminders():
    return [24 * 60, 60]


class RegistrationSettings(models.Model):
    """One row per event; an event without one has the defaults, see `of`. Times are minutes before the start."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, primary_key=True, related_name="registration_settings"
    )
    total_capacity = models.PositiveIntegerField(
        _("seats in all"), null=True, blank=True, help_text=_("Over all ticket types. Empty: no further limit.")
    )
    confirm_address = models.BooleanField(
        _("everyone confirms their address first"),
        default=False,
        help_text=_("By a link in a mail; the seat is held meanwhile."),
    )
    hold_minutes = models.PositiveIntegerField(_("seats are held for (minutes)"), default=4 * 60)
    promotion_ends_minutes = models.PositiveIntegerField(
        _("nobody moves up any more from (minutes before the start)"), default=0
    )
    access_minutes = models.PositiveIntegerField(
        _("access details are shown from (minutes before the start)"), default=24 * 60
    )
    reminder_minutes = ArrayField(
        models.PositiveIntegerField(),
        verbose_name=_("reminders (minutes before the start)"),
        default=default_reminders,
        blank=True,
        size=5,
        help_text=_("Separated by commas; 1440 is a day."),
    )
    says_thanks = models.BooleanField(_("thank-you mail afterwards"), default=True)
    deletion_days = models.PositiveSmallIntegerField(
        _("data are deleted after (days)"),
        default=30,
        validators=[MaxValueValidator(365)],
        help_text=_("After the end of the event. Numbers without names stay."),
    )
    data_use = models.TextField(
        _("what the data are used for"), max_length=1000, blank=True, help_text=_("Shown at the form, one sentence.")
    )
    public_question = models.ForeignKey(
        "registrations.Question",
        verbose_name=_("public line on who comes, by the answers to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For example: 12 from municipalities, 9 volunteers. Groups below five are left out."),
    )
    door_generation = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("sign-up settings")
        verbose_name_plural = _("sign-up settings")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def of(cls, event):
        """The event's settings; the defaults, not saved, if there are none. Read once for each event object."""
        if not cls.event.field.remote_field.is_cached(event):
            event.registration_settings = next(iter(_of(event=event.pk)), None) or cls(event_id=event.pk)
        try:
            return event.registration_settings
        except cls.DoesNotExist:
            return cls(event=event)

    @property
    def hold(self):
        return dt.timedelta(minutes=self.hold_minutes)

    @property
    def promotion_ends_at(self):
        return self.event.starts_at - dt.timedelta(minutes=self.promotion_ends_minutes)

    @property
    def access_shown_from(self):
        return self.event.starts_at - dt.timedelta(minutes=self.access_minutes)

    def promotes(self, now):
        """Whether free seats go to people who wait."""
        return self.event.status == Status.PUBLISHED and now < self.promotion_ends_at

    def shows_access(self, now):
        """Whether confirmed participants see their access details."""
        return self.event.status == Status.PUBLISHED and self.access_shown_from <= now < self.event.ends_at

    def counts_as_present(self, now):
        """Whether opening the way in means being there."""
        return now >= self.event.starts_at - PRESENT_BEFORE

    @property
    def deletion_day(self):
        """The day in the event's zone on which its registrations are erased.

        A postponed event has one too: half a year after it was postponed, if that is later.
        """
        event = self.event
        day = event.last_day + dt.timedelta(days=self.deletion_days)
        if event.status == Status.POSTPONED and event.status_changed_at:
            postponed_on = event.status_changed_at.astimezone(event.zone).date()
            day = max(day, postponed_on + dt.timedelta(days=POSTPONED_DAYS))
        return day


@composed_once
def _of(event: int):
    return RegistrationSettings.objects.filter(event=event)
