"""What accounts keep of people, and until when."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from outbox.jobs import job
from outbox.retention import keeps, keeps_nobody

FORGOTTEN_AFTER = dt.timedelta(days=30)


def _over(now):
    return Invitation.objects.filter(expires_at__lt=now - FORGOTTEN_AFTER)


@job("accounts.invitations", every=dt.timedelta(days=1))
def forget_invitations(now):
    """Invitations to become a member are of no use a month after they ended."""
    _over(now).delete()


WITH_THE_ACCOUNT = _("with the account, which an administrator deletes when the person leaves")
keeps("accounts.User", what=_("e-mail address, name and password hash of members"), until=WITH_THE_ACCOUNT)
keeps("accounts.User_groups", what=_("rights of members"), until=WITH_THE_ACCOUNT)
keeps("accounts.User_user_permissions", what=_("rights of members"), until=WITH_THE_ACCOUNT)
keeps("accounts.Membership", what=_("who works for which organisation"), until=WITH_THE_ACCOUNT)
keeps(
    "accounts.Invitation",
    what=_("e-mail address of people invited to become a member"),
    until=_("30 days after the invitation ended"),
    due=lambda now: _over(now - dt.timedelta(days=2)).count(),
)
keeps(
    "accounts.Organisation",
    what=_("contact person of an organisation, published by it"),
    until=_("until a manager changes it"),
)
keeps_nobody("accounts.AccessibilityTest", "accounts.FormerSlug", "accounts.LegalPage")
