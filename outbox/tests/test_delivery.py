from datetime import timedelta

import pytest
from django.db import OperationalError

from outbox.delivery import MAX_TRIES, deliver_due
from outbox.jobs import forget_recipients
from outbox.mails import KINDS
from outbox.models import Message
from outbox.tests.cast import NOW, owe

pytestmark = pytest.mark.django_db


def test_a_mail_is_sent_once_and_marked(mailoutbox):
    message = owe()
    assert deliver_due(now=NOW) == 1
    assert deliver_due(now=NOW) == 0
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.leased_until) == ("sent", NOW, None)
    assert mailoutbox[0].message()["Message-ID"] == message.message_id


def test_a_mail_for_later_waits(mailoutbox):
    owe(not_before=NOW + timedelta(hours=1))
    deliver_due(now=NOW)
    assert not mailoutbox
    deliver_due(now=NOW + timedelta(hours=1))
    assert len(mailoutbox) == 1


def test_a_late_time_bound_mail_is_dropped(mailoutbox):
    message = owe(expires_at=NOW + timedelta(hours=1))
    deliver_due(now=NOW + timedelta(hours=1))
    message.refresh_from_db()
    assert message.state == "dropped" and message.error and not mailoutbox


def test_a_mail_that_is_no_longer_needed_is_dropped_with_the_reason(mailoutbox):
    message = owe(kind="tests.dropped")
    deliver_due(now=NOW)
    message.refresh_from_db()
    assert (message.state, message.error) == ("dropped", "not needed any more") and not mailoutbox


@pytest.mark.parametrize("kind", ["tests.poisoned", "tests.unknown"])
def test_a_poisoned_mail_stops_nobody_else_and_fails_in_the_end(mailoutbox, kind):
    poisoned = owe(kind=kind)
    owe("b@example.org")
    deliver_due(now=NOW)
    assert [mail.to for mail in mailoutbox] == [["b@example.org"]]
    poisoned.refresh_from_db()
    assert poisoned.state == "queued" and poisoned.not_before > NOW
    now = NOW
    for _ in range(MAX_TRIES - 1):
        now += timedelta(hours=5)
        deliver_due(now=now)
    poisoned.refresh_from_db()
    assert (poisoned.state, poisoned.tries) == ("failed", MAX_TRIES) and poisoned.error


def test_a_mail_that_kills_its_worker_every_time_fails_in_the_end(mailoutbox):
    message = owe()
    Message.objects.update(tries=MAX_TRIES)
    deliver_due(now=NOW)
    message.refresh_from_db()
    assert message.state == "failed" and message.error and not mailoutbox


def test_a_recipient_is_forgotten_a_month_after_the_mail():
    message = owe(once="reminder:12", parameters={"name": "Anna"})
    deliver_due(now=NOW)
    forget_recipients(NOW + timedelta(days=29))
    message.refresh_from_db()
    assert message.recipient
    forget_recipients(NOW + timedelta(days=31))
    message.refresh_from_db()
    assert (message.recipient, message.parameters) == ("", {})
    assert owe(once="reminder:12") is None


def test_without_a_mail_server_mails_become_files(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "outbox.eml.EmailBackend", tmp_path / "mail"
    owe(parameters={"text": "Grüße"})
    deliver_due(now=NOW)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml" and file.stat().st_mode & 0o077 == 0
    assert b"To: anna@example.org\r\n" in file.read_bytes()


def test_in_production_mails_wait_until_there_are_settings_to_send_them_with(settings, mailoutbox):
    settings.MISSING_MAIL_SETTINGS = ["EMAIL_HOST"]
    owe()
    assert deliver_due(now=NOW) == 0
    settings.MISSING_MAIL_SETTINGS = []
    assert deliver_due(now=NOW) == 1
    assert len(mailoutbox) == 1


def test_a_database_that_fails_while_a_mail_is_rendered_is_not_that_mails_fault(monkeypatch):
    def gone(message, now):
        raise OperationalError

    monkeypatch.setitem(KINDS, "tests.plain", gone)
    message = owe()
    with pytest.raises(OperationalError):
        deliver_due(now=NOW)
    message.refresh_from_db()
    assert (message.state, message.not_before, message.error) == ("queued", NOW, "")
