"""Organisations publish events and answer for the data; memberships say who works for them."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.slugs import Slugged, SluggedQuerySet
from accounts.sorting import sort_key
from outbox.markdown import MarkdownField, RenderedField
from pictures.fields import LogoField


class Role(models.TextChoices):
    """What a member may do: managers people and settings, editors events and participants, viewers look."""

    MANAGER = "manager", _("manager")
    EDITOR = "editor", _("editor")
    VIEWER = "viewer", _("viewer")


EDITING_ROLES = (Role.MANAGER, Role.EDITOR)


class OrganisationQuerySet(SluggedQuerySet):
    def of(self, user, roles=tuple(Role)):
        """The organisations that this user belongs to in one of the roles; every one for an administrator."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(pk__in=Membership.objects.filter(user=user, role__in=roles).values("organisation"))

    def editable_by(self, user):
        """Where the user may change events, people and participants."""
        return self.of(user, EDITING_ROLES)

    def managed_by(self, user):
        return self.of(user, (Role.MANAGER,))


class Organisation(Slugged):
    """Publishes events and answers for their data. A parent inherits no rights."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One sentence: who you are and what you meet for.")
    )
    description = MarkdownField(_("description"), blank=True)
    description_html = RenderedField(source="description")
    website = models.URLField(_("website"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    postal_address = models.TextField(_("postal address"), max_length=500, blank=True)
    privacy_contact = models.TextField(
        _("privacy contact"), max_length=500, blank=True, help_text=_("Data protection officer, with an address.")
    )
    logo = LogoField(_("logo"), upload_to="logos/", blank=True)
    logo_alternative_text = models.CharField(_("alternative text of the logo"), max_length=200, blank=True)
    shows_numbers = models.BooleanField(
        _("numbers over time are public"),
        default=False,
        help_text=_("Meetups, people, answered questions and published results stand on the organisation's page."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(logo="") | ~models.Q(logo_alternative_text=""),
                name="a_logo_has_alternative_text",
                violation_error_message=_("Describe the logo: its alternative text is missing."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("organisation", args=[self.slug])


class Membership(models.Model):
    """A user's role in an organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.EDITOR)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="one_role_per_person_and_organisation",
                violation_error_message=_("This person is a member already."),
            )
        ]

    def __str__(self):
        return f"{self.user} – {self.organisation}"

    def is_last_manager(self):
        """Whether nobody would be left to manage the organisation without this one."""
        managers = Membership.objects.filter(organisation=self.organisation_id, role=Role.MANAGER, user__is_active=True)
        return self.role == Role.MANAGER and not managers.exclude(pk=self.pk).exists()
