"""What people say to an idea: points for and against it, whether these are helpful, and whether they support it.

Each is a contribution like any other (`participation.models.contributions`). Numbers carry no names: they stand on the
idea's `IdeaCount` and on the point, counted afresh under the lock of these rows.
"""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from accounts.refusal import Refused
from participation.models.contributions import Contribution, ContributionQuerySet, ContributionState
from participation.models.ideas.idea import Idea, IdeaCount

SHOWN = ContributionState.SHOWN


class ToIdeaQuerySet(ContributionQuerySet):
    way = "idea"

    def controlled_by(self, user, roles=tuple(Role)):
        return self.filter(**{f"{self.way}__in": Idea.objects.of(user, roles).values("pk")})

    def with_place(self):
        return self.select_related(f"{self.way}__board__organisation")


class ToPointQuerySet(ToIdeaQuerySet):
    way = "point__idea"


class ToIdea(Contribution):
    """What is said to ``the_idea``, for the time that its board lets visitors argue."""

    class Meta(Contribution.Meta):
        abstract = True

    @property
    def the_idea(self):
        return self.idea

    @property
    def organisation(self):
        return self.the_idea.board.organisation

    @property
    def place_address(self):
        return f"{self.the_idea.get_absolute_url()}#points"

    def is_public(self, now):
        return super().is_public(now) and self.the_idea.is_public(now)

    def again_address(self, contributor):
        idea = self.the_idea
        return reverse("idea_as", args=[contributor.token, idea.slug]) if idea.takes_points else ""

    def refuse_where_closed(self, now):
        if not self.the_idea.takes_points:
            raise Refused(_("Here one can argue and vote no more."))

    def first_state(self):
        return SHOWN

    def others(self):
        """Rows of this kind at the same place that count, without this one if it does not."""
        rows = type(self).objects.shown()
        return rows if self.state == SHOWN else rows.exclude(pk=self.pk)


class Once(ToIdea):
    """What each person says once at a place, the last time holds."""

    MODERATED = False

    class Meta(ToIdea.Meta):
        abstract = True

    def enter(self, state, now, reason=""):
        """What the same person said before gives way."""
        if state == SHOWN and self.contributor_id is not None:
            earlier = type(self).objects.shown().filter(contributor=self.contributor_id, **{self.at: self.place})
            earlier.exclude(pk=self.pk).delete()
        super().enter(state, now, reason)

    @property
    def place(self):
        return getattr(self, f"{self.at}_id")


class Side(models.TextChoices):
    FOR = "for", gettext_lazy("for it")
    AGAINST = "against", gettext_lazy("against it")


