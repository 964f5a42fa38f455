"""/health/, /metrics, /robots.txt, /.well-known/security.txt, and alarms"""

import datetime as dt
import errno
import os
import signal

import psycopg2
import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from accounts.alarms import CAUSES, alarm
from civicevents import VERSION, requests, watching
from civicevents.jobs import watch
from civicevents.testing import NOW, make_member, make_ticket_type, make_user, register
from outbox.mails import render
from outbox.models import JobRun, Message

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


def test_whoever_has_the_key_is_told_figures(client, settings):
    settings.HEALTH_KEY = "open sesame"
    JobRun.objects.create(name="watch", due_at=timezone.now(), succeeded_at=NOW, error="mia@example.org")
    waiting_mail(NOW)
    answer = client.get("/health/?key=open sesame").json()
    assert answer["version"] == VERSION and answer["database"] == "ok" and answer["failed_mails"] == 0
    assert answer["oldest_queued_mail"] == NOW.isoformat().replace("12:00:00+01:00", "11:00:00+00:00")
    assert answer["jobs"]["watch"]["failed"] and "mia@example.org" not in str(answer)
    assert "These timed jobs ended with an error: watch." in answer["faults"]


@pytest.mark.parametrize("way", [{"query_params": {"key": "sesame"}}, {"headers": {"Authorization": "Bearer sesame"}}])
def test_prometheus_reads_figures_that_name_nobody_with_the_key_only(client, settings, way):
    settings.HEALTH_KEY = "sesame"
    register(make_ticket_type(), "Anna")
    JobRun.objects.create(name="watch", due_at=NOW, succeeded_at=NOW)
    text = client.get("/metrics", **way).content.decode()
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert [(each.labels, each.value) for each in families["portal_registrations"].samples] == [
        ({"state": "confirmed"}, 1)
    ]
    assert families["portal_mails"].samples[0].value == 1
    assert families["portal_oldest_mail_seconds"].samples[0].value > 0
    assert families["portal_job_last_success_seconds"].samples[0].value == NOW.timestamp()
    assert families["portal_info"].samples[0].labels == {"version": VERSION}
    assert "anna" not in text.lower()
    for other in ({}, {"query_params": {"key": "x"}}, {"headers": {"Authorization": "Bearer "}}):
        assert client.get("/metrics", **other).status_code == 404
    settings.HEALTH_KEY = ""
    assert client.get("/metrics?key=").status_code == 404


def test_requests_of_all_processes_are_counted_also_of_one_that_was_killed():
    def total():
        return requests.figures()[0]["5xx"]

    before = total()
    for number in range(3):
        if (child := os.fork()) == 0:
            requests.count("503 Busy", 0.02)
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
        assert total() == before + number + 1


def test_administrators_hear_once_an_hour_of_what_needs_them(settings, mailoutbox):
    make_user("admin@example.org", is_superuser=True)
    make_member()
    waiting_mail(NOW - dt.timedelta(hours=1))
    for minutes in (0, 5, 10):
        watch(NOW + dt.timedelta(minutes=minutes))
    (message,) = Message.objects.filter(kind="accounts.alarm")
    assert message.recipient == "admin@example.org"
    mail = render(message, now=NOW)
    assert mail.subject == f"{settings.SITE_NAME}: E-Mails warten"
    assert "wartet seit 2026-11-02 10:00 UTC" in mail.text
    watch(NOW + dt.timedelta(hours=1))
    assert Message.objects.filter(kind="accounts.alarm").count() == 2


def test_many_failed_mails_failing_jobs_and_jobs_that_nobody_runs_are_faults():
    for number in range(watching.MANY_FAILED):
        Message.objects.create(kind="x", message_id=number, not_before=NOW, created_at=NOW, state="failed")
    JobRun.objects.create(name="watch", due_at=NOW, error="no disk")
    JobRun.objects.create(name="files.sweep", due_at=NOW - dt.timedelta(hours=2))
    assert [fault.cause for fault in watching.find_faults(NOW)] == ["mail_failed", "job_failed", "jobs_wait"]
    assert next(watching.find_faults(NOW + dt.timedelta(days=2))).cause == "job_failed"


def test_a_disk_that_is_nearly_full_is_a_fault(monkeypatch):
    monkeypatch.setattr(watching, "LITTLE_ROOM", 2**70)
    assert [fault.cause for fault in watching.find_faults(NOW)] == ["disk_full"]


class Anything(dict):
    def __missing__(self, name):
        return 1


def test_every_alarm_has_its_words():
    for cause in CAUSES.values():
        for text in cause:
            assert text % Anything()
    with pytest.raises(LookupError):
        alarm("nobody_knows", now=NOW)


def test_without_a_key_in_the_settings_nobody_has_it(client, settings):
    settings.MISSING_MAIL_SETTINGS = ["EMAIL_HOST"]

    assert "faults" not in client.get("/health/?key=").json()


def test_robots_are_kept_from_what_is_private(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /registrations/\nDisallow: /en/registrations/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


@pytest.mark.parametrize(
    "error", [OperationalError(), InterfaceError(), psycopg2.DatabaseError("hung up"), OSError(errno.ENOSPC, "full")]
)
def test_what_will_be_over_soon_is_said_so(client, monkeypatch, error):
    def broken(*arguments):
        raise error

    client.raise_request_exception = False
    monkeypatch.setattr("registrations.views.sign_up._event", broken)
    answer = client.get("/registrations/")
    assert answer.status_code == 200
    answer = client.get("/events/irgendeins/register/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Gerade nicht erreichbar" in answer.content.decode()


def test_a_mistake_of_ours_is_not(client, monkeypatch):
    def broken(*arguments):
        raise ValueError

    client.raise_request_exception = False
    monkeypatch.setattr("registrations.views.sign_up._event", broken)
    answer = client.get("/events/irgendeins/register/")
    assert answer.status_code == 500 and "Retry-After" not in answer.headers


def test_security_txt_names_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = "mailto:security@example.org"

    fields = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())

    assert fields["Contact"] == "mailto:security@example.org"
    until_expiry = dt.datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert dt.timedelta(0) < until_expiry < dt.timedelta(days=365)


def test_without_a_contact_there_is_no_security_txt(client):
    assert client.get("/.well-known/security.txt").status_code == 404
