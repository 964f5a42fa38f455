"""People invited by hand, each with a link of their own to accept or decline."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import make_token
from events.models import Event
from registrations.models.registration import Registration
from registrations.models.tickets import TicketType

# Not the word that invitations of members have: the same word for both would open one page with the other's key.
PURPOSE = "invited-guest"


class InvitedGuest(models.Model):
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invited_guests")
    ticket_type = models.ForeignKey(
        TicketType, verbose_name=_("ticket type"), on_delete=models.CASCADE, related_name="invited_guests"
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=320)
    address_key = models.CharField(max_length=320, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    generation = models.PositiveIntegerField(default=1, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    declined_at = models.DateTimeField(null=True, blank=True, editable=False)
    registration = models.OneToOneField(
        Registration, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="invitation"
    )

    class Meta:
        verbose_name = _("invited guest")
        verbose_name_plural = _("invited guests")
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address_key"],
                name="an_address_is_invited_once_per_event",
                violation_error_message=_("This address is invited already."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None), name="an_invitation_is_accepted_or_declined"
            ),
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def token(self):
        """Of the page that accepts or declines."""
        return make_token(PURPOSE, self.pk, self.generation)
