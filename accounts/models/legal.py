"""Imprint, privacy notice and accessibility statement, edited in the admin."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from outbox.markdown import MarkdownField, RenderedField


class LegalPage(models.Model):
    """A legal text in one language: the portal's own (no organisation), or an organisation's where it differs."""

    class Kind(models.TextChoices):
        IMPRINT = "imprint", _("Imprint")
        PRIVACY = "privacy", _("Privacy")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    kind = models.CharField(_("page"), max_length=20, choices=Kind)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="legal_pages",
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    body = MarkdownField(_("text"))
    body_html = RenderedField(source="body", heading=2)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "organisation", "language"],
                nulls_distinct=False,
                name="one_legal_page_per_kind_organisation_and_language",
                violation_error_message=_("This page exists already in this language."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} ({self.language})"
