"""The mails of taking part, found by `outbox`."""

from participation.mails import contributions, follows, proposals, results

__all__ = ["contributions", "follows", "proposals", "results"]
