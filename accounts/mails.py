"""Mails about accounts: invitation, password, address, and notices that something about the sign-in changed."""

from datetime import timedelta

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.alarms import CAUSES
from accounts.models import Invitation, User
from outbox.mails import Drop, absolute, compose, mail

USEFUL_FOR = timedelta(days=1)  # mails that answer a click
NOTICES = {
    "password_changed": gettext_lazy("Your password was changed."),
    "password_reset": gettext_lazy("Your password was changed by means of a link that was sent to this address."),
    "password_set": gettext_lazy("A password was set."),
    "email_changed": gettext_lazy("Your address for signing in was changed."),
    "email_deleted": gettext_lazy("An e-mail address was removed from your account."),
    "account_already_exists": gettext_lazy(
        "Somebody wanted to use this address for another account. That was refused; nothing was changed."
    ),
    "totp_activated": gettext_lazy("Codes from an app are now asked for when you sign in."),
    "totp_deactivated": gettext_lazy("Codes from an app are no longer asked for when you sign in."),
    "webauthn_added": gettext_lazy("A passkey or security key was added."),
    "webauthn_removed": gettext_lazy("A passkey or security key was removed."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made; the former ones no longer work."),
}
OTHER_CHANGE = pgettext_lazy("account", "Something about signing in was changed.")


@mail("accounts.invitation")
def invitation(message, now):
    invitation = Invitation.objects.filter(pk=message.parameters["invitation"]).select_related("organisation").first()
    if invitation is None or not invitation.is_open(now):
        return Drop("the invitation was withdrawn, accepted or has expired")
    by = invitation.invited_by
    return compose(
        message,
        subject=_("Invitation: work with %(organisation)s") % {"organisation": invitation.organisation},
        context={
            "invitation": invitation,
            "by": by.name or by.email if by else "",
            "url": absolute(reverse("invitation", args=[invitation.token])),
        },
        reply_to=by.email if by else "",
    )


@mail("accounts.password_reset")
def password_reset(message, now):
    user = User.objects.filter(pk=message.parameters["user"], is_active=True).first()
    if user is None:
        return Drop("the account is gone or inactive")
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key})
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    return compose(message, subject=_("Choose a new password"), context={"url": absolute(path), "days": days})


@mail("accounts.confirm_address")
def confirm_address(message, now):
    address = EmailAddress.objects.filter(pk=message.parameters["address"], verified=False).first()
    if address is None or address.email.lower() != message.recipient.lower():
        return Drop("the address is confirmed, or is not wanted any more")
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC.create(address).key])
    return compose(message, subject=_("Please confirm your e-mail address"), context={"url": absolute(path)})


@mail("accounts.notice")
def notice(message, now):
    context = {
        "what": NOTICES.get(message.parameters["what"], OTHER_CHANGE),
        "to": message.parameters["to"],
        "when": message.created_at,
        "url": absolute(reverse("account_reset_password")),
    }
    return compose(message, subject=_("A change to your account"), context=context)


@mail("accounts.alarm")
def alarm(message, now):
    cause, values = CAUSES.get(message.parameters["cause"]), message.parameters["of"]
    if cause is None:
        return Drop("this cause does not exist any more")
    context = {
        "text": cause.text % values,
        "advice": cause.advice % values,
        "when": message.created_at,
        "admin": absolute(reverse("admin:index")),
    }
    return compose(message, subject=f"{settings.SITE_NAME}: {cause.subject % values}", context=context)
