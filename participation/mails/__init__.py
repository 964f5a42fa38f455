"""The mails of taking part, found by `outbox`."""

from participation.mails import contributions, follows, moderation, proposals, results

__all__ = ["contributions", "follows", "moderation", "proposals", "results"]
