"""The mails of taking part, found by `outbox`."""

from participation.mails import results

__all__ = ["results"]
