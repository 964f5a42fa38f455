"""An event as seen by those who look after what is said there."""

from django.utils.translation import gettext_lazy as _

from events.models import Event


class EventQuestions(Event):
    """The admin's page of an event's questions: its settings and its desk. The same row as the event."""

    class Meta:
        proxy = True
        verbose_name = _("questions of a meetup")
        verbose_name_plural = _("questions, by meetup")


class EventComments(Event):
    """The admin's page of an event's comments: whether there are any, and the answers to them. The same row as well."""

    class Meta:
        proxy = True
        verbose_name = _("comments of a meetup")
        verbose_name_plural = _("comments, by meetup")
