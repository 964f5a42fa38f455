"""Calendars of others that events are taken over from, and what they said."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from events.models.event import Event
from events.times import DEFAULT_ZONE, validate_zone


class SourceQuerySet(models.QuerySet):
    def due(self, now):
        """Subscribed sources that should be read again, the longest waiting first."""
        return self.filter(is_subscribed=True, next_at__lte=now).order_by("next_at", "pk")

    def waiting(self):
        """Sources that have something for the organisers to decide."""
        return self.filter(waiting__gt=0)


class Source(models.Model):
    """A calendar or schedule elsewhere: a file that somebody uploads, or an address that is read again.

    ``reading`` is what it said last (see ``events.foreign``), ``problem`` why the last attempt to read it failed, as
    a dict of ``code`` and ``given``. ``waiting`` counts what organisers have to decide.
    """

    class Handling(models.TextChoices):
        ASK = "ask", _("wait until somebody accepts them")
        APPLY = "apply", _("take them over at once, new entries as drafts")
        PUBLISH = "publish", _("take them over at once and publish new entries")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("publishing organisation"), on_delete=models.PROTECT, related_name="sources"
    )
    name = models.CharField(
        _("name of the source"), max_length=150, help_text=_("It stands on the page of every event taken over.")
    )
    url = models.URLField(_("address of the calendar"), max_length=500, blank=True)
    page = models.URLField(
        _("public page of the source"),
        max_length=500,
        blank=True,
        help_text=_("Linked from events whose entry names no page of its own."),
    )
    licence = models.CharField(_("licence"), max_length=60, blank=True, help_text=_("For example: CC BY 4.0"))
    language = models.CharField(_("language of the texts"), max_length=5, choices=settings.LANGUAGES, default="de")
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default=DEFAULT_ZONE,
        validators=[validate_zone],
        help_text=_("For times that name none."),
    )
    is_subscribed = models.BooleanField(_("read it again several times a day"), default=False)
    handling = models.CharField(_("changes at the source"), max_length=10, choices=Handling, default=Handling.ASK)

    reading = models.JSONField(null=True, editable=False)
    problem = models.JSONField(null=True, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    waiting = models.PositiveIntegerField(_("waiting"), default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("imported calendar")
        verbose_name_plural = _("imported calendars")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="a_source_is_named_once",
                violation_error_message=_("There is a source of this name already. Open it to read it again."),
            ),
            models.CheckConstraint(
                condition=Q(is_subscribed=False) | ~Q(url=""),
                name="what_is_read_again_has_an_address",
                violation_error_message=_("Only an address can be read again. Enter one, or untick the box."),
            ),
        ]

    def __str__(self):
        return self.name


class Imported(models.Model):
    """What became of one entry of a source.

    ``said`` holds the source's values that organisers have seen and decided on, ``written`` the event's own right after
    they were taken over: where the event differs from it now, somebody has edited it here. Without an event the
    entry was declined, or its event was deleted; it does not come back by itself.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="imported")
    key = models.CharField(max_length=200)
    event = models.OneToOneField(Event, null=True, on_delete=models.SET_NULL, related_name="imported")
    said = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    taken_at = models.DateTimeField()

    class Meta:
        verbose_name = _("imported entry")
        verbose_name_plural = _("imported entries")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="an_entry_is_taken_once")]

    def __str__(self):
        return self.key
