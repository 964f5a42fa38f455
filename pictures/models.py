"""Uploaded pictures with their rights. None is shown without alternative text, author and licence."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pictures.rendering import widths_for


def new_key():
    return secrets.token_urlsafe(12)


class Licence(models.TextChoices):
    CC0_1 = "cc0-1.0", "CC0 1.0"
    CC_BY_4 = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA_4 = "cc-by-sa-4.0", "CC BY-SA 4.0"
    CC_BY_3 = "cc-by-3.0", "CC BY 3.0"
    CC_BY_SA_3 = "cc-by-sa-3.0", "CC BY-SA 3.0"
    CC_BY_2 = "cc-by-2.0", "CC BY 2.0"
    CC_BY_SA_2 = "cc-by-sa-2.0", "CC BY-SA 2.0"
    CC_BY_SA_UNKNOWN = "cc-by-sa", _("CC BY-SA (version not stated)")
    DL_DE_BY_2 = "dl-de-by-2.0", _("Data licence Germany – attribution – 2.0")
    OWN_WORK = "own", _("own work")
    PERMISSION = "permission", _("with permission")

    @property
    def url(self):
        """Where the text of the licence stands; empty for what is not a public licence in a known version."""
        return LICENCE_URLS.get(self, "")


LICENCE_URLS = {
    Licence.CC0_1: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY_4: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA_4: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_3: "https://creativecommons.org/licenses/by/3.0/",
    Licence.CC_BY_SA_3: "https://creativecommons.org/licenses/by-sa/3.0/",
    Licence.CC_BY_2: "https://creativecommons.org/licenses/by/2.0/",
    Licence.CC_BY_SA_2: "https://creativecommons.org/licenses/by-sa/2.0/",
    Licence.DL_DE_BY_2: "https://www.govdata.de/dl-de/by-2-0",
}


class PictureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a member may see before it is public: the pictures of the member's own organisations."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(organisation__memberships__user=user)


class Picture(models.Model):
    """A picture, re-encoded without metadata, in several widths.

    ``key`` is random and names the stored files: nothing about the upload shows in an address. Another upload gets
    another key, because browsers keep what an address once gave them. ``organisation`` is the one that uploaded it and
    may edit it. ``width`` and ``height`` are those of the largest file.
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
    author = models.CharField(
        _("author"), max_length=200, help_text=_("Who took or drew the picture, as it shall stand in the credit line.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence,
        help_text=_("“Own work” if you made it yourself, “with permission” for any other agreement."),
    )
    licence_url = models.URLField(
        _("link to the licence or permission"),
        blank=True,
        help_text=_("Only where it differs from the licence's own address, or says who permitted what."),
    )
    source_url = models.URLField(_("where the picture is from"), blank=True)
    depicted = models.CharField(
        _("person depicted"), max_length=200, blank=True, help_text=_("Required where a person can be recognised.")
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(alternative_text="") & ~Q(author="") & ~Q(licence=""),
                name="a_picture_names_alternative_text_author_and_licence",
                violation_error_message=_("A picture needs alternative text, author and licence."),
            )
        ]

    def __str__(self):
        return self.alternative_text

    def take(self, rendering):
        """Store the files of a Rendering under a new key; the row is yet to be saved.

        What was stored under the old key, or is never saved, is removed by a timed job.
        """
        self.key, self.width, self.height = new_key(), rendering.width, rendering.height
        for name, data in rendering.files.items():
            default_storage.save(self.path(name), ContentFile(data))

    def path(self, name):
        return f"pictures/{self.key}/{name}"

    @property
    def is_showable(self):
        return bool(self.width and self.alternative_text and self.author and self.licence)

    @property
    def widths(self):
        return widths_for(self.width)

    def address(self, ending, width=None):
        return reverse("picture", args=[self.key, width or self.widths[-1], ending])

    @property
    def jpeg_url(self):
        """The one JPEG, for link previews."""
        return self.address("jpg")

    @property
    def licence_link(self):
        return self.licence_url or Licence(self.licence).url
