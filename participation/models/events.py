"""An event as seen by those who look after what is said there."""

from django.utils.translation import gettext_lazy as _

from events.models import Event


class EventQuestions(Event):
    """The admin's page of an event's questions: its settings and its desk. The same row as the event."""

    class Meta:
        proxy = True
        verbose_name = _("questions of a meetup")
        verbose_name_plural = _("questions, by meetup")
