"""What feeds say of an event, kept as text: made when something changes, not when a feed is fetched."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.event import Event


class EntryText(models.Model):
    """The entry of one event in one kind of feed and language; empty if none can be made.

    It holds while ``made_from`` is the event's present mark (``events.feeds.texts``): otherwise something shown in it
    has changed, and it is made afresh. ``digest`` stands for the text where only its sameness matters.
    """

    class Kind(models.TextChoices):
        CALENDAR = "calendar"
        FEED = "feed"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="entry_texts", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    made_from = models.CharField(max_length=200)
    digest = models.BigIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("text in calendars and feeds")
        verbose_name_plural = _("texts in calendars and feeds")
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "language"], name="an_event_has_one_entry_in_each_feed")
        ]

    def __str__(self):
        return f"{self.event_id} {self.kind} {self.language}"
