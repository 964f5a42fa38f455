"""The timed jobs of taking part and of what came of a meetup. Each may be run at any time, twice, or late."""

from datetime import timedelta

from outbox.jobs import job
from participation import limits
from participation.actions import erasing, feedback, following, forgetting, reminding, reporting
from participation.models import Material
from pictures.storage import sweep_files

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@job("participation.erase", every=HOUR)
def erase_due(now):
    """Voices and proposals whose day has come, attempts that no limit needs any more."""
    erasing.erase_due(now=now)
    erasing.erase_due_proposals(now=now)
    feedback.erase_texts(now=now)
    limits.forget_attempts(now=now)


@job("participation.results", every=HOUR)
def ask_for_results(now):
    reminding.remind(now=now)


@job("participation.files", every=DAY)
def sweep_material(now):
    """Remove the files of material that was deleted, replaced or never saved; a day later, as a form may keep one."""
    used = {material.path for material in Material.objects.exclude(key=None)}
    sweep_files("material", used, now - DAY)


@job("participation.follows", every=MINUTE)
def tell_followers(now):
    following.tell_at_once(now=now)


@job("participation.weekly", every=10 * MINUTE)
def tell_followers_of_the_week(now):
    following.tell_weekly(now=now)


@job("participation.unconfirmed", every=HOUR)
def forget_unconfirmed(now):
    following.forget_stale(now=now)
    forgetting.forget_due(now=now)
    reporting.forget_outdated(now=now)


@job("participation.moderation", every=5 * MINUTE)
def tell_moderators(now):
    reporting.tell_moderators(now=now)
