"""People on stage. A speaker has a page and needs no account."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.slugs import Slugged, SluggedQuerySet
from accounts.sorting import sort_key
from outbox.markdown import MarkdownField, RenderedField
from pictures.models import Picture


class SpeakerQuerySet(SluggedQuerySet):
    def editable_by(self, user):
        """People are selectable by all organisations and edited by the one that made them."""
        return self.filter(organisation__in=Organisation.objects.editable_by(user))


class Speaker(Slugged):
    """A person with a page: name, short bio, affiliations, picture, links. The e-mail address is never shown."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("maintained by"), on_delete=models.PROTECT, related_name="speakers"
    )
    academic_title = models.CharField(_("academic title"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=150)
    family_name = models.CharField(
        _("sorted under"),
        max_length=150,
        blank=True,
        help_text=_("The family name, if it is not the last word of the name."),
    )
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    language = models.CharField(_("language of the texts"), max_length=5, default="de")
    bio = MarkdownField(_("short bio"), blank=True)
    bio_html = RenderedField(source="bio")
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="speakers"
    )
    email = models.EmailField(_("e-mail address (never shown)"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.full_name

    def slug_source(self):
        return self.name

    def save(self, *args, **kwargs):
        last = self.family_name or self.name.split(" ")[-1]
        self.sort_key = sort_key(f"{last} {self.name}")
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("speaker", args=[self.slug])

    @property
    def full_name(self):
        return f"{self.academic_title} {self.name}".strip()

    @property
    def initials(self):
        words = self.name.split()
        return (words[0][:1] + words[-1][:1] if len(words) > 1 else self.name[:2]).upper()


class Affiliation(models.Model):
    """What a person does where: "leads the Digital Innovation Team, Federal Ministry of the Interior, since 2019"."""

    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="affiliations")
    function = models.CharField(_("function"), max_length=200, blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    organisation_url = models.URLField(_("website"), blank=True)
    since = models.PositiveSmallIntegerField(_("since (year)"), null=True, blank=True)
    until = models.PositiveSmallIntegerField(_("until (year)"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(function="", organisation_name=""),
                name="an_affiliation_says_something",
                violation_error_message=_("Enter a function or an organisation."),
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
                name="an_affiliation_ends_after_it_began",
                violation_error_message=_("The affiliation ends before it began."),
            ),
        ]

    def __str__(self):
        return ", ".join(filter(None, [self.function, self.organisation_name]))


class SpeakerLink(models.Model):
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=100)
    url = models.URLField(_("address"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label
