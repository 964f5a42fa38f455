import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import accept_invitation, invite
from accounts.models import Role, User
from civicevents.testing import PASSWORD, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db


def make_invitation(**fields):
    fields = {"organisation": make_organisation(), "email": "neu@example.org", "role": Role.EDITOR, "by": None} | fields
    return invite(**{"language": "de", "now": timezone.now()} | fields)


def page_of(invitation):
    return f"/accounts/invitations/{invitation.token}/"


def test_looking_at_an_invitation_changes_nothing(client):
    invitation = make_invitation()
    page = client.get(page_of(invitation)).content.decode()
    assert "Amt für Dienstwege" in page and "neu@example.org" in page
    assert not User.objects.exists()


def test_accepting_by_the_button_makes_an_account_that_can_sign_in(client):
    values = {"name": "Nora Neu", "password": PASSWORD, "again": PASSWORD}
    answer = client.post(page_of(make_invitation()), values, follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/"
    assert "neu@example.org" in answer.content.decode()
    answer = client.post("/accounts/login/", {"login": "neu@example.org", "password": PASSWORD})
    assert answer["Location"] == "/admin/" and client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"name": ""}, "Ihr Name"),
        ({"again": "something else"}, "unterscheiden sich"),
        ({"password": "kurz", "again": "kurz"}, "12 Zeichen"),
        ({"password": "password1234", "again": "password1234"}, "zu üblich"),
    ],
)
def test_a_mistake_is_explained_and_makes_no_account(client, values, complaint):
    values = {"name": "Nora Neu", "password": PASSWORD, "again": PASSWORD} | values
    answer = client.post(page_of(make_invitation()), values)
    page = answer.content.decode()
    assert answer.status_code == 422 and complaint in page and "<title>Fehler:" in page
    assert not User.objects.exists()
    assert PASSWORD not in page


def test_whoever_has_an_account_only_confirms(client):
    make_user("neu@example.org")
    invitation = make_invitation()
    page = client.get(page_of(invitation)).content.decode()
    assert 'type="password"' not in page
    assert not User.objects.get().memberships.exists(), "looking changes nothing"
    client.post(page_of(invitation))
    assert User.objects.get().memberships.get().role == Role.EDITOR


def test_an_invitation_that_is_over_says_so(client):
    expired = make_invitation(now=timezone.now() - timedelta(days=14))
    accepted = make_invitation(email="nora@example.org")
    accept_invitation(invitation=accepted, password=PASSWORD, now=timezone.now())
    for invitation, words in ((expired, "abgelaufen"), (accepted, "schon angenommen")):
        answer = client.get(page_of(invitation))
        assert answer.status_code == 410 and words in answer.content.decode()
        assert client.post(page_of(invitation)).status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 32, "../login"])
def test_a_made_up_link_leads_nowhere(client, token):
    assert client.get(f"/accounts/invitations/{token}/").status_code == 404


def test_an_invitation_is_kept_by_no_cache_and_no_search_engine(client):
    answer = client.get(page_of(make_invitation()))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert re.search('name="robots" content="noindex"', answer.content.decode())


def test_the_page_exists_in_english(client):
    page = client.get("/en" + page_of(make_invitation())).content.decode()
    assert "Accept the invitation" in page and '<html lang="en">' in page


def test_another_members_session_makes_no_difference(client):
    client.force_login(make_member(email="anna@example.org"))
    client.post(page_of(make_invitation()), {"name": "Nora", "password": PASSWORD, "again": PASSWORD})
    assert User.objects.get(email="neu@example.org").memberships.exists()
