"""Who works for an organisation: invite, accept, change a role, leave. Views check that the caller may."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Invitation, Membership, Organisation, Role, User
from accounts.refusal import Refused
from outbox.actions import enqueue
from outbox.models import Message

INVITATION_LASTS = timedelta(days=14)
INVITATIONS_A_DAY = 50  # of one organisation: what somebody may do with a stolen session, too
TO_ONE_ADDRESS = 3


@transaction.atomic
def invite(*, organisation, email, role, by, language, now):
    """Ask somebody by mail to become a member. Asking again sends a new link, and the former one ends."""
    email = email.strip().lower()
    _lock(organisation)
    if Membership.objects.filter(organisation=organisation, user__email=email).exists():
        raise Refused(_("%(email)s is a member already.") % {"email": email})
    _refuse_many(organisation, email, now)
    invitation, created = Invitation.objects.get_or_create(
        organisation=organisation,
        email=email,
        accepted_at=None,
        defaults={"role": role, "invited_by": by, "expires_at": now + INVITATION_LASTS},
    )
    if not created:
        invitation.role, invitation.invited_by, invitation.expires_at = role, by, now + INVITATION_LASTS
        invitation.generation += 1
        invitation.save()
    enqueue(
        kind="accounts.invitation",
        recipient=email,
        language=language,
        parameters={"invitation": invitation.pk},
        about=organisation,
        expires_at=invitation.expires_at,
        now=now,
    )
    return invitation


def _refuse_many(organisation, email, now):
    """Counted by mails: an invitation that is withdrawn was sent all the same."""
    sent = Message.objects.about(organisation).filter(
        kind="accounts.invitation", created_at__gt=now - timedelta(days=1)
    )
    if sent.filter(recipient=email).count() >= TO_ONE_ADDRESS:
        words = _("%(email)s was invited %(number)s times within a day. Try another way to reach them, or wait a day.")
        raise Refused(words % {"email": email, "number": TO_ONE_ADDRESS})
    if sent.count() >= INVITATIONS_A_DAY:
        words = _("Your organisation has sent %(number)s invitations within a day. Go on tomorrow.")
        raise Refused(words % {"number": INVITATIONS_A_DAY})


@transaction.atomic
def withdraw_invitation(*, invitation):
    """The link in the mail ends; a mail that is still waiting is not sent."""
    if invitation.accepted_at:
        raise Refused(_("This invitation was accepted already. End the membership instead."))
    invitation.delete()


@transaction.atomic
def accept_invitation(*, invitation, name="", password=None, now):
    """Make whom the invitation was sent to a member; an address without an account gets one. Returns the user."""
    _lock(invitation.organisation)
    invitation.refresh_from_db()
    if not invitation.is_open(now):
        raise Refused(_("This invitation was used already or has expired. Ask for a new one."))
    user = User.objects.filter(email=invitation.email).first()
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=name)
    elif not user.is_active:
        raise Refused(_("This account is switched off. Please ask the operators of the portal."))
    Membership.objects.get_or_create(
        user=user, organisation=invitation.organisation, defaults={"role": invitation.role}
    )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    return user


@transaction.atomic
def change_role(*, membership, role):
    """Give a member another role; with fewer rights, all their sessions end."""
    _lock(membership.organisation)
    membership.refresh_from_db()
    if role == membership.role:
        return
    if role != Role.MANAGER:
        _keep_a_manager(membership)
    ranks = list(Role)
    if ranks.index(role) > ranks.index(membership.role):
        _end_sessions(membership.user)
    membership.role = role
    membership.save(update_fields=["role"])


@transaction.atomic
def end_membership(*, membership):
    """The person no longer works for the organisation; all their sessions end. The account stays."""
    _lock(membership.organisation)
    _keep_a_manager(membership)
    _end_sessions(membership.user)
    membership.delete()


@transaction.atomic
def close_account(*, user):
    """Delete an account for good, unless an organisation would be left without a manager."""
    for membership in user.memberships.select_related("organisation").order_by("organisation"):
        end_membership(membership=membership)
    user.delete()


def _lock(organisation):
    """One at a time, so that two managers cannot both be the last to leave."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def _keep_a_manager(membership):
    if membership.is_last_manager():
        raise Refused(
            _("%(organisation)s needs at least one manager. Make somebody else a manager first.")
            % {"organisation": membership.organisation}
        )


def _end_sessions(user):
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
