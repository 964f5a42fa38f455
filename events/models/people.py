"""Who is on an event: people on stage, hosts, partners."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from events.models.choices import AppearanceRole
from events.models.event import Event
from events.models.queries import AppearanceQuerySet
from outbox.markdown import MarkdownField, RenderedField
from pictures.fields import LogoField
from speakers.models import Speaker


class Appearance(models.Model):
    """A speaker on an event, with the function and bio of that day.

    Function and bio are copied from the person when the row is made, so that later edits of the person do not rewrite
    the archive. Several people may share one entry and one text: the others point to the first one by
    ``shares_entry_with``.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="appearances")
    speaker = models.ForeignKey(Speaker, verbose_name=_("person"), on_delete=models.PROTECT, related_name="appearances")
    role = models.CharField(_("role"), max_length=12, choices=AppearanceRole, default=AppearanceRole.SPEAKER)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    function = models.CharField(
        _("function on that day"), max_length=300, blank=True, help_text=_("Empty: taken from the person.")
    )
    bio = MarkdownField(_("bio on that day"), blank=True, help_text=_("Empty: taken from the person."))
    bio_html = RenderedField(source="bio", heading=4)
    shares_entry_with = models.ForeignKey(
        "self",
        verbose_name=_("shares an entry with"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="shared_by",
    )

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("person on stage")
        verbose_name_plural = _("people on stage")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "speaker", "role"],
                name="a_person_has_a_role_once_per_event",
                violation_error_message=_("This person is entered with this role already."),
            ),
            models.CheckConstraint(
                condition=Q(shares_entry_with=None) | ~Q(shares_entry_with=F("id")),
                name="an_entry_is_not_shared_with_itself",
            ),
        ]

    def __str__(self):
        return str(self.speaker)

    def save(self, *args, **kwargs):
        if self._state.adding:
            affiliation = self.speaker.affiliations.filter(until=None).first() if not self.function else None
            self.function = self.function or str(affiliation or "")
            self.bio = self.bio or ("" if self.shares_entry_with_id else self.speaker.bio)
        super().save(*args, **kwargs)


def speakers_at(events):
    """The people whose names are announced at one of these events: who has a page, and who is listed."""
    return Speaker.objects.filter(pk__in=Appearance.objects.announced_at(events).values("speaker"))


class CoHost(models.Model):
    """An organisation that hosts with equal rank. Its editors may edit the event once it has accepted."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="co_hosts")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="co_hosted"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_joint_controller = models.BooleanField(
        _("jointly responsible for the data"), default=False, help_text=_("Article 26 GDPR.")
    )
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("co-host")
        verbose_name_plural = _("co-hosts")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="an_organisation_co_hosts_once",
                violation_error_message=_("This organisation is a co-host already."),
            )
        ]

    def __str__(self):
        return str(self.organisation)


class Partner(models.Model):
    """A partner or supporter: a name, a logo, a link."""

    class Kind(models.TextChoices):
        PARTNER = "partner", _("partner")
        SUPPORTER = "supporter", _("supporter")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="partners")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PARTNER)
    name = models.CharField(_("name"), max_length=200)
    url = models.URLField(_("website"), blank=True)
    logo = LogoField(_("logo"), upload_to="logos/", blank=True)
    logo_alternative_text = models.CharField(_("alternative text of the logo"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("partner or supporter")
        verbose_name_plural = _("partners and supporters")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(logo="") | ~Q(logo_alternative_text=""),
                name="a_partners_logo_has_alternative_text",
                violation_error_message=_("Describe the logo: its alternative text is missing."),
            )
        ]

    def __str__(self):
        return self.name
