"""What came of a meetup: minutes, decisions, what follows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import Event
from outbox.markdown import MarkdownField, RenderedField


class Access(models.TextChoices):
    """Who may see it once the event is over. Participants see it on their own pages, people on stage on theirs."""

    PUBLIC = "public", _("public: on the event's page")
    PARTICIPANTS = "participants", _("for participants and people on stage only")
    NOBODY = "nobody", _("nobody yet")


class ResultsQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)


class Results(models.Model):
    """Minutes and results of an event, in the event's language; a draft until ``published_at``.

    ``attendance`` is what organisers typed. ``counted`` is how many were marked as present when the results were
    published or last saved: the page shows it without counting, and it stays when the participants are erased.
    """

    TEXTS = ("takeaways", "discussed", "decided", "follow_up")

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="results")
    summary = models.TextField(
        _("in one sentence"),
        max_length=500,
        blank=True,
        help_text=_("What came of it. It stands on the page in place of the summary that announced the event."),
    )
    takeaways = MarkdownField(_("what we took away"), blank=True, help_text=_("Best as a short list."))
    takeaways_html = RenderedField(source="takeaways", heading=3)
    discussed = MarkdownField(_("what we talked about"), blank=True)
    discussed_html = RenderedField(source="discussed", heading=3)
    decided = MarkdownField(_("what we decided"), blank=True)
    decided_html = RenderedField(source="decided", heading=3)
    follow_up = MarkdownField(
        _("what follows from it"), blank=True, help_text=_("Who does what until when; the next date.")
    )
    follow_up_html = RenderedField(source="follow_up", heading=3)
    attendance = models.PositiveIntegerField(
        _("how many people were there"),
        null=True,
        blank=True,
        help_text=_("Empty: as many as were marked as present at the door or opened the way in."),
    )
    access = models.CharField(_("who may read it"), max_length=12, choices=Access.choices[:2], default=Access.PUBLIC)
    counted = models.PositiveIntegerField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ResultsQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes and results")
        verbose_name_plural = _("minutes and results")
        constraints = [
            models.CheckConstraint(
                condition=Q(access__in=[Access.PUBLIC, Access.PARTICIPANTS]), name="results_have_known_readers"
            )
        ]

    def __str__(self):
        return str(self._meta.verbose_name)

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def is_empty(self):
        return not any(getattr(self, name).strip() for name in ("summary", *self.TEXTS))

    @property
    def present(self):
        """How many came: as typed, else as counted; None if nobody knows."""
        return self.counted if self.attendance is None else self.attendance
