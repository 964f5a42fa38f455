"""Networking rounds: who wants to be put into small groups, the groups, and each group's own way in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Event, Status
from registrations.models.questions import Question
from registrations.models.registration import Registration, State


class NetworkingSettings(models.Model):
    """One row per event; an event without one has no networking rounds."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="networking_settings")
    is_on = models.BooleanField(
        _("networking rounds"),
        default=False,
        help_text=_("Participants tick on their own page whether they want to be put into groups."),
    )
    introduction = models.CharField(_("sentence beside the tick"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("networking")
        verbose_name_plural = _("networking")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def of(cls, event):
        try:
            return event.networking_settings
        except cls.DoesNotExist:
            return cls(event=event)


class NetworkingConsent(models.Model):
    """That somebody wants to be put into groups; without a row nobody is. Taken back, the row and the groups go."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, primary_key=True, related_name="networking_consent"
    )
    shows_name = models.BooleanField(_("the group sees my name"), default=False)
    agreed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("who wants to network")
        verbose_name_plural = _("who wants to network")

    def __str__(self):
        return str(self.registration_id)


class NetworkingRound(models.Model):
    """One distribution of people over groups. ``seed`` repeats its draw for the same people; empty where groups were
    made by hand. ``mixes`` is the sign-up question by whose answers the groups are mixed; empty: by ticket type.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="networking_rounds")
    number = models.PositiveSmallIntegerField(_("round"))
    size = models.PositiveSmallIntegerField(_("people in a group"))
    seed = models.BigIntegerField(null=True, editable=False)
    mixes = models.ForeignKey(Question, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    shown_from = models.DateTimeField(_("shown to participants from"))

    class Meta:
        verbose_name = _("networking round")
        verbose_name_plural = _("networking rounds")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="a_networking_round_has_a_number_of_its_own")
        ]

    def __str__(self):
        return f"{self.event_id}/{self.number}"

    def is_shown(self, now):
        """``event`` must be fresh."""
        return self.event.status == Status.PUBLISHED and self.shown_from <= now < self.event.ends_at


class NetworkingGroup(models.Model):
    """Its way in is as private as that of the event: on the own pages of its members, in the round's hours."""

    round = models.ForeignKey(NetworkingRound, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField(_("group"))
    link = models.URLField(_("link"), max_length=1000, blank=True)
    passcode = models.CharField(_("passcode"), max_length=120, blank=True)
    place = models.CharField(_("room or table"), max_length=300, blank=True)
    notes = models.CharField(_("note"), max_length=500, blank=True)

    SHOWN = ("link", "passcode", "place", "notes")

    class Meta:
        verbose_name = _("networking group")
        verbose_name_plural = _("networking groups")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="a_networking_group_has_a_number_of_its_own")
        ]

    def __str__(self):
        return f"{self.round_id}/{self.number}"


class MembershipQuerySet(models.QuerySet):
    def present(self):
        """Those who still have a seat; who gave it back is gone anyway, see `actions.leaving.end`."""
        return self.filter(registration__state=State.CONFIRMED)


class GroupMembership(models.Model):
    """Somebody in a group; ``round`` repeats the group's, so that nobody is in two groups of one round."""

    group = models.ForeignKey(NetworkingGroup, on_delete=models.CASCADE, related_name="memberships")
    round = models.ForeignKey(NetworkingRound, on_delete=models.CASCADE, related_name="memberships")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="group_memberships")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("place in a networking group")
        verbose_name_plural = _("places in networking groups")
        constraints = [
            models.UniqueConstraint(fields=["round", "registration"], name="nobody_is_in_two_groups_of_a_round")
        ]

    def __str__(self):
        return f"{self.group_id}: {self.registration_id}"
