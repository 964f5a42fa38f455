"""Whoever guesses addresses, passwords or links learns nothing and is soon stopped, whichever process answers."""

import datetime as dt
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.actions import change_role, end_membership
from accounts.capabilities import UnknownLink, read_token
from accounts.clients import client_address
from accounts.models import Role
from accounts.tests.test_sign_in import OTHER_PASSWORD, sign_in, sign_in_twice
from civicevents import settings as production
from civicevents.testing import (
    PASSWORD,
    make_member,
    make_published,
    make_ticket_type,
    make_user,
    register,
)
from outbox.models import Message

pytestmark = pytest.mark.django_db
WORKPLACE = ["/admin/", "/en/admin/", "/admin/registrations/registration/", "/admin/events/event/add/"]


class CountingHasher(MD5PasswordHasher):
    """Stands for the slow hasher of production: what counts is how often it is asked."""

    algorithm = "md5"
    asked = 0

    def encode(self, password, salt):
        CountingHasher.asked += 1
        return super().encode(password, salt)


# The second factor


@pytest.fixture
def member(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = make_member(email="anna@example.org", role=Role.MANAGER)
    client.force_login(user)
    return user


def test_without_a_second_factor_nothing_of_the_workplace_opens_where_the_portal_asks_for_one(client, member):
    for address in WORKPLACE:
        answer = client.get(address, follow=True)
        assert answer.request["PATH_INFO"].endswith("/accounts/2fa/"), address
        assert "zweiten Faktor" in answer.content.decode() or "second factor" in answer.content.decode()
    assert client.post("/admin/accounts/invitation/add/", {}).status_code == 302
    assert client.get("/accounts/email/").status_code == 200  # the own account stays


def test_with_a_second_factor_it_opens_and_without_it_closes_again(client, member):
    totp.TOTP.activate(member, totp.generate_totp_secret())
    assert client.get("/admin/").status_code == 200
    Authenticator.objects.all().delete()
    assert client.get("/admin/").status_code == 302


def test_recovery_codes_alone_are_no_second_factor(client, member):
    RecoveryCodes.activate(member)
    assert client.get("/admin/").status_code == 302


def test_administrators_are_asked_as_well_and_strangers_are_still_refused(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(make_user("root@example.org", is_superuser=True))
    assert client.get("/admin/").status_code == 302
    client.force_login(make_user("nora@example.org"))
    assert client.get("/admin/", follow=True).status_code == 403


def test_where_the_portal_does_not_ask_a_password_is_enough(client):
    client.force_login(make_member())
    assert client.get("/admin/").status_code == 200


# Sessions end


def test_sessions_end_with_the_role(client):
    user, _other = make_member(role=Role.MANAGER), make_member(role=Role.MANAGER)
    client.force_login(user)
    change_role(membership=user.memberships.get(), role=Role.VIEWER)
    assert client.get("/accounts/email/").status_code == 302
    client.force_login(type(user).objects.get(pk=user.pk))
    end_membership(membership=user.memberships.get())
    assert client.get("/accounts/email/").status_code == 302


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client):
    make_member(email="anna@example.org")
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in_twice(client)
    passwords = {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD}
    assert client.post("/accounts/password/change/", passwords).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert elsewhere.get("/admin/").status_code == 302


# Addresses


def answers_to(ask, addresses):
    """For each address: what is answered, without the address and the token of the form, and what was asked for it."""
    for address in addresses:
        CountingHasher.asked = 0
        with CaptureQueriesContext(
            connection,
        ) as said:
            answer = ask(address)
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode()).replace(address, "…")
        statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]).split(" WHERE ")[0] for query in said]
        yield answer.status_code, answer.headers.get("Location"), text, statements, CountingHasher.asked


def written(statements):
    """What is stored, in turn, also by statements that are prepared (outbox/statements.py)."""
    return [found for each in statements for found in re.findall(r"INSERT INTO \S+|EXECUTE insert_[a-z]+", each)]


KNOWN, FREE = "anna@example.org", "nora@example.org"  # of one length


