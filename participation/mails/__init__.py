"""The mails of taking part, found by `outbox`."""

from participation.mails import follows, proposals, results

__all__ = ["follows", "proposals", "results"]
