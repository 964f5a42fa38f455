"""Kinds of mail for the tests, and how one is written in a line."""

from datetime import UTC, datetime

from outbox.actions import enqueue
from outbox.mails import Drop, Mail, mail

NOW = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)


@mail("tests.plain")
def plain(message, now):
    return Mail(subject=message.parameters.get("subject", "Hello"), text=message.parameters.get("text", "Text"))


@mail("tests.dropped")
def dropped(message, now):
    return Drop("not needed any more")


@mail("tests.poisoned")
def poisoned(message, now):
    raise RuntimeError("cannot be rendered")


def owe(recipient="anna@example.org", kind="tests.plain", **more):
    return enqueue(**{"kind": kind, "recipient": recipient, "language": "de", "now": NOW} | more)
