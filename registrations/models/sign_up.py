"""An event as seen by those who look after its sign-up."""

from django.utils.translation import gettext_lazy as _

from events.models import Event


class SignUp(Event):
    """The admin's page of an event's ticket types, questions, access details and mails. The same row as the event;
    actions take the event itself, because messages name what they are about by its model.
    """

    class Meta:
        proxy = True
        verbose_name = _("sign-up of a meetup")
        verbose_name_plural = _("sign-up, by meetup")
