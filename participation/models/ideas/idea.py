"""An idea: what it wants, its key facts, and in which state it is."""

import re

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as now_in
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, Role
from accounts.refusal import Refused
from accounts.slugs import FormerSlug, Slugged, SluggedQuerySet
from events.models.bilingual import Bilingual
from outbox.markdown import MarkdownField, RenderedField
from participation.models.contributions import Contribution, ContributionQuerySet, ContributionState
from participation.models.ideas.boards import Board, BoardQuestion

ONE_PER_LINE = _("One per line.")


def lines(text):
    """What was typed one per line, as a list."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class Stage(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("idea", "proposed")
    DISCUSSED = "discussed", pgettext_lazy("idea", "being discussed")
    TAKEN_UP = "taken_up", pgettext_lazy("idea", "taken up")
    IN_PROGRESS = "in_progress", pgettext_lazy("idea", "in progress")
    DONE = "done", pgettext_lazy("idea", "done")
    NOT_PURSUED = "not_pursued", pgettext_lazy("idea", "not pursued")


class IdeaQuerySet(SluggedQuerySet, ContributionQuerySet):
    def public(self):
        """What everybody may see."""
        return self.filter(board__is_public=True, state=ContributionState.SHOWN)

    def of(self, user, roles=tuple(Role)):
        """Those on boards of this user's organisations."""
        if user.is_superuser and user.is_active:
            return self
        return self.filter(board__organisation__in=Organisation.objects.of(user, roles))

    def controlled_by(self, user, roles=tuple(Role)):
        """The same for those who moderate: what the organisation itself has not published yet waits for nobody."""
        return self.of(user, roles).exclude(state=ContributionState.HELD, contributor=None)

    def with_place(self):
        return self.select_related("board__organisation").prefetch_related("answers__question")

    def for_rows(self):
        """With what a row of a list shows."""
        return self.select_related("board", "counts").only(
            "slug", "language", "title", "title_translated", "summary", "summary_translated", "stage", "is_demo",
            "shown_at", "board__slug", "board__language", "board__title", "board__title_translated", "counts",
        )  # fmt: skip

    def newest_first(self):
        return self.order_by("-shown_at", "-pk")

    def most_supported_first(self):
        return self.order_by("-counts__balance", "-shown_at", "-pk")

    def most_argued_first(self):
        return self.order_by("-counts__points", "-shown_at", "-pk")


