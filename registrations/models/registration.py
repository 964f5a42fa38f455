"""One person's sign-up."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import make_token
from accounts.models import Role
from events.models import Event
from registrations.models.tickets import TicketType


class State(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("address not confirmed")
    PENDING = "pending", _("waiting for approval")
    CONFIRMED = "confirmed", _("confirmed")
    WAITLISTED = "waitlisted", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")
    DECLINED = "declined", _("declined")


LIVE = (State.UNCONFIRMED, State.PENDING, State.CONFIRMED, State.WAITLISTED)


class Source(models.TextChoices):
    """How somebody signed up."""

    FORM = "form", _("form")
    MAIL = "mail", _("by mail")
    PHONE = "phone", _("by telephone")
    DOOR = "door", _("at the door")
    INVITATION = "invitation", _("invitation")


def new_door_code():
    """60 bits; it opens nothing but the check-in page of a helper at the door."""
    return secrets.token_hex(8)[:15]


class RegistrationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=LIVE)

    def confirmed(self):
        return self.filter(state=State.CONFIRMED)

    def waiting(self):
        """Who waits, first in line first."""
        return self.filter(state=State.WAITLISTED).order_by("queue_number")

    def reachable(self):
        """Whom a mail may be sent: live, with an address that is theirs as far as we know."""
        return self.live().exclude(state=State.UNCONFIRMED).exclude(email="")

    def of(self, user, roles=tuple(Role)):
        """Participants of events whose publishing organisation, or joint controller, this user works for."""
        if user.is_superuser and user.is_active:
            return self
        return self.filter(event__in=Event.objects.controlled_by(user, roles))


class Registration(models.Model):
    """One person at one event.

    ``email`` is what was typed, ``address_key`` what addresses are compared by (`registrations.addresses`); both are
    empty for somebody entered by hand without an address. An *unconfirmed* registration holds a seat until
    ``hold_until`` and none if that is empty. ``queue_number`` orders the waiting list and is given under the lock.
    Raising ``generation`` revokes every link to the own page. Only `allocate` makes anybody *confirmed* or
    *waitlisted*.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="registrations", db_index=False)
    ticket_type = models.ForeignKey(
        TicketType,
        verbose_name=_("ticket type"),
        on_delete=models.RESTRICT,
        related_name="registrations",
        db_index=False,  # always asked for with the event, and each index costs every sign-up
    )
    name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"), max_length=320, blank=True)
    address_key = models.CharField(max_length=320, blank=True, editable=False)
    phone = models.CharField(
        _("telephone"), max_length=60, blank=True, help_text=_("For people without an e-mail address.")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    state = models.CharField(_("state"), max_length=12, choices=State, editable=False)
    hold_until = models.DateTimeField(_("seat held until"), null=True, blank=True, editable=False)
    queue_number = models.PositiveIntegerField(_("number in line"), null=True, blank=True, editable=False)

    source = models.CharField(_("signed up"), max_length=12, choices=Source, default=Source.FORM)
    consent_note = models.CharField(
        _("consent"), max_length=300, blank=True, help_text=_("How and when this person agreed, if entered by hand.")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    reserved_seat = models.BooleanField(_("has a seat kept for invited people"), default=False, editable=False)
    extra_seat = models.BooleanField(_("comes outside the contingent"), default=False, editable=False)
    with_assistant = models.BooleanField(_("brings an assistant"), default=False)
    condition_confirmed = models.CharField(_("confirmed condition"), max_length=300, blank=True, editable=False)
    notice_version = models.CharField(max_length=60, blank=True, editable=False)
    notice_accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    internal_note = models.TextField(_("internal note"), max_length=1000, blank=True)

    door_code = models.CharField(max_length=20, default=new_door_code, editable=False)
    generation = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("signed up at"), editable=False)
    address_confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    checked_in_at = models.DateTimeField(_("present since"), null=True, blank=True, editable=False)
    joined_at = models.DateTimeField(_("opened the way in online"), null=True, blank=True, editable=False)
    certified_at = models.DateTimeField(_("certificate since"), null=True, blank=True, editable=False)
    link_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    access_told = models.PositiveIntegerField(default=0, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["event", "state", "ticket_type"], name="registration_by_state"),
            models.Index(fields=["address_key"], name="registration_by_address"),
            models.Index(fields=["hold_until"], name="registration_by_hold", condition=Q(hold_until__isnull=False)),
            models.Index(fields=["created_at"], name="unconfirmed_by_age", condition=Q(state=State.UNCONFIRMED)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "address_key"],
                condition=Q(state__in=LIVE) & ~Q(address_key=""),
                name="one_live_registration_per_event_and_address",
                violation_error_message=_("This address is signed up for this event already."),
            ),
            models.UniqueConstraint(
                fields=["event", "queue_number"],
                condition=Q(state=State.WAITLISTED),
                name="a_place_in_line_is_given_once",
            ),
            models.UniqueConstraint(fields=["door_code"], name="a_door_code_belongs_to_one_person"),
            models.CheckConstraint(
                condition=Q(state=State.WAITLISTED, queue_number__isnull=False)
                | (~Q(state=State.WAITLISTED) & Q(queue_number=None)),
                name="who_waits_and_nobody_else_has_a_place_in_line",
            ),
            models.CheckConstraint(
                condition=Q(hold_until=None) | Q(state=State.UNCONFIRMED),
                name="a_seat_is_held_for_unconfirmed_addresses_only",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="a_registration_has_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state=State.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="a_confirmed_registration_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE) | Q(cancelled_at__isnull=False),
                name="an_ended_registration_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(email="", address_key="") | (~Q(email="") & ~Q(address_key="")),
                name="an_address_has_its_key",
            ),
            models.CheckConstraint(
                condition=~Q(source=Source.FORM) | ~Q(email=""), name="who_uses_the_form_has_an_address"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_live(self):
        return self.state in LIVE

    @property
    def is_confirmed(self):
        return self.state == State.CONFIRMED

    @property
    def is_waitlisted(self):
        return self.state == State.WAITLISTED

    @property
    def token(self):
        """Of the own page, ``/registrations/<token>/``. Goes into mails to this person and nowhere else."""
        return make_token("registration", self.pk, self.generation)

    @property
    def was_present(self):
        return self.checked_in_at is not None or self.joined_at is not None
