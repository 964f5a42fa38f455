"""Where meetups happen: venues with walls, platforms without."""

from urllib.parse import urlencode

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.sorting import sort_key
from events.models.choices import WheelchairAccess
from outbox.markdown import MarkdownField, RenderedField


class PlaceQuerySet(models.QuerySet):
    def editable_by(self, user):
        """Places are selectable by all organisations and edited by the one that entered them."""
        return self.filter(organisation__in=Organisation.objects.editable_by(user))


class Venue(models.Model):
    """A place with an address, its operator, accessibility facts and opening hours."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("administrative building")
        COMMUNITY = "community", _("community space")
        LAB = "lab", _("lab or workshop")
        LIBRARY = "library", _("library")
        UNIVERSITY = "university", _("university")
        CONFERENCE = "conference", _("conference centre")
        GASTRONOMY = "gastronomy", _("café, restaurant, pub")
        OTHER = "other", _("other place")

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("maintained by"), on_delete=models.PROTECT, related_name="venues"
    )
    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    operator = models.CharField(_("operator"), max_length=200, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=120)
    country = models.CharField(_("country (code)"), max_length=2, default="DE", help_text=_("For example DE, AT, CH."))
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    wheelchair = models.CharField(_("wheelchair access"), max_length=10, choices=WheelchairAccess, blank=True)
    accessible_toilet = models.BooleanField(_("accessible toilet"), null=True, blank=True)
    hearing_loop = models.BooleanField(_("hearing loop"), null=True, blank=True)
    accessibility_note = models.TextField(
        _("on accessibility"),
        max_length=1000,
        blank=True,
        help_text=_("For example: step-free from the courtyard, lift to the second floor, door 90 cm wide."),
    )
    opening_hours = models.TextField(_("opening hours"), max_length=500, blank=True)
    directions = MarkdownField(_("how to get there"), blank=True)
    directions_html = RenderedField(source="directions", heading=4)
    website = models.URLField(_("website"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_position_has_latitude_and_longitude",
                violation_error_message=_("Enter latitude and longitude, or neither."),
            )
        ]

    def __str__(self):
        return self.name if self.city in self.name else f"{self.name}, {self.city}"

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(f"{self.name} {self.city}")
        super().save(*args, **kwargs)

    @property
    def address(self):
        """Street, postal code and town on one line; the country only if it is not Germany."""
        town = f"{self.postal_code} {self.city}".strip()
        return ", ".join(filter(None, [self.street, town, "" if self.country == "DE" else self.country]))

    @property
    def map_url(self):
        """The place on OpenStreetMap: the position if it is known, else a search for the address."""
        if self.latitude is None:
            return f"https://www.openstreetmap.org/search?{urlencode({'query': self.address})}"
        position = f"{self.latitude}/{self.longitude}"
        return f"https://www.openstreetmap.org/?mlat={self.latitude}&mlon={self.longitude}#map=18/{position}"


class Platform(models.Model):
    """An online place by name, with what it needs. How to get in is never here, see access details."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("maintained by"), on_delete=models.PROTECT, related_name="platforms"
    )
    name = models.CharField(_("name"), max_length=100)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    in_browser = models.BooleanField(_("works in the browser without installing"), null=True, blank=True)
    phone_dial_in = models.BooleanField(_("dial-in by telephone"), null=True, blank=True)
    live_captions = models.BooleanField(_("live captions"), null=True, blank=True)
    test_url = models.URLField(_("link to test one's equipment"), blank=True)
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("what people need to know"), max_length=1000, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = ["sort_key", "pk"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)
