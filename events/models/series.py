"""Series: recurring formats. Programmes: umbrellas over events of several organisations."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation
from accounts.slugs import Slugged, SluggedQuerySet
from accounts.sorting import sort_key
from events.models.bilingual import Bilingual
from events.models.taxonomy import Audience
from outbox.markdown import MarkdownField, RenderedField
from pictures.models import Picture


class OwnedQuerySet(SluggedQuerySet):
    def editable_by(self, user):
        return self.filter(organisation__in=Organisation.objects.editable_by(user))


class Series(Slugged, Bilingual):
    """A recurring format with its own page. Audience, house rules and language are defaults of its events."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="series"
    )
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    rhythm = models.CharField(
        _("rhythm"), max_length=120, blank=True, help_text=_("For example: every quarter, on a Wednesday.")
    )
    description = MarkdownField(_("description"), blank=True)
    description_html = RenderedField(source="description")
    audiences = models.ManyToManyField(Audience, verbose_name=_("audiences"), blank=True, related_name="series")
    audience_note = MarkdownField(_("for whom"), blank=True)
    audience_note_html = RenderedField(source="audience_note")
    house_rules = MarkdownField(_("house rules"), blank=True)
    house_rules_html = RenderedField(source="house_rules")
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="series"
    )
    website = models.URLField(_("website"), blank=True)
    is_active = models.BooleanField(_("goes on"), default=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")
        ordering = ["sort_key", "pk"]

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("series", args=[self.slug])


class Programme(Slugged, Bilingual):
    """An umbrella that events of several organisations are part of, such as a convention's pre-programme."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="programmes"
    )
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    description = MarkdownField(_("description"), blank=True)
    description_html = RenderedField(source="description")
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="programmes"
    )
    website = models.URLField(_("website"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="a_programme_ends_after_it_begins",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("programme", args=[self.slug])
