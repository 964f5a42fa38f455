"""/health/, /robots.txt, /.well-known/security.txt"""

import datetime as dt

import pytest
from django.utils import timezone

from outbox.models import Message

pytestmark = pytest.mark.django_db


def waiting_mail(since):
    return Message.objects.create(
        kind="test", recipient="mia@example.org", message_id="<1@example.org>", not_before=since, created_at=since
    )


def test_all_is_well(client):
    response = client.get("/health/")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "private, no-store"


def test_mail_that_waits_for_long_is_unhealthy(client):
    waiting_mail(timezone.now() - dt.timedelta(hours=1))

    assert client.get("/health/").status_code == 503


def test_mail_for_later_is_healthy(client):
    waiting_mail(timezone.now() + dt.timedelta(hours=1))

    assert client.get("/health/").status_code == 200


def test_missing_mail_settings_are_unhealthy_and_named_to_those_who_have_the_key_only(client, settings):
    settings.MISSING_MAIL_SETTINGS, settings.HEALTH_KEY = ["EMAIL_HOST"], "open sesame"

    assert client.get("/health/").json() == {"status": "unhealthy"}
    assert client.get("/health/?key=wrong").json() == {"status": "unhealthy"}
    assert client.get("/health/", {"key": "open sesame"}).json()["faults"] == [
        "EMAIL_HOST is not set: no mail is sent."
    ]


def test_without_a_key_in_the_settings_nobody_has_it(client, settings):
    settings.MISSING_MAIL_SETTINGS = ["EMAIL_HOST"]

    assert "faults" not in client.get("/health/?key=").json()


def test_robots_are_kept_from_what_is_private(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /registrations/\nDisallow: /en/registrations/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


def test_security_txt_names_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"

    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())

    assert fields["Contact"] == "mailto:security@example.org"
    until_expiry = dt.datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert dt.timedelta(0) < until_expiry < dt.timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client):
    assert client.get("/.well-known/security.txt").status_code == 404
