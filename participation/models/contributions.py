"""What every contribution has in common, whatever kind it is: a comment, a point, an idea, a support.

A kind is a model that inherits `Contribution`. It appears by itself on people's own pages, in what they take along, in
what is erased, and in the moderation queue. Its form's view calls `participation.actions.contributing.say` with an
unsaved row, or `say_as` where the person came by their own link, and answers the same in any case. A kind says:

- ``SAME``: the fields that are equal when somebody sends the same thing twice, and ``TEXTS``: what somebody typed;
- its queryset, made of `ContributionQuerySet`: ``controlled_by(user, roles)`` and ``with_place()``;
- ``heading``, ``place_address``, ``organisation``, ``first_state()``; and, if need be, the other methods below.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.models.contributors import Contributor


class ContributionState(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("waits for its author")
    HELD = "held", _("waits for approval")
    SHOWN = "shown", pgettext_lazy("contribution", "public")
    REMOVED = "removed", _("removed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ContributionQuerySet(models.QuerySet):
    def unconfirmed(self):
        return self.filter(state=ContributionState.UNCONFIRMED)

    def shown(self):
        return self.filter(state=ContributionState.SHOWN)

    def told(self):
        """What a place tells of: what is shown, and what was, with the reason why it is not there any more."""
        removed = Q(state=ContributionState.REMOVED, shown_at__isnull=False)
        return self.filter(Q(state=ContributionState.SHOWN) | removed)

    def controlled_by(self, user, roles):
        """Those at places for which this user's organisations answer."""
        raise NotImplementedError

    def with_place(self):
        """With what ``heading``, ``place_address`` and ``organisation`` need, in the same query."""
        return self


class Contribution(models.Model):
    """``contributor`` is None once the person was erased. ``shown_name`` is what its author wanted to be shown as.

    ``reason`` says why it was removed; ``shown_at`` since when it has been public, None if it never was.
    """

    SAME = TEXTS = ()
    MODERATED = True  # False for what is only counted, such as a support

    contributor = models.ForeignKey(
        Contributor, null=True, editable=False, on_delete=models.SET_NULL, related_name="%(class)ss"
    )
    shown_name = models.CharField(_("shown as"), max_length=150, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=ContributionState, default=ContributionState.UNCONFIRMED, editable=False
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("written on"), editable=False)
    state_since = models.DateTimeField(editable=False)
    shown_at = models.DateTimeField(null=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ContributionState.values), name="a_%(class)s_has_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(state="shown") | Q(shown_at__isnull=False), name="a_shown_%(class)s_says_since_when"
            ),
            models.CheckConstraint(condition=~Q(state="removed") | ~Q(reason=""), name="a_removed_%(class)s_says_why"),
        ]

    @property
    def what(self):
        """Its name in forms, such as "comment:12"."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def heading(self):
        """What it is and where, in a few words without anything its author typed."""
        raise NotImplementedError

    @property
    def said(self):
        """What its author typed, as one text."""
        return "\n\n".join(filter(None, (getattr(self, name) for name in self.TEXTS)))

    @property
    def place_address(self):
        """Where it stands or would stand."""
        raise NotImplementedError

    @property
    def organisation(self):
        """Whose place it is."""
        raise NotImplementedError

    @property
    def language(self):
        """The language of those who moderate there."""
        return settings.LANGUAGE_CODE

    @property
    def contact(self):
        """The address of those who moderate there."""
        return self.organisation.contact_email

    def is_public(self, now):
        """Whether everybody can read it."""
        return self.state == ContributionState.SHOWN

    def again_address(self, contributor):
        """Where this person says more at the same place from their own page; empty: nowhere."""
        return ""

    def refuse_where_closed(self, now):
        """Raises Refused if nothing may be said here now."""

    def first_state(self):
        """Held or shown, once its author has confirmed it, by the rules of its place."""
        raise NotImplementedError

    def has_changed(self):
        """Its state has changed, or it is about to be deleted: count afresh what depends on it."""

    def enter(self, state, now, reason=""):
        """A change of state; a row that is shown keeps the moment at which it was first."""
        self.state, self.state_since, self.reason = state, now, reason
        if state == ContributionState.SHOWN:
            self.shown_at = self.shown_at or now

    def empty(self):
        """Without what its author typed, and without its author."""
        self.contributor, self.shown_name = None, ""
        for name in self.TEXTS:
            setattr(self, name, "")

    def data(self):
        """What is stored of it, as JSON-ready values (Article 15 and 20 GDPR)."""
        return {
            "what": str(self._meta.verbose_name),
            "where": str(self.heading),
            **{name: getattr(self, name) for name in self.TEXTS},
            "shown_as": self.shown_name,
            "state": self.state,
            "reason": self.reason,
            "written_at": self.created_at.isoformat(),
            "shown_since": self.shown_at and self.shown_at.isoformat(),
        }

    def leave(self, now):
        """Its author takes it back: the row goes. A kind that others build upon keeps it, empty and withdrawn."""
        self.delete()
