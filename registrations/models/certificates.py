"""Certificates of attendance: whether an event gives them, and what its certificates say of it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Event


class CertificateSettings(models.Model):
    """One row per event; an event without one gives no certificates, see `of`."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="certificate_settings")
    is_on = models.BooleanField(
        _("certificates of attendance"),
        default=False,
        help_text=_("After the end, whoever was marked as present gets one on their own page."),
    )
    signer = models.CharField(_("signed by"), max_length=150, blank=True, help_text=_("A name; empty: nobody."))
    function = models.CharField(_("function of who signs"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("contact time in minutes"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(30_000)],
        help_text=_("Empty: counted from the agenda, without breaks."),
    )

    class Meta:
        verbose_name = _("certificate of attendance")
        verbose_name_plural = _("certificate of attendance")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def of(cls, event):
        """The event's settings; the defaults, not saved, if there are none."""
        try:
            return event.certificate_settings
        except cls.DoesNotExist:
            return cls(event=event)


class CertificateEdition(models.Model):
    """What certificates say of an event, word for word, kept as long as the event so that each can be verified.

    ``key`` begins the codes of all certificates of this wording and follows from ``contents``, see
    `certificates.codes`: after a restored backup the same wording gets the same key. Never changed; nobody who took
    part is in it.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="certificate_editions")
    key = models.CharField(max_length=12, unique=True, editable=False)
    contents = models.JSONField(editable=False)

    class Meta:
        verbose_name = _("wording of certificates")
        verbose_name_plural = _("wordings of certificates")

    def __str__(self):
        return self.key
