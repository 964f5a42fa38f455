"""The account's pages in a real browser: no breach of the policy (the fixture `page` checks), no fault for axe."""

import re

import pytest
from django.utils import timezone

from accounts.actions import invite
from accounts.models import Role
from accounts.tests.test_sign_in import code_now
from civicevents.testing import PASSWORD, make_member, make_organisation
from civicevents.testing_browser import accessibility_faults, accessibility_faults_everywhere

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page, email="anna@example.org", password=PASSWORD):
    page.goto("/accounts/login/")
    page.get_by_label("Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=True).fill(password)
    page.get_by_role("button", name="Anmelden", exact=True).click()


def prove_it_is_me(page):
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Bestätigen").click()


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/", "/privacy/"])
def test_pages_for_everybody_are_accessible(page, path):
    assert accessibility_faults_everywhere(page, path) == []


def test_the_page_of_an_invitation_is_accessible(page):
    invitation = invite(
        organisation=make_organisation(), email="n@example.org", role=Role.EDITOR, by=None, language="de",
        now=timezone.now(),
    )  # fmt: skip
    assert accessibility_faults_everywhere(page, f"/accounts/invitations/{invitation.token}/") == []


def test_a_wrong_password_leads_to_the_summary_of_errors(page):
    sign_in(page, password="wrong")
    assert page.title().startswith("Fehler:")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.get_by_label("Mail-Adresse").input_value() == "anna@example.org"
    assert accessibility_faults(page) == []


def test_pages_of_an_account_are_accessible(page):
    make_member(email="anna@example.org")
    sign_in(page)
    page.goto("/accounts/2fa/totp/activate/")
    prove_it_is_me(page)
    for path in (
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/logout/",
    ):
        assert accessibility_faults_everywhere(page, path) == [], path


def test_a_passkey_is_added_and_opens_the_workplace_without_a_password(page):
    make_member(email="anna@example.org")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page)
    page.goto("/accounts/2fa/webauthn/add/")
    prove_it_is_me(page)
    page.get_by_label("Mit diesem Schlüssel allein").check()
    page.get_by_role("button", name="Schlüssel hinzufügen").click()
    page.get_by_role("heading", name="Ersatzcodes").wait_for()
    assert accessibility_faults(page) == []
    page.goto("/accounts/2fa/webauthn/")
    assert page.get_by_text("seit").is_visible() and accessibility_faults(page) == []
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Abmelden").click()
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Mit einem Passkey anmelden").click()
    page.wait_for_url(re.compile("/admin/$"))


def test_a_second_factor_is_asked_for_on_an_accessible_page(page):
    make_member(email="anna@example.org")
    sign_in(page)
    page.goto("/accounts/2fa/totp/activate/")
    prove_it_is_me(page)
    secret = page.locator("code.secret").inner_text()
    page.get_by_label("Code, den die App anzeigt").fill(code_now(secret))
    page.get_by_role("button", name="Einschalten").click()
    page.get_by_role("heading", name="Ersatzcodes").wait_for()
    page.context.clear_cookies()
    sign_in(page)
    assert "Zweiter Faktor" in page.title() and accessibility_faults(page) == []
