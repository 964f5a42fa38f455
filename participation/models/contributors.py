"""Who says something that stays under an address of their own: confirmed by mail, and no more is asked."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import make_token

PURPOSE = "contributor"
KEPT = dt.timedelta(days=730)


class Contributor(models.Model):
    """One person for each address, see `registrations.addresses`. The address is written to and never shown.

    Whoever holds the link to ``/contributions/<token>/`` is this person; it goes to the address only. ``name`` is what
    they last wanted to be shown as, perhaps nothing. Two years after ``active_at``, when they last did something, the
    row goes, and what they said stays without a name; see `participation.actions.forgetting`.
    """

    email = models.EmailField(_("e-mail address"), max_length=254)
    address_key = models.CharField(max_length=254, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    generation = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    active_at = models.DateTimeField(editable=False, db_index=True)

    class Meta:
        verbose_name = _("person who takes part")
        verbose_name_plural = _("people who take part")

    def __str__(self):
        return str(self.pk)

    @property
    def token(self):
        return make_token(PURPOSE, self.pk, self.generation)

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None

    @property
    def kept_until(self):
        return (self.active_at + KEPT).date()
