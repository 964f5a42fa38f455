"""An event as seen by those who write down what came of it."""

from django.utils.translation import gettext_lazy as _

from events.models import Event


class LookingBack(Event):
    """The admin's page of an event's results and material. The same row as the event; actions take the event itself."""

    class Meta:
        proxy = True
        verbose_name = _("results of a meetup")
        verbose_name_plural = _("results and material, by meetup")
