"""What a meetup leaves behind: slides, recordings, photos, links."""

import secrets
from urllib.parse import urlsplit

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.slugs import make_slug
from events.models import AgendaItem, Confidentiality, Event
from participation.models.results import Access
from pictures.models import LICENCE_URLS, Licence, Picture


class Format(models.TextChoices):
    """Kinds of files that are taken; the value is the ending. What a file is follows from its content, not its name."""

    PDF = "pdf", "PDF"
    ODP = "odp", "ODP"
    ODT = "odt", "ODT"
    ODS = "ods", "ODS"
    PPTX = "pptx", "PPTX"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"

    @property
    def media_type(self):
        return MEDIA_TYPES[self]


ODF = "application/vnd.oasis.opendocument"
OOXML = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {
    Format.PDF: "application/pdf",
    Format.ODP: f"{ODF}.presentation",
    Format.ODT: f"{ODF}.text",
    Format.ODS: f"{ODF}.spreadsheet",
    Format.PPTX: f"{OOXML}.presentationml.presentation",
    Format.DOCX: f"{OOXML}.wordprocessingml.document",
    Format.XLSX: f"{OOXML}.spreadsheetml.sheet",
}


class MaterialQuerySet(models.QuerySet):
    """What confidentiality forbids is left out whatever is stored, because an event may become confidential later."""

    def permitted(self):
        """Without recordings and named people in photos where it is confidential who said what."""
        betraying = Q(kind=Material.Kind.RECORDING) | (Q(kind=Material.Kind.PHOTO) & ~Q(picture__depicted=""))
        return self.exclude(betraying & ~Q(event__confidentiality=Confidentiality.OPEN))

    def public(self):
        """What stands on the page of an event that is over: nothing at all of a closed one."""
        return self.permitted().filter(access=Access.PUBLIC).exclude(event__confidentiality=Confidentiality.CLOSED)

    def for_participants(self):
        """What participants and people on stage see: the public material, too."""
        return self.permitted().exclude(access=Access.NOBODY)

    def public_at(self, events):
        return self.public().filter(event__in=events)


def new_key():
    return secrets.token_urlsafe(12)


class Material(models.Model):
    """One piece: an uploaded file, a link, or a picture. It is shown once the event is over.

    ``key`` is random and names the stored file, whose ``format`` and ``size`` (bytes) were found in it. Another upload
    gets another key. A recording is always a link: nothing of it is loaded before somebody follows it.
    """

    class Kind(models.TextChoices):
        SLIDES = "slides", _("slides")
        MINUTES = "minutes", _("notes taken")
        RECORDING = "recording", _("recording")
        PHOTO = "photo", _("photo")
        LINK = "link", _("link")
        OTHER = "other", _("other document")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="material")
    item = models.ForeignKey(
        AgendaItem,
        verbose_name=_("agenda item"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="material",
        help_text=_("Empty: it belongs to the whole event."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SLIDES)
    title = models.CharField(_("title"), max_length=200, help_text=_("For example: Looking after data in a county"))
    key = models.CharField(max_length=32, unique=True, null=True, editable=False)
    format = models.CharField(max_length=5, choices=Format, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    url = models.URLField(
        _("address"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), null=True, blank=True, on_delete=models.CASCADE, related_name="material"
    )
    author = models.CharField(_("by whom"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("For example: 74 minutes, with captions; as of 20 November")
    )
    access = models.CharField(_("who may see it"), max_length=12, choices=Access, default=Access.PUBLIC)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("material")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="photo", picture__isnull=False, url="", key=None)
                | Q(kind__in=["recording", "link"], picture=None, key=None) & ~Q(url="")
                | Q(kind__in=["slides", "minutes", "other"], picture=None, key=None) & ~Q(url="")
                | Q(kind__in=["slides", "minutes", "other"], picture=None, key__isnull=False, url=""),
                name="a_piece_of_material_is_one_thing",
                violation_error_message=_("Choose a file, enter an address, or choose a picture: one of them."),
            ),
            models.CheckConstraint(
                condition=Q(key=None, format="", size=0) | Q(key__isnull=False, size__gt=0) & ~Q(format="", licence=""),
                name="an_uploaded_file_says_what_it_is_and_its_licence",
                violation_error_message=_("Say under which licence the file may be used."),
            ),
        ]

    def __str__(self):
        return self.title

    def renew_key(self):
        self.key = new_key()

    def drop_file(self):
        """Without a file; what is stored is removed by a timed job."""
        self.key, self.format, self.size = None, "", 0

    @property
    def path(self):
        """Where the uploaded file is stored."""
        return f"material/{self.key}.{self.format}"

    @property
    def file_name(self):
        """Under which name a browser saves the file."""
        return f"{make_slug(self.title, 'material')}.{self.format}"

    @property
    def host(self):
        """The other site that a link leads to."""
        return urlsplit(self.url).hostname or ""

    @property
    def licence_link(self):
        return LICENCE_URLS.get(self.licence, "")
