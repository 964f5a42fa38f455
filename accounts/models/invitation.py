"""Invitations by mail: the only way to an account."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.capabilities import make_token, read_token
from accounts.models.organisation import Organisation, Role

PURPOSE = "invitation"


class InvitationQuerySet(models.QuerySet):
    def open(self, now):
        return self.filter(accepted_at=None, expires_at__gt=now)

    def by_token(self, token):
        """What the link in the mail stands for, expired or not. Raises UnknownLink, which answers 404."""
        pk, generation = read_token(PURPOSE, token)
        return self.filter(pk=pk, generation=generation)


class Invitation(models.Model):
    """An invitation by mail to become a member; the link in the mail is the only way to accept it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.EDITOR)
    generation = models.PositiveIntegerField(default=1, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return f"{self.email} – {self.organisation}"

    @property
    def token(self):
        """The key in the link; another generation has another one."""
        return make_token(PURPOSE, self.pk, self.generation)

    def is_open(self, now):
        return self.accepted_at is None and now < self.expires_at
