"""Readable addresses that stay: how a slug is made, and the ones that a page had before."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 60
RESERVED = {
    "add", "admin", "api", "calendar", "calendars", "edit", "embed", "en", "de", "feed", "month", "new", "preview",
    "register", "search", "sent", "subscribe",
}  # fmt: skip
LETTERS = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "å": "a", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "œ": "oe", "ı": "i",
})  # fmt: skip
GENDER_MARK = re.compile(r"(?<=\w)[*:_·](?=in(?:nen)?\b)")


def make_slug(text, fallback="x"):
    """The slug of a title: lower-case ASCII words joined by hyphens, at most MAX_LENGTH characters, cut at a word."""
    text = GENDER_MARK.sub("", unicodedata.normalize("NFC", text).casefold().translate(LETTERS))
    text = text.replace("'", "").replace("’", "")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", text)
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:MAX_LENGTH]
        if len(longer) > MAX_LENGTH:
            break
        slug = longer
    slug = slug or fallback
    return f"{slug[: MAX_LENGTH - 2]}-1" if slug in RESERVED else slug


def validate_slug(slug):
    if slug in RESERVED:
        raise ValidationError(_("“%(slug)s” is reserved for the portal's own pages."), params={"slug": slug})


class FormerSlug(models.Model):
    """A slug that a page had before: it stays reserved and redirects."""

    model = models.CharField(max_length=80)
    slug = models.SlugField(max_length=MAX_LENGTH)
    object_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "slug"], name="a_former_slug_leads_to_one_page")]

    def __str__(self):
        return f"{self.model}: {self.slug}"


class SluggedQuerySet(models.QuerySet):
    def formerly(self, slug):
        """The row that used to have this slug, or none."""
        former = FormerSlug.objects.filter(model=self.model._meta.label_lower, slug=slug).values("object_id")
        return self.filter(pk__in=former)


class Slugged(models.Model):
    """A page with a slug, made from its name unless given, free of every slug that another page has or had."""

    slug = models.SlugField(
        _("address of the page"), max_length=MAX_LENGTH, unique=True, blank=True, validators=[validate_slug]
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = self._free_slug(make_slug(self.slug_source()))
        stored = getattr(self, "_stored_slug", None)
        super().save(*args, **kwargs)
        if stored and stored != self.slug:
            self._former(self.slug).delete()
            FormerSlug.objects.get_or_create(model=self._meta.label_lower, slug=stored, defaults={"object_id": self.pk})
        self._stored_slug = self.slug

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._stored_slug = instance.__dict__.get("slug")
        return instance

    def slug_source(self):
        """The text that a new slug is made from."""
        return str(self)

    def clean(self):
        super().clean()
        if self.slug and self._former(self.slug).exclude(object_id=self.pk).exists():
            raise ValidationError({"slug": _("This address belonged to another page and still leads there.")})

    def _former(self, *slugs):
        return FormerSlug.objects.filter(model=self._meta.label_lower, slug__in=slugs)

    def _free_slug(self, wanted):
        start = wanted[: MAX_LENGTH - 5]
        taken = set(
            type(self)._base_manager.filter(slug__startswith=start).exclude(pk=self.pk).values_list("slug", flat=True)
        )
        taken |= set(
            FormerSlug.objects.filter(model=self._meta.label_lower, slug__startswith=start).values_list(
                "slug", flat=True
            )
        )
        slug, number = wanted, 1
        while slug in taken:
            number += 1
            slug = f"{wanted[: MAX_LENGTH - len(str(number)) - 1]}-{number}"
        return slug
