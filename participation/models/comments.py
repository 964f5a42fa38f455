"""Comments under a meetup: whether and how one may comment there, and what was said."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from accounts.refusal import Refused
from events.models import Confidentiality, Event, Status
from outbox.markdown import MarkdownField, RenderedField
from participation.models.aspects import aspect
from participation.models.contributions import Contribution, ContributionQuerySet, ContributionState

DAY = dt.timedelta(days=1)


class CommentSettings(models.Model):
    """One row per event; an event without one takes no comments, see `of`. Days count from the end, so that they hold
    when the event moves.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="comment_settings")
    takes_comments = models.BooleanField(
        gettext_lazy("visitors may comment"),
        default=False,
        help_text=gettext_lazy("With an e-mail address that is confirmed and never shown. Not where what is said stays "
                               "in the room."),
    )  # fmt: skip
    needs_approval = models.BooleanField(
        gettext_lazy("moderators see each comment before others do"),
        default=True,
        help_text=gettext_lazy("Always so where the Chatham House Rule holds; there nobody's name is shown."),
    )
    closes_days = models.PositiveSmallIntegerField(
        gettext_lazy("open until (days after the end)"),
        default=30,
        help_text=gettext_lazy("What was said stays. 0: until the end."),
    )
    introduction = models.CharField(
        gettext_lazy("sentence above the comments"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("What you would like to hear about."),
    )

    class Meta:
        verbose_name = gettext_lazy("settings of the comments")
        verbose_name_plural = gettext_lazy("settings of the comments")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def of(cls, event):
        """The event's settings; the defaults, not saved, if there are none."""
        try:
            return event.comment_settings
        except cls.DoesNotExist:
            return cls(event=event)

    @classmethod
    def stored_for(cls, event):
        """The event's settings without a look at anything else; None if there are none."""
        return aspect(event, "comment_settings")

    @property
    def shows_names(self):
        return self.event.confidentiality == Confidentiality.OPEN

    @property
    def holds(self):
        """Whether a moderator looks first; who said what under the Chatham House Rule is told too easily."""
        return self.needs_approval or not self.shows_names

    @property
    def closes_at(self):
        return self.event.ends_at + self.closes_days * DAY

    def is_public(self, now):
        """Whether everybody may read the comments."""
        confidential = self.event.confidentiality == Confidentiality.CLOSED
        return self.takes_comments and not confidential and self.event.is_published(now)

    def is_open(self, now):
        """Whether one can comment."""
        takes_place = self.event.status in (Status.PUBLISHED, Status.POSTPONED)
        ended = now >= self.closes_at and self.event.status != Status.POSTPONED
        return self.is_public(now) and takes_place and not ended


class CommentQuerySet(ContributionQuerySet):
    def controlled_by(self, user, roles):
        return self.filter(event__in=Event.objects.controlled_by(user, roles).values("pk"))

    def with_place(self):
        return self.select_related("event__organisation", "event__comment_settings")


class Comment(Contribution):
    """Text, as it was typed. ``answer`` is the organisation's, ``answered_by`` whose mark stands beside it."""

    SAME = ("event", "text")
    TEXTS = ("text",)
    LONGEST = 2000

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="comments", db_index=False, editable=False)
    text = models.TextField(gettext_lazy("comment"), max_length=LONGEST)
    answer = MarkdownField(gettext_lazy("answer"), blank=True)
    answer_html = RenderedField(source="answer", heading=4)
    answered_at = models.DateTimeField(gettext_lazy("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        Organisation, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    class Meta(Contribution.Meta):
        verbose_name = gettext_lazy("comment")
        verbose_name_plural = gettext_lazy("comments")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["event", "state"], name="comment_by_state")]
        constraints = [
            *Contribution.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answered_comment_says_since_when",
            ),
        ]

    def __str__(self):
        return " ".join(self.text.split())[:80]

    @property
    def heading(self):
        return _("Comment on “%(title)s”") % {"title": self.event.shown_title}

    @property
    def place_address(self):
        return f"{self.event.get_absolute_url()}#comment-{self.pk}"

    @property
    def organisation(self):
        return self.event.organisation

    @property
    def language(self):
        return self.event.language

    @property
    def contact(self):
        return self.event.contact[1]

    @property
    def known_name(self):
        """What stands beside it, where names may be shown at all."""
        return self.shown_name if CommentSettings.of(self.event).shows_names else ""

    @property
    def written_local(self):
        return self.created_at.astimezone(self.event.zone)

    def is_public(self, now):
        return super().is_public(now) and CommentSettings.of(self.event).is_public(now)

    def again_address(self, contributor):
        return reverse("comment_as", args=[contributor.token, self.event.slug])

    def refuse_where_closed(self, now):
        if not CommentSettings.of(self.event).is_open(now):
            raise Refused(_("Here one can comment no more."))

    def first_state(self):
        return ContributionState.HELD if CommentSettings.of(self.event).holds else ContributionState.SHOWN
