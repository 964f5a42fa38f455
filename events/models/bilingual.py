"""Titles and summaries that an organiser may give in the other language too."""

from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Worded(NamedTuple):
    """A text and the language it is in, for ``lang=``."""

    text: str
    language: str

    def __str__(self):
        return self.text


class Bilingual(models.Model):
    """Title and summary in ``language``, and optionally in the other of the portal's two languages."""

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(
        _("summary"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences for lists, search engines and messengers."),
    )
    title_translated = models.CharField(_("title in the other language"), max_length=200, blank=True)
    summary_translated = models.TextField(_("summary in the other language"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    @property
    def other_language(self):
        return "en" if self.language == "de" else "de"

    def in_language(self, field, language):
        """The field's text in this language if there is one, else in the organiser's own."""
        translated = getattr(self, f"{field}_translated")
        if language != self.language and translated:
            return Worded(translated, self.other_language)
        return Worded(getattr(self, field), self.language)

    @property
    def shown_title(self):
        return self.in_language("title", get_language())

    @property
    def shown_summary(self):
        return self.in_language("summary", get_language())
