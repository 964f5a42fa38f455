"""Headers of every answer: security, caching, language, and no cookie for visitors."""

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from accounts.visitors import public
from civicevents.testing import make_user


def plain(request):
    return HttpResponse(request.LANGUAGE_CODE)


def page_of_the_shell(request):
    return render(request, "error.html")


def careless(request):
    return HttpResponse(request.session.get("visits"))


def curious(request):
    return HttpResponse(str(request.user.is_authenticated))


def with_messages(request):
    return HttpResponse(len(get_messages(request)))


urlpatterns = [
    path("private/", plain),
    path("en/private/", plain),
    path("public/", public(page_of_the_shell)),
    path("curious/", public(curious)),
    path("careless/", public(careless)),
    path("messages/", public(with_messages)),
    path("open/", page_of_the_shell),
]


@pytest.fixture(autouse=True)
def _own_addresses(settings):
    settings.ROOT_URLCONF = __name__


def test_a_page_allows_nothing_from_elsewhere(client):
    policy = client.get("/private/").headers["Content-Security-Policy"]

    directives = dict(directive.split(" ", 1) for directive in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["frame-ancestors"] == directives["base-uri"] == directives["object-src"] == "'none'"
    assert {directives[f"{kind}-src"] for kind in ("script", "style", "img", "font", "connect")} == {"'self'"}
    assert directives["form-action"] == "'self'"
    assert "unsafe" not in policy


def test_a_page_says_what_browsers_may_do(client):
    headers = client.get("/private/").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_whatever_is_not_declared_public_is_kept_nowhere(client):
    assert client.get("/private/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/no-such-page/").headers["Cache-Control"] == "private, no-store"


def test_a_public_page_may_be_kept_and_is_revalidated(client):
    assert client.get("/public/").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", ["/public/", "/open/", "/messages/", "/no-such-page/"])
def test_a_visitor_gets_no_cookie(client, address):
    response = client.get(address)

    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.django_db
def test_a_public_page_is_the_same_for_somebody_signed_in(client):
    client.force_login(make_user())

    response = client.get("/curious/")

    assert response.content == b"False"
    assert response.cookies == {}
    assert "Vary" not in response.headers


def test_a_public_page_that_looks_at_the_session_fails_in_tests(client):
    with pytest.raises(RuntimeError, match="must not use the session"):
        client.get("/careless/")


@pytest.mark.parametrize(("address", "language"), [("/private/", "de"), ("/en/private/", "en")])
def test_the_address_alone_decides_on_the_language(client, address, language):
    response = client.get(address, headers={"Accept-Language": "fr,en;q=0.9,de;q=0.1", "Cookie": "django_language=fr"})

    assert response.content.decode() == language
    assert response.headers["Content-Language"] == language
