"""Ticket types: contingents of seats, and when and for whom they are open."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from events.times import shifted
from registrations.addresses import BadAddress, domain_key


def validate_domains(text):
    for domain in text.replace(",", " ").split():
        try:
            domain_key(domain)
        except BadAddress as error:
            raise ValidationError(
                _("“%(domain)s” is not a mail domain. Enter one such as example.org."), params={"domain": domain}
            ) from error


class TicketType(models.Model):
    """A contingent of seats. An event takes sign-ups once it has one; pages hide it while there is only one.

    ``opens_at`` and ``closes_at`` are instants, set while the event began at ``set_for_start``; where the event has
    moved since, `follow` takes them along. Without ``closes_at`` sign-up ends when the event begins.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="ticket_types")
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("For example: in person. Shown only if there are several.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True, help_text=_("Empty: no limit."))
    capacity_reason = models.CharField(
        _("reason for the limit"), max_length=200, blank=True, help_text=_("For example: for technical reasons.")
    )
    reserved = models.PositiveIntegerField(
        _("of these, kept for invited people"), default=0, help_text=_("Given away by invitation or by hand only.")
    )
    opens_at = models.DateTimeField(_("sign-up opens"), null=True, blank=True, help_text=_("Empty: at once."))
    closes_at = models.DateTimeField(
        _("sign-up closes"), null=True, blank=True, help_text=_("Empty: when the event begins. Moves with the event.")
    )
    set_for_start = models.DateTimeField(editable=False)
    for_whom = models.CharField(_("for whom"), max_length=300, blank=True)
    condition = models.CharField(
        _("condition to confirm"),
        max_length=300,
        blank=True,
        help_text=_("For example: I work in a public administration."),
    )
    allowed_domains = models.TextField(
        _("allowed mail domains"),
        max_length=2000,
        blank=True,
        validators=[validate_domains],
        help_text=_("One per line, their subdomains included. Empty: all. Entering somebody by hand is not limited."),
    )
    needs_approval = models.BooleanField(_("each sign-up needs approval"), default=False)
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    waiting_list_size = models.PositiveIntegerField(
        _("length of the waiting list"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )
    allows_assistants = models.BooleanField(
        _("an assistant may come along"), default=True, help_text=_("Does not take a seat of the contingent.")
    )

    class Meta:
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "name"],
                name="ticket_types_of_an_event_have_different_names",
                violation_error_message=_("There is a ticket type of this name already."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="sign_up_closes_after_it_opens",
                violation_error_message=_("Sign-up closes before it opens. Correct one of the two times."),
            ),
        ]

    def __str__(self):
        return self.name or str(_("Participation"))

    def save(self, *args, **kwargs):
        """A window that somebody has just entered holds for the start that the event has now."""
        if self._window() != getattr(self, "_stored_window", None):
            self.set_for_start = self.event.starts_at
        super().save(*args, **kwargs)
        self._stored_window = self._window()

    @classmethod
    def from_db(cls, db, field_names, values):
        instance = super().from_db(db, field_names, values)
        instance._stored_window = instance._window()
        return instance

    def _window(self):
        return self.__dict__.get("opens_at"), self.__dict__.get("closes_at")

    def follow(self, event, now):
        """Take the window along if the event has moved; whether it had. Does not save, see ``registrations.actions``.

        Sign-up that has opened stays open; an opening that lies ahead and the deadline keep their distance to the
        start on the wall clock.
        """
        start, self.set_for_start = self.set_for_start, event.starts_at
        if start == event.starts_at:
            return False
        if self.opens_at and self.opens_at > now:
            self.opens_at = shifted(self.opens_at, start=start, new_start=event.starts_at, zone=event.zone)
        if self.closes_at:
            self.closes_at = shifted(self.closes_at, start=start, new_start=event.starts_at, zone=event.zone)
            if self.opens_at and self.opens_at >= self.closes_at:
                self.opens_at = None
        return True

    def closing(self, event):
        """The instant at which sign-up ends."""
        return self.closes_at or event.starts_at

    def is_open(self, event, now):
        return (self.opens_at is None or self.opens_at <= now) and now < self.closing(event)

    @property
    def domains(self):
        """The allowed mail domains in the form of address keys."""
        return [domain_key(domain) for domain in self.allowed_domains.replace(",", " ").split()]

    def takes_address(self, key):
        """Whether the mail domain of an address key is allowed."""
        domain = key.rpartition("@")[2]
        return not self.domains or any(domain == own or domain.endswith(f".{own}") for own in self.domains)
