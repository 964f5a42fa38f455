"""How to get in. Never public: no page for everybody, feed, mail, export, log or cache has any of this."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Event
from registrations.models.tickets import TicketType


class AccessDetails(models.Model):
    """The way in, for everyone or for one ticket type.

    Shown on own pages to confirmed participants while ``RegistrationSettings.shows_access(now)``, and to people on
    stage. ``revision`` rises with every change, so that people are told again.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="access_details")
    ticket_type = models.ForeignKey(
        TicketType,
        verbose_name=_("only for"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="access_details",
        help_text=_("Empty: for everyone whose ticket type has none of its own."),
    )
    link = models.URLField(_("link"), max_length=1000, blank=True)
    phone = models.CharField(_("dial-in number"), max_length=120, blank=True)
    meeting_id = models.CharField(_("meeting id"), max_length=120, blank=True)
    passcode = models.CharField(_("passcode"), max_length=120, blank=True)
    room = models.CharField(_("room or way in"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    SHOWN = ("link", "phone", "meeting_id", "passcode", "room", "notes")

    class Meta:
        verbose_name = _("access details")
        verbose_name_plural = _("access details")
        ordering = ["ticket_type__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "ticket_type"],
                nulls_distinct=False,
                name="access_details_once_per_ticket_type",
                violation_error_message=_("There are access details for this ticket type already."),
            )
        ]

    def __str__(self):
        return f"{self.event_id}: {self.ticket_type_id or '*'}"

    def save(self, *args, **kwargs):
        if self.pk and self._values() != getattr(self, "_stored", None):
            self.revision += 1
        super().save(*args, **kwargs)
        self._stored = self._values()

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._stored = instance._values()
        return instance

    def _values(self):
        return {name: self.__dict__.get(name) for name in self.SHOWN}
