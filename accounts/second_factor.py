"""Whether somebody may see participants with a password alone."""

from allauth.mfa.models import Authenticator
from django.conf import settings


def lacks_second_factor(user):
    """Whether the portal asks for a second factor that this user does not have.

    Having one is enough: whoever has one is asked for it at every sign-in. Recovery codes are no factor of their own.
    """
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    factors = Authenticator.objects.filter(user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
    return not factors.exists()
