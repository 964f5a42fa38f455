"""The timed jobs of sign-up. Each may be run at any time, twice, or late."""

from datetime import timedelta

from outbox.jobs import job
from registrations import journal, limits
from registrations.actions import erasing, fanout, rounds
from registrations.actions.settling import sweep

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@job("registrations.seats", every=MINUTE)
def settle_seats(now):
    """Holds that ended, ticket types that opened or closed."""
    sweep(now=now)


@job("registrations.changes", every=MINUTE)
def fan_out_changes(now):
    fanout.fan_out(now=now)


@job("registrations.reminders", every=MINUTE)
def remind(now):
    rounds.remind(now=now)


@job("registrations.access", every=MINUTE)
def tell_access(now):
    rounds.tell_access(now=now)


@job("registrations.thanks", every=10 * MINUTE)
def thank(now):
    rounds.thank(now=now)


@job("registrations.stale", every=HOUR)
def erase_stale(now):
    """Addresses that nobody confirmed, attempts that no limit needs any more."""
    erasing.erase_stale(now=now)
    limits.look_back(now=now)
    limits.forget_attempts(now=now)


@job("registrations.erase", every=HOUR)
def erase_due(now):
    erasing.erase_sensitive(now=now)
    erasing.erase_due(now=now)


@job("registrations.journal", every=MINUTE)
def note_erasures(now):
    """What was erased is noted outside the database, too, before a backup could bring it back."""
    journal.write_down(now=now)
