"""Uploaded pictures with their rights. None is shown without alternative text, author and licence."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_key():
    return secrets.token_urlsafe(12)


class Licence(models.TextChoices):
    CC0_1 = "cc0-1.0", "CC0 1.0"
    CC_BY_4 = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA_4 = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC_BY_SA_3 = "cc-by-sa-3.0", "CC BY-SA 3.0"
    CC_BY_3 = "cc-by-3.0", "CC BY 3.0"
    CC_BY_SA_UNKNOWN = "cc-by-sa", _("CC BY-SA (version not stated)")
    OWN_WORK = "own", _("own work")
    PERMISSION = "permission", _("with permission")


class Picture(models.Model):
    """A picture, re-encoded without metadata, in several widths.

    ``key`` is random and names the stored files: nothing about the upload shows in an address. ``organisation`` is the
    one that uploaded it and may edit it.
    """

    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="pictures"
    )
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=300,
        help_text=_("What can be seen, for people who cannot see it. For example: Sonja Anton at a lectern, smiling."),
    )
    author = models.CharField(_("author"), max_length=200)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence)
    licence_url = models.URLField(_("link to the licence or permission"), blank=True)
    source_url = models.URLField(_("where the picture is from"), blank=True)
    depicted = models.CharField(
        _("person depicted"), max_length=200, blank=True, help_text=_("Required where a person can be recognised.")
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.alternative_text
