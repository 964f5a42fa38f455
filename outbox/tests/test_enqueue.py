from datetime import timedelta

import pytest
from django.db import transaction

from outbox.actions import drop, enqueue, hold, hold_all, release, release_all, retry
from outbox.delivery import deliver_due
from outbox.models import Message
from outbox.tests.cast import NOW, owe

pytestmark = pytest.mark.django_db


def states():
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def test_a_rolled_back_change_leaves_no_mail():
    with pytest.raises(RuntimeError), transaction.atomic():
        owe()
        raise RuntimeError
    assert not Message.objects.exists()


def test_a_mail_is_written_once_for_one_occasion():
    assert owe(once="reminder:12") is not None
    assert owe(once="reminder:12") is None
    assert owe(once="reminder:13") is not None
    assert Message.objects.count() == 2


def test_an_occasion_stays_used_up_after_its_mail_was_sent(mailoutbox):
    owe(once="reminder:12")
    deliver_due(now=NOW)
    assert owe(once="reminder:12") is None
    deliver_due(now=NOW)
    assert len(mailoutbox) == 1


def test_a_mail_knows_what_it_is_about():
    first = owe()
    second = enqueue(kind="tests.plain", recipient="b@example.org", language="en", about=first, now=NOW)
    assert list(Message.objects.about(first)) == [second]


def test_a_message_id_belongs_to_the_portals_host(settings):
    settings.BASE_URL = "https://portal.example:8443"
    assert owe().message_id.endswith("@portal.example>")


def test_a_held_mail_waits_for_its_release(mailoutbox):
    owe()
    assert hold(messages=Message.objects.all()) == 1
    deliver_due(now=NOW)
    assert not mailoutbox
    assert release(messages=Message.objects.all()) == 1
    deliver_due(now=NOW)
    assert len(mailoutbox) == 1


def test_a_failed_mail_is_tried_again_on_request_and_a_sent_one_is_not(mailoutbox):
    failed, sent = owe(), owe("b@example.org")
    Message.objects.filter(pk=failed.pk).update(state="failed", tries=12, error="550 no such user")
    Message.objects.filter(pk=sent.pk).update(state="sent")
    assert retry(messages=Message.objects.all(), now=NOW) == 1
    deliver_due(now=NOW)
    assert [mail.to for mail in mailoutbox] == [["anna@example.org"]]


def test_a_dropped_mail_is_not_sent(mailoutbox):
    owe()
    drop(messages=Message.objects.all(), reason="cancelled")
    deliver_due(now=NOW)
    assert not mailoutbox and Message.objects.get().error == "cancelled"


def test_after_a_restore_nothing_is_sent_until_all_is_released(mailoutbox):
    owe("old@example.org")
    hold_all(reason="restored", now=NOW)
    hold_all(reason="restored again", now=NOW)
    owe("new@example.org", now=NOW + timedelta(hours=1))
    deliver_due(now=NOW + timedelta(hours=2))
    assert not mailoutbox
    assert release_all(drop_before=NOW + timedelta(minutes=1)) == 1
    deliver_due(now=NOW + timedelta(hours=2))
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]
    assert states() == ["dropped", "sent"]
