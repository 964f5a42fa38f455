"""What an idea says in rows: when it is open, what it needs, and the milestones on its way."""

import calendar
import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.models.ideas.idea import Idea, lines


class Weekday(models.IntegerChoices):
    """ISO 8601."""

    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class OpeningTime(models.Model):
    """From when to when the place of an idea is open; without days it is not said on which."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="opening_times")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    first_day = models.PositiveSmallIntegerField(_("first day"), choices=Weekday, null=True, blank=True)
    last_day = models.PositiveSmallIntegerField(_("last day"), choices=Weekday, null=True, blank=True)
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="a_place_closes_after_it_opens",
                violation_error_message=_("It closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(last_day=None) | Q(first_day__isnull=False, last_day__gte=F("first_day")),
                name="opening_days_are_in_order",
                violation_error_message=_("Choose the first day, and a last one that comes after it."),
            ),
        ]

    def __str__(self):
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


class ResourceUnit(models.TextChoices):
    FULL_TIME = "full_time", _("full-time equivalents")
    EURO = "euro", _("euros")
    HOURS = "hours", _("hours a week")
    PIECES = "pieces", _("pieces")


class Resource(models.Model):
    """What an idea needs. One that is a part of the one above says what that is made up of: six positions, two for …"""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="resources")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_part = models.BooleanField(_("is a part of the one above"), default=False)
    amount = models.DecimalField(_("how much"), max_digits=12, decimal_places=2)
    at_least = models.BooleanField(_("at least"), default=False)
    unit = models.CharField(_("of what"), max_length=10, choices=ResourceUnit, default=ResourceUnit.FULL_TIME)
    purpose = models.CharField(_("what for"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="a_resource_is_more_than_nothing",
                violation_error_message=_("Enter a number above zero."),
            )
        ]

    def __str__(self):
        return f"{self.amount.normalize():f} {self.get_unit_display()}"


class Precision(models.TextChoices):
    DAY = "day", _("a day")
    QUARTER = "quarter", _("a quarter")
    YEAR = "year", _("a year")
    OPEN = "open", _("open")


class MilestoneState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("milestone", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("milestone", "under way")
    REACHED = "reached", pgettext_lazy("milestone", "reached")
    DROPPED = "dropped", pgettext_lazy("milestone", "dropped")


class Milestone(models.Model):
    """A step on the way of an idea. ``due_on`` is the last day of the day, quarter or year; None if it is open."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="milestones")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    title = models.CharField(_("title"), max_length=300)
    points = models.TextField(_("what belongs to it"), max_length=3000, blank=True, help_text=_("One per line."))
    precision = models.CharField(_("how precise"), max_length=7, choices=Precision, default=Precision.OPEN)
    due_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Of a quarter or a year any day in it. Empty: open.")
    )
    state = models.CharField(_("state"), max_length=9, choices=MilestoneState, default=MilestoneState.PLANNED)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(precision="open", due_on=None) | (~Q(precision="open") & Q(due_on__isnull=False)),
                name="a_milestone_has_a_date_or_is_open",
                violation_error_message=_("Choose a date and how precise it is, or leave the date empty and open."),
            ),
            models.CheckConstraint(condition=Q(state__in=MilestoneState.values), name="a_milestone_has_a_known_state"),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        self.due_on = last_day(self.due_on, self.precision)
        super().save(*args, **kwargs)

    @property
    def list_of_points(self):
        return lines(self.points)

    @property
    def quarter(self):
        return self.due_on and (self.due_on.month + 2) // 3


def last_day(day, precision):
    """The last day of the day, quarter or year that a day lies in."""
    if day is None or precision == Precision.DAY:
        return day
    month = 12 if precision == Precision.YEAR else (day.month + 2) // 3 * 3
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])
