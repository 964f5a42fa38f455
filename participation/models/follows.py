"""Who is told by mail about what is new in a series, organisation, programme or the whole portal, and of an idea."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import make_token
from accounts.models import Organisation
from events.models import Change, Event, Programme, Series
from participation.models.ideas.idea import Idea

PURPOSE = "follow"
KINDS = {"series": Series, "organisation": Organisation, "programme": Programme, "idea": Idea}


def followable(kind):
    """The rows of a kind that have a public page."""
    return Idea.objects.public() if kind == "idea" else KINDS[kind].objects.all()


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    WEEKLY = "weekly", _("once a week, on Monday morning")


class FollowQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def of_events(self):
        """Confirmed ones that hear of meetups; news of an idea are told by what changes it."""
        return self.confirmed().filter(idea=None)


class Follow(models.Model):
    """An address that wants to hear of one series, organisation, programme or idea, or of everything if none is named.

    Nothing is sent before the address is confirmed. ``told_until``: weekly news up to this instant have been told.
    The row goes with the last mail that is wanted: ending deletes it.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    address_key = models.CharField(max_length=254, editable=False)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    idea = models.ForeignKey(Idea, null=True, blank=True, on_delete=models.CASCADE, related_name="followers")
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)
    generation = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    told_until = models.DateTimeField(editable=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.UniqueConstraint(
                fields=["address_key", "series", "organisation", "programme", "idea"],
                nulls_distinct=False,
                name="an_address_follows_the_same_thing_once",
            ),
            models.CheckConstraint(
                condition=Q(series=None, organisation=None, programme=None)
                | Q(series=None, organisation=None, idea=None)
                | Q(series=None, programme=None, idea=None)
                | Q(organisation=None, programme=None, idea=None),
                name="one_thing_at_most_is_followed",
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def token(self):
        return make_token(PURPOSE, self.pk, self.generation)

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None

    @property
    def followed(self):
        """The series, organisation, programme or idea; None is everything."""
        return self.series or self.organisation or self.programme or self.idea

    def events(self, now):
        """What everybody may see of it; an idea has none."""
        if self.idea_id:
            return Event.objects.none()
        events = Event.objects.listed(now)
        if self.organisation_id:
            return events.hosted_by([self.organisation])
        chosen = {"series": self.series_id, "programmes": self.programme_id}
        return events.filter(**{name: pk for name, pk in chosen.items() if pk})


class ToldChange(models.Model):
    """Followers who want it at once have been told of this change. A row per change: ids are given before commit."""

    change = models.OneToOneField(Change, on_delete=models.CASCADE, primary_key=True, related_name="told")
    at = models.DateTimeField()

    def __str__(self):
        return str(self.change_id)
