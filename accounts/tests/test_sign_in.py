import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.utils import timezone

from accounts.models import Role, User
from civicevents.testing import PASSWORD, make_member, make_user
from outbox.delivery import deliver_due
from outbox.models import Message

pytestmark = pytest.mark.django_db
OTHER_PASSWORD = "an entirely other secret phrase"


def sign_in(client, email="anna@example.org", password=PASSWORD):
    return client.post("/accounts/login/", {"login": email, "password": password})


def sign_in_twice(client, **more):
    """Before something about the sign-in changes, the password is asked for once more."""
    sign_in(client, **more)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def deliver(mailoutbox):
    deliver_due(now=timezone.now())
    return mailoutbox[-1] if mailoutbox else None


def link(mail):
    return re.search(r"http://testserver(/\S+)", mail.body)[1]


def code_now(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_a_member_signs_in_and_reaches_the_workplace(client):
    make_member(email="anna@example.org")
    answer = sign_in(client, "Anna@Example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_a_stranger_who_is_signed_in_reaches_no_workplace(client):
    make_user("anna@example.org")
    assert sign_in(client)["Location"] == "/accounts/email/"
    assert client.get("/admin/", follow=True).status_code == 403


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(client):
    make_member(email="anna@example.org")
    answers = [sign_in(client, email, "wrong").content.decode() for email in ("anna@example.org", "nora@example.org")]
    plain = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer).replace(email, "…")
        for answer, email in zip(answers, ("anna@example.org", "nora@example.org"), strict=True)
    ]
    assert plain[0] == plain[1]


def test_asking_for_a_new_password_says_the_same_to_everybody(client, mailoutbox):
    make_member(email="anna@example.org")
    answers = [
        client.post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in ("anna@example.org", "nora@example.org")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert answers[0].content == answers[1].content
    deliver(mailoutbox)
    assert [mail.to for mail in mailoutbox] == [["anna@example.org"]], "a stranger gets no mail"


def test_a_new_password_is_chosen_by_a_link_from_the_outbox(client, mailoutbox):
    make_member(email="anna@example.org")
    client.post("/accounts/password/reset/", {"email": "anna@example.org"})
    assert "key" not in str(Message.objects.get().parameters), "no key lies in the queue"
    address = link(deliver(mailoutbox))
    page = client.get(address, follow=True)
    assert "no-store" in page.headers["Cache-Control"]
    client.post(page.redirect_chain[-1][0], {"password1": OTHER_PASSWORD, "password2": OTHER_PASSWORD})
    assert sign_in(client).status_code == 200
    assert sign_in(client, password=OTHER_PASSWORD).status_code == 302
    deliver(mailoutbox)
    assert "Passwort" in mailoutbox[-1].body and len(mailoutbox) == 2
    assert "gilt nicht mehr" in client.get(address, follow=True).content.decode()


def test_a_new_password_ends_all_sessions(client, mailoutbox):
    make_member(email="anna@example.org")
    sign_in(client)
    user = User.objects.get()
    user.set_password(OTHER_PASSWORD)
    user.save()
    assert client.get("/accounts/email/").status_code == 302


def test_mails_speak_the_language_of_the_page(client, mailoutbox):
    make_member(email="anna@example.org")
    client.post("/en/accounts/password/reset/", {"email": "anna@example.org"})
    mail = deliver(mailoutbox)
    assert mail.subject == "Choose a new password"
    assert link(mail).startswith("/en/accounts/password/reset/key/")


def test_nobody_makes_an_account_by_themselves(client):
    values = {"email": "nora@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert "Einladung" in client.get("/accounts/signup/").content.decode()
    client.post("/accounts/signup/", values)
    assert not User.objects.exists() and not Message.objects.exists()


def test_a_new_address_counts_once_it_is_confirmed(client, mailoutbox):
    user = make_member(email="anna@example.org")
    sign_in_twice(client)
    client.post("/accounts/email/", {"email": "nora@example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "anna@example.org"
    mail = deliver(mailoutbox)
    assert mail.to == ["nora@example.org"]
    assert client.get(link(mail)).status_code == 200
    user.refresh_from_db()
    assert user.email == "anna@example.org", "looking at the page confirms nothing"
    client.post(link(mail))
    user.refresh_from_db()
    assert user.email == "nora@example.org"
    deliver(mailoutbox)
    assert mailoutbox[-1].to == ["anna@example.org"] and "nora@\u2060example" in mailoutbox[-1].body


def test_the_address_of_another_account_is_not_given_away(client, mailoutbox):
    make_member(email="anna@example.org")
    make_member(email="nora@example.org")
    sign_in_twice(client)
    answers = []
    for email in ("nora@example.org", "free@example.org"):
        page = client.post("/accounts/email/", {"email": email, "action_add": ""}, follow=True).content.decode()
        answers.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(email, "…"))
    assert answers[0] == answers[1]


def test_too_many_wrong_passwords_are_slowed_down(client):
    make_member(email="anna@example.org")
    for _ in range(6):
        answer = sign_in(client, password="wrong")
    assert "zu viele" in answer.content.decode().lower()
    assert sign_in(client).status_code == 200, "even the right password has to wait"


def test_with_a_second_factor_the_password_alone_opens_nothing(client):
    user = make_member(email="anna@example.org", role=Role.MANAGER)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    assert sign_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302
    assert "Code" in client.get("/accounts/2fa/authenticate/").content.decode()
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200 and client.get("/admin/").status_code == 302
    right = client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert right["Location"] == "/admin/" and client.get("/admin/").status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth writes its notice once the change is committed
def test_an_app_is_set_up_from_a_code_that_stands_in_the_page(client, mailoutbox):
    make_member(email="anna@example.org")
    sign_in_twice(client)
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert 'class="segno"' in page and "data:" not in page and "style=" not in page
    secret = re.search(r'<code class="secret">(\w+)<', page)[1]
    client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    assert Authenticator.objects.filter(type="totp").exists()
    assert "Code" in deliver(mailoutbox).body


def test_the_admins_own_sign_in_is_closed(client):
    make_member(email="anna@example.org")
    for address in ("/admin/", "/admin/login/", "/en/admin/login/"):
        answer = client.get(address)
        assert (
            answer.status_code == 302
            and "accounts/login/" in client.get(answer["Location"], follow=True).request["PATH_INFO"]
        )
    client.post("/admin/login/", {"username": "anna@example.org", "password": PASSWORD})
    assert client.get("/admin/").status_code == 302


def test_signing_out_needs_a_click(client):
    make_member(email="anna@example.org")
    sign_in(client)
    client.get("/accounts/logout/")
    assert client.get("/admin/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/admin/").status_code == 302
