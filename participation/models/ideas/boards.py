"""Boards: where an organisation collects ideas, by its own rules and with its own form."""

from typing import NamedTuple

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.slugs import Slugged, SluggedQuerySet
from accounts.sorting import sort_key
from events.models.bilingual import Bilingual, Worded
from outbox.markdown import MarkdownField, RenderedField


class BoardQuerySet(SluggedQuerySet):
    def public(self):
        return self.filter(is_public=True)

    def of(self, user, roles):
        return self.filter(organisation__in=Organisation.objects.of(user, roles))


class Facts(NamedTuple):
    """A key fact that a board's form may ask for, with the fields of an idea that hold it."""

    switch: str
    fields: tuple


FACTS = (
    Facts("asks_place", ("place",)),
    Facts("asks_people", ("people",)),
    Facts("asks_principles", ("principles",)),
    Facts("asks_legal_form", ("carried_by", "legal_forms", "legal_form_note")),
    Facts("asks_running_time", ("runs_months", "option_months", "running_time_note")),
)


class Board(Slugged, Bilingual):
    """A group of ideas with its rules. Its form says what is asked for; what an idea says is shown in any case."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="boards"
    )
    sort_key = models.CharField(max_length=200, editable=False, db_index=True)
    rules = MarkdownField(_("rules"), blank=True, help_text=_("What belongs here, who decides, how one treats others."))
    rules_html = RenderedField(source="rules")
    is_public = models.BooleanField(_("public"), default=False)
    takes_proposals = models.BooleanField(
        _("visitors may propose ideas"), default=False, help_text=_("They need an address that they confirm by mail.")
    )
    takes_points = models.BooleanField(
        _("visitors may argue and support"), default=True, help_text=_("Points for and against, and votes on ideas.")
    )
    needs_approval = models.BooleanField(_("moderators see what visitors write before others do"), default=True)
    asks_place = models.BooleanField(_("place and opening hours"), default=True)
    asks_people = models.BooleanField(_("who works on it"), default=True)
    asks_principles = models.BooleanField(_("principles"), default=False)
    asks_legal_form = models.BooleanField(_("legal form"), default=False)
    asks_running_time = models.BooleanField(_("running time"), default=False)
    asks_resources = models.BooleanField(_("resources"), default=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("board of ideas")
        verbose_name_plural = _("boards of ideas")
        ordering = ["sort_key", "pk"]

    def save(self, *args, **kwargs):
        self.sort_key = sort_key(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("board", args=[self.slug])

    @property
    def unasked(self):
        """The fields of an idea that the form of this board leaves out."""
        return {name for fact in FACTS if not getattr(self, fact.switch) for name in fact.fields}


class BoardQuestion(models.Model):
    """What the form asks, and under which heading the answer stands on the page of an idea."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    name = models.CharField(_("heading"), max_length=100, help_text=_("For example: The challenge"))
    name_translated = models.CharField(_("heading in the other language"), max_length=100, blank=True)
    text = models.CharField(
        _("question"), max_length=300, blank=True, help_text=_("For example: Describe the problem to be solved.")
    )
    text_translated = models.CharField(_("question in the other language"), max_length=300, blank=True)
    is_required = models.BooleanField(_("required"), default=True)

    class Meta:
        verbose_name = _("question of a board")
        verbose_name_plural = _("questions of a board")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="a_question_of_a_board_has_a_heading",
                violation_error_message=_("Give the question a heading."),
            )
        ]

    def __str__(self):
        return self.name

    def _worded(self, field):
        language, translated = get_language(), getattr(self, f"{field}_translated")
        if language != self.board.language and translated:
            return Worded(translated, self.board.other_language)
        return Worded(getattr(self, field), self.board.language)

    @property
    def shown_name(self):
        return self._worded("name")

    @property
    def shown_text(self):
        return self._worded("text")
