"""Where django-allauth meets the portal: invited people only, mails through the outbox, QR codes without `data:`."""

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from accounts import mails
from accounts.clients import client_address
from outbox.actions import enqueue


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        """As all limits count. Who came past a proxy that PROXY_COUNT counts is no fault of the portal's (allauth's own
        answer is a 500): all of them count as one.
        """
        return client_address(request) or request.META.get("REMOTE_ADDR") or "unknown"

    def get_login_redirect_url(self, request):
        """Members go to their workplace; who has no role any more still reaches the own account."""
        return reverse("admin:index" if request.user.is_staff else "account_email")

    def send_password_reset_mail(self, user, email, context):
        """The link is made when the mail is sent: a key in the queue would be one for whoever reads a backup."""
        self._owe("accounts.password_reset", email, {"user": user.pk})

    def take_back_password_reset_mail(self, email):
        """For an address that nobody has: what is written for others is written and taken back, so that the time that
        an answer takes tells nothing.
        """
        with transaction.atomic():
            self._owe("accounts.password_reset", email, {"user": 0})
            transaction.set_rollback(True)

    def send_confirmation_mail(self, request, emailconfirmation, signup):
        address = emailconfirmation.email_address
        self._owe("accounts.confirm_address", address.email, {"address": address.pk})

    def send_mail(self, template_prefix, email, context):
        """Everything else: notices about a change, named by the last part of allauth's template."""
        what = template_prefix.rpartition("/")[2]
        self._owe("accounts.notice", email, {"what": what, "to": context.get("to_email", "")})

    def _owe(self, kind, email, parameters):
        now = timezone.now()
        enqueue(
            kind=kind,
            recipient=email,
            language=get_language(),
            parameters=parameters,
            expires_at=now + mails.USEFUL_FOR,
            now=now,
        )


class MFAAdapter(DefaultMFAAdapter):
    def build_totp_svg(self, url):
        """Stands in the page itself: the policy allows no `data:` image, and no address ever holds the secret."""
        return mark_safe(segno.make(url, error="m").svg_inline(scale=5, border=4, light="#fff"))  # noqa: S308

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": settings.SITE_NAME}
