"""Calls for contributions: whether one may propose something for an event or a series, and what was proposed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.capabilities import make_token
from accounts.models import Organisation, Role
from events.models import AgendaItem, Event, Series, Status
from participation.models.aspects import aspect

PURPOSE = "proposal"
KINDS = {"event": Event, "series": Series}
FOR_ONE = Q(event=None, series__isnull=False) | Q(event__isnull=False, series=None)
SENTENCE = _("Choose either a meetup or a series.")


class OfEventOrSeries(models.QuerySet):
    def controlled_by(self, user, roles=tuple(Role)):
        """Those for whose data this user's organisations answer: of the event, or of the series."""
        if user.is_superuser and user.is_active:
            return self
        series = Series.objects.filter(organisation__in=Organisation.objects.of(user, roles))
        events = Event.objects.controlled_by(user, roles)
        return self.filter(Q(event__in=events.values("pk")) | Q(series__in=series.values("pk")))


class CallForProposals(models.Model):
    """One row per event or series that takes proposals; one without a row takes none."""

    event = models.OneToOneField(
        Event, verbose_name=_("meetup"), null=True, blank=True, on_delete=models.CASCADE, related_name="call"
    )
    series = models.OneToOneField(
        Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.CASCADE, related_name="call"
    )
    is_open = models.BooleanField(_("takes proposals"), default=True)
    closes_at = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty: until the meetup begins, or the series ends.")
    )
    introduction = models.CharField(
        _("sentence above the form"), max_length=300, blank=True, help_text=_("What you are looking for.")
    )

    objects = OfEventOrSeries.as_manager()

    class Meta:
        verbose_name = _("call for contributions")
        verbose_name_plural = _("calls for contributions")
        constraints = [
            models.CheckConstraint(
                condition=FOR_ONE, name="a_call_is_for_an_event_or_a_series", violation_error_message=SENTENCE
            )
        ]

    def __str__(self):
        return str(self.about)

    @property
    def about(self):
        """The event or the series."""
        return self.event or self.series

    def takes_proposals(self, now):
        if not self.is_open or (self.closes_at and self.closes_at <= now):
            return False
        if self.event is None:
            return self.series.is_active
        event = self.event
        return event.status == Status.PUBLISHED and event.is_published(now) and now < event.starts_at

    @classmethod
    def stored_for(cls, event):
        """The event's call without a look at anything else; None if there is none."""
        return aspect(event, "call")


class ProposalState(models.TextChoices):
    RECEIVED = "received", _("received")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Proposal(models.Model):
    """A talk or a story that somebody proposes. Nothing of it is public before an editor accepts it.

    ``item`` is the row of the agenda that was made of it. All texts are plain, whatever they look like.
    """

    event = models.ForeignKey(
        Event, verbose_name=_("meetup"), null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    series = models.ForeignKey(
        Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.CASCADE, related_name="proposals"
    )
    title = models.CharField(_("title"), max_length=200)
    abstract = models.TextField(_("abstract"), max_length=3000)
    name = models.CharField(_("name"), max_length=150)
    function = models.CharField(_("function or organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=254)
    address_key = models.CharField(max_length=254, editable=False)
    note = models.TextField(_("note to the organisers"), max_length=1000, blank=True)
    keeps_email = models.BooleanField(_("the address may be kept with the page of the person"), default=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.RECEIVED)
    reason = models.CharField(_("sentence to the person"), max_length=500, blank=True)
    item = models.OneToOneField(
        AgendaItem, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="proposal"
    )
    generation = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("received on"), editable=False)

    objects = OfEventOrSeries.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=FOR_ONE, name="a_proposal_is_for_an_event_or_a_series", violation_error_message=SENTENCE
            )
        ]

    def __str__(self):
        return self.title

    @property
    def token(self):
        return make_token(PURPOSE, self.pk, self.generation)

    @property
    def about(self):
        """The event or the series that it was proposed for."""
        return self.event or self.series

    @property
    def is_undecided(self):
        return self.state == ProposalState.RECEIVED

    @property
    def agenda_of(self):
        """The event on whose agenda it stands, or None."""
        return self.item.event if self.item_id else None

    @property
    def contact(self):
        """The address of those who decide."""
        event = self.agenda_of or self.event
        return event.contact[1] if event else self.series.organisation.contact_email
