"""Where an idea comes from, what it refers to, and what has become of it: versions and changes of its state."""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models import AgendaItem, Event
from outbox.markdown import MarkdownField, RenderedField
from participation.models.ideas.idea import Idea, Stage
from participation.models.questions import AudienceQuestion


class Origin(models.Model):
    """Where an idea came from, or what it refers to: another idea, a meetup (an item of its agenda, a question that was
    asked there), or something elsewhere by its name.
    """

    class Kind(models.TextChoices):
        CAME_FROM = "came_from", _("it came from")
        REFERS_TO = "refers_to", _("it refers to")

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="origins")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    kind = models.CharField(_("how"), max_length=9, choices=Kind, default=Kind.CAME_FROM)
    other = models.ForeignKey(
        Idea, verbose_name=_("idea"), null=True, blank=True, on_delete=models.CASCADE, related_name="led_to"
    )
    event = models.ForeignKey(
        Event, verbose_name=_("meetup"), null=True, blank=True, on_delete=models.CASCADE, related_name="born_ideas"
    )
    item = models.ForeignKey(
        AgendaItem, verbose_name=_("agenda item"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    question = models.ForeignKey(
        AudienceQuestion,
        verbose_name=_("question asked there"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="origins",
    )
    label = models.CharField(
        _("something else, by name"), max_length=200, blank=True, help_text=_("For example an idea on another platform")
    )
    url = models.URLField(
        _("its address"), max_length=500, blank=True, validators=[URLValidator(schemes=["http", "https"])]
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("origin or reference")
        verbose_name_plural = _("origins and references")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False, event=None, label="")
                | Q(other=None, event__isnull=False, label="")
                | Q(other=None, event=None) & ~Q(label=""),
                name="an_origin_is_one_thing",
                violation_error_message=_("Choose an idea or a meetup, or name something else: one of them."),
            ),
            models.CheckConstraint(
                condition=Q(item=None, question=None) | Q(event__isnull=False),
                name="what_was_said_belongs_to_a_meetup",
                violation_error_message=_("Choose the meetup to which agenda item and question belong."),
            ),
            models.CheckConstraint(
                condition=Q(url="") | ~Q(label=""),
                name="an_address_elsewhere_has_a_name",
                violation_error_message=_("Give the address a name."),
            ),
            models.CheckConstraint(
                condition=~Q(other=models.F("idea")),
                name="an_idea_does_not_come_from_itself",
                violation_error_message=_("An idea cannot come from itself."),
            ),
        ]

    def __str__(self):
        return self.label or str(self.other or self.event)


class IdeaVersion(models.Model):
    """What an idea said at one time; the newest is what its page shows. ``contents``: see `participation.versions`."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(_("what has changed"), max_length=300, blank=True)
    contents = models.JSONField()

    class Meta:
        verbose_name = _("version of an idea")
        verbose_name_plural = _("versions of an idea")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["idea", "number"], name="versions_of_an_idea_are_numbered"),
        ]

    def __str__(self):
        return str(self.number)


class StageChange(models.Model):
    """That an idea went from one state into another, and why; everybody may read it, followers get it by mail."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="stage_changes")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    old = models.CharField(max_length=12, choices=Stage)
    new = models.CharField(_("new state"), max_length=12, choices=Stage)
    explanation = MarkdownField(_("explanation"))
    explanation_html = RenderedField(source="explanation", heading=4)

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(old=models.F("new")), name="a_change_of_stage_changes_it"),
            models.CheckConstraint(condition=~Q(explanation=""), name="a_change_of_state_is_explained"),
        ]

    def __str__(self):
        return f"{self.old} → {self.new}"
