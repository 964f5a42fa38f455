"""Following by mail: asked for, confirmed, told, ended. Nobody learns from an answer who follows what."""

import datetime as dt

from django.db import transaction

from events.models import Event
from outbox.actions import enqueue
from outbox.models import Message, name_of
from participation.models import Follow, Rhythm, ToldChange
from participation.news import news, this_monday
from registrations import addresses, limits

STALE = dt.timedelta(hours=48)
PATIENCE = dt.timedelta(minutes=10)  # several dates published one after the other are one mail
LATE = dt.timedelta(days=7)  # whatever could not be told for so long is news no more


def ask_to_follow(*, email, language, now, rhythm=Rhythm.AT_ONCE, client="", **what):
    """Owe the address a mail whose link confirms, or leads to what is followed already; at most one an hour.

    ``what`` is one of series, organisation, programme, idea, or nothing for everything. Raises BadAddress.
    """
    address = addresses.parse(email)
    about = " ".join(["follow", *(name_of(each) for each in what.values())])
    verdict = limits.note(client=client, address=address.key, about=about, now=now)
    return _ask_to_follow(address, verdict, rhythm=rhythm, language=language, now=now, what=what)


@transaction.atomic
def _ask_to_follow(address, verdict, *, rhythm, language, now, what):
    wanted = {"series": None, "organisation": None, "programme": None, "idea": None} | what
    fresh = {"email": address.typed, "language": language, "rhythm": rhythm, "created_at": now, "told_until": now}
    follow, _made = Follow.objects.get_or_create(address_key=address.key, **wanted, defaults=fresh)
    if not follow.is_confirmed:
        Follow.objects.filter(pk=follow.pk).update(rhythm=rhythm, language=language)
    hour = f"{now:%Y-%m-%dT%H}"
    once = f"follow asked {verdict.address if verdict.quiet else follow.pk} {hour}"
    _owe("follow_asked", follow, now=now, once=once, not_before=verdict.not_before)
    return follow


@transaction.atomic
def confirm(*, follow, now):
    """The owner of the address wants it. Again changes nothing."""
    Follow.objects.filter(pk=follow.pk, confirmed_at=None).update(confirmed_at=now, told_until=now)


def change_rhythm(*, follow, rhythm, now):
    """What has been told at once is not told again on Monday."""
    Follow.objects.filter(pk=follow.pk).update(rhythm=rhythm, told_until=now)


@transaction.atomic
def end(*, follow):
    """Nothing more is sent and nothing more is stored, the address in mails that were sent included."""
    messages = Message.objects.filter(kind__startswith="participation.follow", parameters__follow=follow.pk)
    messages.open().update(state=Message.State.DROPPED)
    messages.update(recipient="", parameters={}, error="")
    Follow.objects.filter(pk=follow.pk).delete()


def stale(now):
    """Addresses that nobody confirmed within 48 hours."""
    return Follow.objects.filter(confirmed_at=None, created_at__lte=now - STALE)


def forget_stale(*, now):
    for follow in stale(now):
        end(follow=follow)


@transaction.atomic
def tell_at_once(*, now):
    """One mail to each follower who wants it at once, about all that is new. Returns how many."""
    fresh = list(news(Event.objects.listed(now)).filter(told=None))
    if not any(change.since <= now - PATIENCE for change in fresh):
        return 0
    ToldChange.objects.bulk_create([ToldChange(change=each, at=now) for each in fresh], ignore_conflicts=True)
    waiting = [change for change in fresh if change.since > now - LATE]
    owed = 0
    for follow in Follow.objects.of_events().filter(rhythm=Rhythm.AT_ONCE) if waiting else ():
        theirs = follow.events(now).filter(pk__in={change.event_id for change in waiting})
        about = set(theirs.values_list("pk", flat=True))
        changes = [each.pk for each in waiting if each.event_id in about and each.since > follow.told_until]
        if changes:
            _owe("follow_news", follow, now=now, once=f"follow {follow.pk} {max(changes)}", changes=changes)
            owed += 1
    return owed


def tell_weekly(*, now):
    """On Monday morning: one mail about the week, where there is anything to tell. Returns how many."""
    monday, owed = this_monday(now), 0
    for follow in Follow.objects.of_events().filter(rhythm=Rhythm.WEEKLY, told_until__lt=monday):
        with transaction.atomic():
            found = news(follow.events(now)).filter(since__gt=follow.told_until, since__lte=monday)
            changes = list(found.values_list("pk", flat=True))
            if changes:
                _owe("follow_news", follow, now=now, once=f"follow {follow.pk} {monday:%Y-%m-%d}", changes=changes)
                owed += 1
            Follow.objects.filter(pk=follow.pk).update(told_until=monday)
    return owed


def _owe(kind, follow, *, now, once, not_before=None, **parameters):
    enqueue(
        kind=f"participation.{kind}",
        recipient=follow.email,
        language=follow.language,
        parameters={"follow": follow.pk, **parameters},
        about="",
        once=once,
        not_before=not_before,
        now=now,
    )
