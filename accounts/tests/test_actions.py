from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from accounts.actions import accept_invitation, change_role, close_account, end_membership, invite, withdraw_invitation
from accounts.models import Invitation, Membership, Role, User
from accounts.refusal import Refused
from civicevents.testing import NOW, PASSWORD, make_member, make_neighbour, make_organisation, make_user
from outbox.delivery import deliver_due
from outbox.models import Message

pytestmark = pytest.mark.django_db


def make_invitation(email="neu@example.org", role=Role.EDITOR, **fields):
    fields = {"organisation": make_organisation(), "by": None, "language": "de", "now": NOW} | fields
    return invite(email=email, role=role, **fields)


def test_an_invitation_goes_out_by_mail_with_its_link(mailoutbox):
    manager = make_member(role=Role.MANAGER, email="anna@example.org", name="Anna Amt")
    invitation = make_invitation(" Neu@Example.org ", by=manager)
    deliver_due(now=NOW)
    (mail,) = mailoutbox
    assert mail.to == ["neu@example.org"] and mail.reply_to == ["anna@example.org"]
    assert f"http://testserver/accounts/invitations/{invitation.token}/" in mail.body
    assert "Anna Amt" in mail.body and "Amt für Dienstwege" in mail.body


def test_inviting_again_ends_the_former_link():
    former = make_invitation().token
    again = make_invitation(role=Role.VIEWER, now=NOW + timedelta(days=20))
    assert Invitation.objects.get() == again and again.role == Role.VIEWER
    assert again.is_open(NOW + timedelta(days=33))
    assert not Invitation.objects.by_token(former).exists()
    assert Invitation.objects.by_token(again.token).get() == again


def test_a_member_is_not_invited_again():
    make_member(email="anna@example.org")
    with pytest.raises(Refused):
        make_invitation("ANNA@example.org")
    assert not Message.objects.exists()


def test_a_withdrawn_invitation_sends_no_mail(mailoutbox):
    withdraw_invitation(invitation=make_invitation())
    deliver_due(now=NOW)
    assert not mailoutbox and Message.objects.get().state == "dropped"


def test_accepting_makes_an_account_and_a_member():
    user = accept_invitation(invitation=make_invitation(), name="Nora Neu", password=PASSWORD, now=NOW)
    assert user.check_password(PASSWORD) and user.name == "Nora Neu" and user.is_staff
    assert user.emailaddress_set.get().verified
    assert list(user.memberships.values_list("organisation__name", "role")) == [("Amt für Dienstwege", "editor")]


def test_accepting_keeps_the_password_and_name_of_an_existing_account():
    user = make_user("neu@example.org", name="Nora Neu")
    accept_invitation(invitation=make_invitation(), name="Mallory", password="another secret phrase", now=NOW)
    user.refresh_from_db()
    assert user.check_password(PASSWORD) and user.name == "Nora Neu" and user.memberships.exists()


@pytest.mark.parametrize("spoil", ["accepted", "expired", "switched off"])
def test_an_invitation_that_is_over_is_refused(spoil):
    invitation, now = make_invitation(), NOW
    if spoil == "accepted":
        accept_invitation(invitation=invitation, password=PASSWORD, now=NOW)
    elif spoil == "expired":
        now += timedelta(days=14)
    else:
        make_user("neu@example.org", is_active=False)
    with pytest.raises(Refused):
        accept_invitation(invitation=invitation, password=PASSWORD, now=now)
    assert Membership.objects.count() == (spoil == "accepted")


def test_the_last_manager_stays():
    membership = make_member(role=Role.MANAGER).memberships.get()
    make_member(role=Role.EDITOR)
    make_member(make_neighbour(), role=Role.MANAGER)
    make_member(role=Role.MANAGER, is_active=False)
    for refused in (
        lambda: end_membership(membership=membership),
        lambda: change_role(membership=membership, role=Role.EDITOR),
        lambda: close_account(user=membership.user),
    ):
        with pytest.raises(Refused):
            refused()
    assert Membership.objects.get(pk=membership.pk).role == Role.MANAGER


@pytest.mark.parametrize("lose", [end_membership, lambda membership: change_role(membership=membership, role="viewer")])
def test_whoever_loses_rights_is_signed_out(client, lose):
    make_member(role=Role.MANAGER)
    user = make_member(role=Role.EDITOR)
    client.force_login(user)
    assert client.get("/accounts/email/").status_code == 200
    lose(membership=user.memberships.get())
    assert client.get("/accounts/email/").status_code == 302


def test_whoever_gains_rights_stays_signed_in(client):
    user = make_member(role=Role.VIEWER)
    client.force_login(user)
    change_role(membership=user.memberships.get(), role=Role.MANAGER)
    assert client.get("/accounts/email/").status_code == 200
    assert user.memberships.get().role == Role.MANAGER


def test_a_closed_account_is_gone():
    make_member(role=Role.MANAGER)
    user = make_member(role=Role.EDITOR)
    close_account(user=user)
    assert not User.objects.filter(email=user.email).exists()


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_leave_at_the_same_moment_leave_one_behind():
    first, second = (make_member(role=Role.MANAGER).memberships.get() for _ in range(2))
    refusals = []

    def leave():
        try:
            end_membership(membership=second)
        except Refused as refused:
            refusals.append(refused)
        finally:
            connection.close()

    other = Thread(target=leave)
    with transaction.atomic():
        end_membership(membership=first)
        other.start()
        other.join(1)
    other.join()
    assert refusals and Membership.objects.get() == second


def test_an_english_invitation_writes_british_dates(mailoutbox):
    make_invitation(language="en")
    deliver_due(now=NOW)
    assert "until 16 November 2026." in mailoutbox[0].body
