"""How to get in. Never public: no page for everybody, feed, mail, export, log or cache has any of this."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from registrations.models.tickets import TicketType


class AccessDetailsQuerySet(models.QuerySet):
    def for_participants(self):
        return self.filter(for_stage=False)

    def for_people_on_stage(self, event):
        """Those that hold for them, if any: the stage's own before everyone's."""
        return self.filter(event=event, ticket_type=None).order_by("-for_stage")


class AccessDetails(models.Model):
    """The way in, for everyone, for one ticket type, or for the people on stage alone (``for_stage``).

    Shown on own pages to confirmed participants while ``RegistrationSettings.shows_access(now)``, and to people on
    stage, who see everyone's if they have none of their own. ``revision`` rises with every change, so that people are
    told again.
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
    for_stage = models.BooleanField(
        _("only for people on stage"),
        default=False,
        help_text=_("Participants never see these. Without any, people on stage see those for everyone."),
    )
    link = models.URLField(_("link"), max_length=1000, blank=True)
    phone = models.CharField(_("dial-in number"), max_length=120, blank=True)
    meeting_id = models.CharField(_("meeting id"), max_length=120, blank=True)
    passcode = models.CharField(_("passcode"), max_length=120, blank=True)
    room = models.CharField(_("room or way in"), max_length=300, blank=True)
    notes = models.TextField(_("notes"), max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = AccessDetailsQuerySet.as_manager()

    SHOWN = ("link", "phone", "meeting_id", "passcode", "room", "notes")

    class Meta:
        verbose_name = _("access details")
        verbose_name_plural = _("access details")
        ordering = ["ticket_type__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "ticket_type", "for_stage"],
                nulls_distinct=False,
                name="access_details_once_per_ticket_type",
                violation_error_message=_("There are access details for this ticket type already."),
            ),
            models.CheckConstraint(
                condition=Q(for_stage=False) | Q(ticket_type=None),
                name="access_details_of_the_stage_belong_to_no_ticket_type",
                violation_error_message=_("People on stage have no ticket type: choose one of the two."),
            ),
        ]

    def __str__(self):
        return f"{self.event_id}: {'stage' if self.for_stage else self.ticket_type_id or '*'}"

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