def test_a_wrong_password_costs_the_same_for_an_address_that_nobody_has(settings):
    """The slow part, that is; allauth looks twice for an account that it did not find, which takes a third of a ms."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    make_member(email=KNOWN)
    known, free = answers_to(lambda address: sign_in(Client(), address, "wrong"), (KNOWN, FREE))
    assert known[:3] == free[:3]
    assert known[-1] == free[-1] == 1


@pytest.mark.parametrize("path", ["register", "/registrations/", "/follow/", "/accounts/password/reset/"])
def test_a_form_answers_a_known_and_a_free_address_alike_and_writes_as_much(path):
    now = timezone.now()
    kind = make_ticket_type(
        make_published(starts_at=now + dt.timedelta(days=30), publish_at=now - dt.timedelta(days=1))
    )
    register(kind, "Anna", email=KNOWN, now=now - dt.timedelta(hours=2))
    make_member(email=KNOWN)
    path = reverse("register", args=[kind.event.slug]) if path == "register" else path
    typed = {"name": "X", "rhythm": "weekly"}
    Client().post(path, typed | {"email": "warm@example.org"})
    known, free = answers_to(lambda email: Client().post(path, typed | {"email": email}), (KNOWN, FREE))
    assert known[0] in (302, 303)
    assert known[:3] == free[:3]
    if path != reverse("register", args=[kind.event.slug]):  # there is a row for one of them, and a mail for both
        assert written(known[3]) == written(free[3]) != []


# Passwords and links


def test_production_counts_in_a_table_that_no_stranger_can_wash_away():
    kept = production.CACHES["default"]  # the tests' settings replace it
    assert kept["BACKEND"].endswith("DatabaseCache")
    assert kept["OPTIONS"]["MAX_ENTRIES"] >= 100_000


def test_an_account_is_closed_to_guesses_from_everywhere_and_open_to_others(settings):
    make_member(email=KNOWN)
    make_member(email=FREE)
    for number in range(5):
        answer = Client(REMOTE_ADDR=f"198.51.100.{number}").post("/accounts/login/", {"login": KNOWN, "password": "no"})
        assert "zu viele" not in answer.content.decode().lower()
    late = Client(REMOTE_ADDR="198.51.100.99").post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    assert late.status_code == 200 and "zu viele" in late.content.decode().lower()
    assert sign_in(Client(REMOTE_ADDR="198.51.100.99"), FREE).status_code == 302


def test_one_client_may_not_try_one_password_on_everybody():
    answers = [sign_in(Client(), f"p{number}@example.org", "Sommer2026!!") for number in range(12)]
    assert "zu viele" in answers[-1].content.decode().lower() or answers[-1].status_code == 429


def test_a_forwarding_header_makes_no_new_client(settings):
    settings.PROXY_COUNT = 0
    for number in range(12):
        answer = Client(headers={"x-forwarded-for": f"198.51.100.{number}"}).post(
            "/accounts/login/", {"login": f"p{number}@example.org", "password": "no"}
        )
    assert "zu viele" in answer.content.decode().lower() or answer.status_code == 429


@pytest.mark.parametrize("forged", ["unknown", "", ",", "1.2.3.4, x", "\x00", "[::1]:80", "a" * 4000, "1.2.3.4"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_forwarding_header_that_is_no_address_fails_nothing(settings, forged, count):
    settings.PROXY_COUNT = count
    client = Client(headers={"x-forwarded-for": forged}, raise_request_exception=False)
    for path, typed in (("/accounts/login/", {"login": "x@example.org", "password": "no"}), ("/follow/", {})):
        assert client.post(path, typed).status_code < 500


@pytest.mark.parametrize(
    ("sent_by", "client"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::9%eth0", "2001:db8:1:2::"),
        ("", ""),
    ],
)
def test_whoever_has_many_addresses_of_one_line_is_one_client(rf, settings, sent_by, client):
    """Every IPv6 line has billions of them."""
    assert client_address(rf.get("/", REMOTE_ADDR=sent_by)) == client
    settings.PROXY_COUNT = 1
    assert client_address(rf.get("/", headers={"x-forwarded-for": f"9.9.9.9, {sent_by}"})) == client or not sent_by


def test_guesses_from_one_line_are_stopped_whichever_of_its_addresses_they_come_from():
    for number in range(12):
        answer = sign_in(Client(REMOTE_ADDR=f"2001:db8::{number:x}"), f"p{number}@example.org", "Sommer2026!!")
    assert "zu viele" in answer.content.decode().lower() or answer.status_code == 429


def test_a_member_is_not_mailed_new_passwords_all_day():
    make_member(email=KNOWN)
    for number in range(20):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post("/accounts/password/reset/", {"email": KNOWN})
    assert Message.objects.filter(kind="accounts.password_reset").count() == 5


def test_a_link_with_one_letter_changed_opens_nothing():
    anna = register(make_ticket_type(make_published()), "Anna")
    assert Client().get(f"/registrations/{anna.token}/").status_code == 200
    for place in range(len(anna.token)):
        letter = "A" if anna.token[place] != "A" else "B"
        forged = anna.token[:place] + letter + anna.token[place + 1 :]
        with pytest.raises(UnknownLink):  # whether or not there is a row that it would lead to
            read_token("registration", forged)
        assert Client().get(f"/registrations/{forged}/").status_code == 404, place