class Point(ToIdea):
    """An argument for or against an idea. Its text is plain; ``url`` is the one link that it may carry."""

    SAME = ("idea", "side", "text")
    TEXTS = ("text", "url")
    LONGEST = 1500

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="points", db_index=False, editable=False)
    side = models.CharField(gettext_lazy("for or against"), max_length=7, choices=Side)
    text = models.TextField(gettext_lazy("point"), max_length=LONGEST)
    url = models.URLField(
        gettext_lazy("link"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    helpful = models.PositiveIntegerField(default=0, editable=False)
    unhelpful = models.PositiveIntegerField(default=0, editable=False)
    balance = models.GeneratedField(
        expression=F("helpful") - F("unhelpful"), output_field=models.IntegerField(), db_persist=True
    )

    objects = ToIdeaQuerySet.as_manager()

    class Meta(ToIdea.Meta):
        abstract = False
        verbose_name = gettext_lazy("point for or against an idea")
        verbose_name_plural = gettext_lazy("points for and against ideas")
        ordering = ["-balance", "-created_at", "-pk"]
        indexes = [
            models.Index(fields=["idea", "side", "-balance", "-created_at"], condition=Q(state="shown"),
                         name="points_by_helpfulness"),
            models.Index(fields=["idea", "state"], name="points_by_state"),
        ]  # fmt: skip
        constraints = [
            *ToIdea.Meta.constraints,
            models.CheckConstraint(condition=Q(side__in=Side.values), name="a_point_is_for_or_against"),
        ]

    def __str__(self):
        return " ".join(self.text.split())[:80]

    @property
    def heading(self):
        words = _("Point for “%(idea)s”") if self.side == Side.FOR else _("Point against “%(idea)s”")
        return words % {"idea": self.idea.shown_title}

    @property
    def place_address(self):
        return f"{self.idea.get_absolute_url()}#point-{self.pk}"

    def first_state(self):
        return ContributionState.HELD if self.idea.board.needs_approval else SHOWN

    def has_changed(self):
        counts = IdeaCount.objects.select_for_update(no_key=True).get(pk=self.idea_id)
        sides = dict(self.others().filter(idea=self.idea_id).order_by().values_list("side").annotate(Count("pk")))
        counts.points_for, counts.points_against = sides.get(Side.FOR, 0), sides.get(Side.AGAINST, 0)
        counts.save(update_fields=["points_for", "points_against"])


class IdeaVote(Once):
    """A person is for or against an idea."""

    SAME = ("idea", "is_for")
    at = "idea"

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes", editable=False)
    is_for = models.BooleanField()

    objects = ToIdeaQuerySet.as_manager()

    class Meta(Once.Meta):
        abstract = False
        verbose_name = gettext_lazy("vote on an idea")
        verbose_name_plural = gettext_lazy("votes on ideas")
        constraints = [
            *Once.Meta.constraints,
            models.UniqueConstraint(
                fields=["idea", "contributor"], condition=Q(state="shown"), name="a_person_votes_once_on_an_idea"
            ),
        ]

    def __str__(self):
        return f"{self.idea_id}: {self.is_for}"

    @property
    def heading(self):
        words = _("Vote for “%(idea)s”") if self.is_for else _("Vote against “%(idea)s”")
        return words % {"idea": self.idea.shown_title}

    def has_changed(self):
        counts = IdeaCount.objects.select_for_update(no_key=True).get(pk=self.idea_id)
        votes = dict(self.others().filter(idea=self.idea_id).order_by().values_list("is_for").annotate(Count("pk")))
        counts.ups, counts.downs = votes.get(True, 0), votes.get(False, 0)
        counts.save(update_fields=["ups", "downs"])

    def data(self):
        return super().data() | {"for_it": self.is_for}


class PointMark(Once):
    """A person finds a point helpful, or not."""

    SAME = ("point", "is_helpful")
    at = "point"

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="marks", editable=False)
    is_helpful = models.BooleanField()

    objects = ToPointQuerySet.as_manager()

    class Meta(Once.Meta):
        abstract = False
        verbose_name = gettext_lazy("mark on a point")
        verbose_name_plural = gettext_lazy("marks on points")
        constraints = [
            *Once.Meta.constraints,
            models.UniqueConstraint(
                fields=["point", "contributor"], condition=Q(state="shown"), name="a_person_marks_a_point_once"
            ),
        ]

    def __str__(self):
        return f"{self.point_id}: {self.is_helpful}"

    @property
    def the_idea(self):
        return self.point.idea

    @property
    def heading(self):
        words = _("A point on “%(idea)s” is helpful") if self.is_helpful else _("A point on “%(idea)s” is not helpful")
        return words % {"idea": self.the_idea.shown_title}

    @property
    def place_address(self):
        return self.point.place_address

    def refuse_where_closed(self, now):
        super().refuse_where_closed(now)
        if self.point.state != SHOWN:
            raise Refused(_("This point is not there any more."))

    def has_changed(self):
        point = Point.objects.select_for_update(no_key=True).get(pk=self.point_id)
        marks = dict(
            self.others().filter(point=self.point_id).order_by().values_list("is_helpful").annotate(Count("pk"))
        )
        point.helpful, point.unhelpful = marks.get(True, 0), marks.get(False, 0)
        point.save(update_fields=["helpful", "unhelpful"])

    def data(self):
        return super().data() | {"helpful": self.is_helpful}
