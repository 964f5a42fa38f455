"""Questions to the speakers: how they may be asked at one event, the questions, and who supports them."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Appearance, Confidentiality, Event, Status
from outbox.markdown import MarkdownField, RenderedField
from participation.models.aspects import aspect
from participation.models.voices import Voice

HOUR = dt.timedelta(hours=1)


class Askers(models.TextChoices):
    NOBODY = "nobody", _("nobody: no questions here")
    EVERYONE = "everyone", _("everyone, without an account")
    REGISTERED = "registered", _("confirmed participants only")


class QuestionSettings(models.Model):
    """One row per event; an event without one takes no questions, see `of`. Hours count from start and end, so that
    they hold when the event moves.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="question_settings")
    who = models.CharField(_("who may ask"), max_length=12, choices=Askers, default=Askers.NOBODY)
    opens_hours = models.PositiveIntegerField(
        _("open from (hours before the start)"),
        null=True,
        blank=True,
        help_text=_("168 is a week. Empty: as soon as the page is public."),
    )
    closes_hours = models.PositiveIntegerField(
        _("open until (hours after the end)"), default=24, help_text=_("The list itself stays.")
    )
    needs_approval = models.BooleanField(_("moderators see each question before others do"), default=False)
    names_allowed = models.BooleanField(
        _("askers may show their name"),
        default=True,
        help_text=_("Never shown where the Chatham House Rule holds or what is said stays in the room."),
    )
    introduction = models.CharField(
        _("sentence above the questions"), max_length=300, blank=True, help_text=_("What helps to ask well.")
    )
    wall_generation = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("settings of the questions")
        verbose_name_plural = _("settings of the questions")

    def __str__(self):
        return str(self._meta.verbose_name)

    @classmethod
    def of(cls, event):
        """The event's settings; the defaults, not saved, if there are none."""
        try:
            return event.question_settings
        except cls.DoesNotExist:
            return cls(event=event)

    @classmethod
    def stored_for(cls, event):
        """The event's settings without a look at anything else; None if there are none."""
        return aspect(event, "question_settings")

    @property
    def takes_questions(self):
        return self.who != Askers.NOBODY

    @property
    def is_confidential(self):
        """What is said stays in the room: only participants see any of it."""
        return self.event.confidentiality == Confidentiality.CLOSED

    @property
    def shows_names(self):
        return self.names_allowed and self.event.confidentiality == Confidentiality.OPEN

    @property
    def takes_guests(self):
        return self.who == Askers.EVERYONE and not self.is_confidential

    @property
    def opens_at(self):
        if self.opens_hours is None:
            return self.event.publish_at
        return self.event.starts_at - self.opens_hours * HOUR

    @property
    def closes_at(self):
        return self.event.ends_at + self.closes_hours * HOUR

    def is_public(self, now):
        """Whether everybody may read the questions."""
        return self.takes_questions and not self.is_confidential and self.event.is_published(now)

    def is_open(self, now):
        """Whether one can ask and support."""
        if not (self.takes_questions and self.event.status == Status.PUBLISHED and self.event.is_published(now)):
            return False
        return self.opens_at <= now < self.closes_at


class QuestionState(models.TextChoices):
    HELD = "held", _("waits for approval")
    SHOWN = "shown", _("open")
    SHORTLISTED = "shortlisted", _("on the shortlist")
    ON_NOW = "on_now", _("on now")
    ANSWERED = "answered", _("answered")
    MERGED = "merged", _("joined with another")
    HIDDEN = "hidden", _("hidden")


WAITING = (QuestionState.SHOWN, QuestionState.SHORTLISTED)
LISTED = (*WAITING, QuestionState.ON_NOW, QuestionState.ANSWERED)


class QuestionQuerySet(models.QuerySet):
    def controlled_by(self, user, roles):
        """Those at events for whose participants this user's organisations answer."""
        return self.filter(event__in=Event.objects.controlled_by(user, roles).values("pk"))

    def with_place(self):
        return self.select_related("event__organisation", "event__question_settings")

    def listed(self):
        """What whoever may read questions reads; merged ones stand below the one they were joined with."""
        return self.filter(state__in=LISTED)

    def in_order(self):
        """Most supported first, then as they came."""
        return self.order_by("-supports", "asked_at", "pk")


class AudienceQuestion(models.Model):
    """A question to the round or to one person on stage.

    ``shown_name`` is what its asker wanted to be shown as, perhaps nothing, and all that is kept of the name.
    ``supports`` counts different voices, those of merged questions included; it is counted afresh under the row's lock
    whenever one is added. ``erased_supports`` is the part of it whose voices have been erased.
    """

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="audience_questions", db_index=False, editable=False
    )
    voice = models.ForeignKey(Voice, null=True, on_delete=models.SET_NULL, related_name="questions", editable=False)
    text = models.CharField(_("question"), max_length=500)
    to = models.ForeignKey(
        Appearance, verbose_name=_("to"), null=True, blank=True, on_delete=models.SET_NULL, related_name="questions"
    )
    shown_name = models.CharField(_("shown as"), max_length=150, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=QuestionState, default=QuestionState.SHOWN)
    hidden_reason = models.CharField(_("reason"), max_length=300, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="merged", editable=False
    )
    answer = MarkdownField(_("answer in writing"), blank=True)
    answer_html = RenderedField(source="answer", heading=4)
    supports = models.PositiveIntegerField(_("supported by"), default=0, editable=False)
    erased_supports = models.PositiveIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    on_now_at = models.DateTimeField(null=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the speakers")
        verbose_name_plural = _("questions to the speakers")
        ordering = ["-supports", "asked_at", "pk"]
        indexes = [models.Index(fields=["event", "state"], name="audience_question_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["event"], condition=Q(state="on_now"), name="one_question_is_on_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="a_merged_question_and_no_other_names_its_head",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="a_question_is_not_merged_into_itself"
            ),
            models.CheckConstraint(condition=Q(state__in=QuestionState.values), name="a_question_has_a_known_state"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False),
                name="an_answered_question_says_since_when",
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def is_listed(self):
        return self.state in LISTED

    @property
    def is_open(self):
        """Whether it can still be supported."""
        return self.state in (*WAITING, QuestionState.ON_NOW)

    @property
    def answered_local(self):
        return self.answered_at and self.answered_at.astimezone(self.event.zone)

    # What the moderators' queue shows of it, see `participation.moderation`.

    @property
    def heading(self):
        return gettext("Question at “%(title)s”") % {"title": self.event.shown_title}

    @property
    def said(self):
        return self.text

    @property
    def reason(self):
        return self.hidden_reason

    @property
    def state_since(self):
        return self.asked_at

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
    def place_address(self):
        return f"{reverse('questions', args=[self.event.slug])}#q-{self.pk}"

    def is_public(self, now):
        return self.is_listed and QuestionSettings.of(self.event).is_public(now)


class Support(models.Model):
    """A voice stands behind a question: once, and of its own from the start."""

    question = models.ForeignKey(AudienceQuestion, on_delete=models.CASCADE, related_name="backing", db_index=False)
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="supports")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "voice"], name="a_question_is_supported_once_by_each")
        ]

    def __str__(self):
        return f"{self.voice_id} {self.question_id}"
