"""What stands on an event's page besides the event itself: sections, agenda, links."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models.choices import ItemKind
from events.models.event import Event
from events.models.queries import LinkQuerySet
from outbox.markdown import MarkdownField, RenderedField


class Section(models.Model):
    """A headed block of text; the organiser names it (topic, format, …)."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    heading = models.CharField(_("heading"), max_length=150, help_text=_("For example: The topic"))
    body = MarkdownField(_("text"))
    body_html = RenderedField(source="body", heading=3)
    plain_heading = models.CharField(_("heading in plain language"), max_length=150, blank=True)
    plain_body = MarkdownField(
        _("text in plain language"), blank=True, help_text=_("One sentence per line. Empty: not part of that version.")
    )
    plain_body_html = RenderedField(source="plain_body", heading=3)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.heading


class AgendaItem(models.Model):
    """A row of the timetable. Times are optional; a row need not have a person."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agenda_items")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    abstract = MarkdownField(_("abstract"), blank=True)
    abstract_html = RenderedField(source="abstract", heading=4)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind, default=ItemKind.TALK)
    track = models.CharField(_("track or room"), max_length=80, blank=True)
    appearances = models.ManyToManyField(
        "events.Appearance", verbose_name=_("people"), blank=True, related_name="agenda_items"
    )

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(starts_at__isnull=False, ends_at__gte=F("starts_at")),
                name="an_agenda_item_ends_after_it_begins",
                violation_error_message=_("This agenda item ends before it begins."),
            )
        ]

    def __str__(self):
        return self.title


class EventLink(models.Model):
    """Something to read beforehand, or a further link; it may point to an event of this portal."""

    class Kind(models.TextChoices):
        READING = "reading", _("to read beforehand")
        FURTHER = "further", _("further link")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="links")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.FURTHER)
    label = models.CharField(_("label"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    target = models.ForeignKey(
        Event, verbose_name=_("event here"), null=True, blank=True, on_delete=models.CASCADE, related_name="linked_from"
    )
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("For example: PDF, 420 kB"))

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(url="") & Q(target=None) & ~Q(label="")) | (Q(url="") & Q(target__isnull=False)),
                name="a_link_leads_to_one_place",
                violation_error_message=_("Enter an address with a label, or choose an event, not both."),
            )
        ]

    def __str__(self):
        return self.label or str(self.target)
