"""A person's calendar of the own sign-ups."""

from django.db import models

from accounts.capabilities import make_token

PURPOSE = "calendar"


class CalendarLink(models.Model):
    """The calendar of all sign-ups with one address, ``/calendars/<token>.ics``.

    Deleting the row ends the link for good: its number is not given again.
    """

    address_key = models.CharField(max_length=320, unique=True)
    created_at = models.DateTimeField()

    def __str__(self):
        return str(self.pk)

    @property
    def token(self):
        """Goes to this address by mail and nowhere else."""
        return make_token(PURPOSE, self.pk)
