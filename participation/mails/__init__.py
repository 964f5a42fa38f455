"""The mails of taking part, found by `outbox`."""

from participation.mails import follows, results

__all__ = ["follows", "results"]