class Idea(Slugged, Bilingual, Contribution):
    """An idea on a board, by a visitor or by the organisation; then ``contributor`` is None and it is held until it is
    published. ``stage`` is what has become of it. Lists are texts with one entry per line.

    Votes and points are counted in a row of its own (`IdeaCount`), so that saving the one never overwrites the other.
    """

    SAME = ("board", "title")
    TEXTS = ("title", "summary")

    board = models.ForeignKey(Board, verbose_name=_("board"), on_delete=models.PROTECT, related_name="ideas")
    stage = models.CharField(_("state"), max_length=12, choices=Stage, default=Stage.PROPOSED, editable=False)
    place = models.CharField(
        _("place"), max_length=300, blank=True, help_text=_("For example: an open workspace in every region")
    )
    people = models.TextField(_("who works on it"), max_length=2000, blank=True, help_text=ONE_PER_LINE)
    principles = models.TextField(_("principles"), max_length=2000, blank=True, help_text=ONE_PER_LINE)
    carried_by = models.CharField(_("carried by"), max_length=200, blank=True)
    legal_forms = models.TextField(_("possible legal forms"), max_length=1000, blank=True, help_text=ONE_PER_LINE)
    legal_form_note = models.CharField(_("on the legal form"), max_length=500, blank=True)
    runs_months = models.PositiveSmallIntegerField(_("running time in months"), null=True, blank=True)
    option_months = models.PositiveSmallIntegerField(_("may be extended by months"), null=True, blank=True)
    running_time_note = models.CharField(_("on the running time"), max_length=500, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = IdeaQuerySet.as_manager()
    first_answers = ()  # pairs of a question and a text, stored with a new idea

    class Meta(Contribution.Meta):
        abstract = False
        verbose_name = _("idea")
        verbose_name_plural = _("ideas")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-shown_at", "-id"], name="ideas_by_age")]
        constraints = [
            *Contribution.Meta.constraints,
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="an_idea_is_at_a_known_stage"),
            models.CheckConstraint(
                condition=Q(option_months=None) | Q(runs_months__isnull=False),
                name="only_a_running_time_can_be_extended",
                violation_error_message=_("Say first how long it runs, then by how much it may be extended."),
            ),
        ]

    def save(self, *args, **kwargs):
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new:
            IdeaCount.objects.create(idea=self)
            for question, text in self.first_answers:
                IdeaAnswer.objects.create(idea=self, question=question, text=text)

    def get_absolute_url(self):
        return reverse("idea", args=[self.slug])

    # As a contribution

    @property
    def heading(self):
        return now_in("Idea on “%(board)s”") % {"board": self.board.shown_title}

    @property
    def said(self):
        answers = [f"{answer.question.name}\n{answer.plain}" for answer in self.answers.all()]
        return "\n\n".join(filter(None, [self.title, self.summary, *answers]))

    @property
    def place_address(self):
        return self.get_absolute_url()

    @property
    def organisation(self):
        return self.board.organisation

    def is_public(self, now):
        return self.is_published and self.board.is_public

    def again_address(self, contributor):
        return reverse("idea_as", args=[contributor.token, self.slug]) if self.is_published else ""

    def refuse_where_closed(self, now):
        if not (self.board.is_public and self.board.takes_proposals):
            raise Refused(now_in("Here one can propose no more."))

    def first_state(self):
        return ContributionState.HELD if self.board.needs_approval else ContributionState.SHOWN

    def data(self):
        answers = {answer.question.name: answer.plain for answer in self.answers.all()}
        facts = ("place", "people", "principles", "carried_by", "legal_forms", "runs_months")
        return super().data() | {"answers": answers, **{name: getattr(self, name) for name in facts}}

    def empty(self):
        """Without what its author typed: the answers and versions, and the address made of the title."""
        super().empty()
        self.answers.all().delete()
        self.versions.all().delete()
        FormerSlug.objects.filter(model=self._meta.label_lower, object_id=self.pk).delete()
        self.slug = self._stored_slug = f"idea-{self.pk}"

    def leave(self, now):
        """What an organisation has taken up stays without its author; otherwise it goes, with what was said to it."""
        if self.stage in (Stage.PROPOSED, Stage.DISCUSSED):
            self.delete()
        else:
            type(self).objects.filter(pk=self.pk).update(contributor=None, shown_name="")

    @property
    def is_published(self):
        return self.state == ContributionState.SHOWN

    @property
    def takes_points(self):
        """Whether visitors may argue and vote."""
        return self.is_published and self.board.is_public and self.board.takes_points

    @property
    def list_of_people(self):
        return lines(self.people)

    @property
    def list_of_principles(self):
        return lines(self.principles)

    @property
    def list_of_legal_forms(self):
        return lines(self.legal_forms)

    @property
    def runs(self):
        return Span.of(self.runs_months)

    @property
    def option(self):
        return Span.of(self.option_months)


class Span:
    """A number of months, in years where it is whole years."""

    def __init__(self, months):
        self.months = months
        self.years = months // 12 if months % 12 == 0 else None

    @classmethod
    def of(cls, months):
        return cls(months) if months else None


class IdeaAnswer(models.Model):
    """What an idea says to a question of its board."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(
        BoardQuestion, verbose_name=_("question"), on_delete=models.PROTECT, related_name="answers"
    )
    text = MarkdownField(_("text"))
    text_html = RenderedField(source="text", heading=3)

    class Meta:
        verbose_name = _("answer to a question of the board")
        verbose_name_plural = _("answers to the questions of the board")
        ordering = ["question__position", "question"]
        constraints = [
            models.UniqueConstraint(
                fields=["idea", "question"],
                name="an_idea_answers_each_question_once",
                violation_error_message=_("This question has been answered in another row already."),
            )
        ]

    def __str__(self):
        return str(self.question)

    @property
    def plain(self):
        """The text without the signs that keep a visitor's words from being taken for Markdown."""
        return re.sub(r"\\(.)", r"\1", self.text, flags=re.DOTALL)


class IdeaCount(models.Model):
    """What people think of an idea, in numbers; counted afresh under this row's lock whenever one is added."""

    idea = models.OneToOneField(Idea, on_delete=models.CASCADE, primary_key=True, related_name="counts")
    ups = models.PositiveIntegerField(default=0)
    downs = models.PositiveIntegerField(default=0)
    points_for = models.PositiveIntegerField(default=0)
    points_against = models.PositiveIntegerField(default=0)
    balance = models.GeneratedField(
        expression=F("ups") - F("downs"), output_field=models.IntegerField(), db_persist=True
    )
    points = models.GeneratedField(
        expression=F("points_for") + F("points_against"), output_field=models.PositiveIntegerField(), db_persist=True
    )

    class Meta:
        indexes = [
            models.Index(fields=["-balance"], name="ideas_by_balance"),
            models.Index(fields=["-points"], name="ideas_by_points"),
        ]

    def __str__(self):
        return str(self.idea_id)
