"""Tags from one list: what a meetup is about and whom it is for."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.slugs import Slugged, SluggedQuerySet
from accounts.sorting import sort_key


class Tag(Slugged):
    """A word in both languages. Without an English one the German is shown, marked as German."""

    name = models.CharField(_("name (German)"), max_length=80, unique=True)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)

    objects = SluggedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort_key"]

    def __str__(self):
        return self.name_in(get_language())

    def name_in(self, language):
        return (self.name_en if language == "en" else "") or self.name

    @property
    def shown_language(self):
        """The language of what ``str()`` gives at the moment."""
        return "en" if get_language() == "en" and self.name_en else "de"

    def slug_source(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class Topic(Tag):
    """What a meetup is about; has a page."""

    class Meta(Tag.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])


class Audience(Tag):
    """For whom a meetup is meant: administration, volunteers, science, …"""

    class Meta(Tag.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
