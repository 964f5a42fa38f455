"""What people do who say something under an address: say it, confirm it, take it back, be called otherwise.

Nobody speaks under another's address by knowing it: whatever comes in by a form waits, whoever's the address is, until
a button is pressed on the page whose link was mailed there. What comes from that page itself needs no more.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from outbox.actions import enqueue
from outbox.mails import one_line
from outbox.models import Message
from participation import limits
from participation.actions.journal import note
from participation.contributions import kinds
from participation.models import Attempt, ContributionState, Contributor, Report
from registrations import addresses
from registrations import limits as address_limits

MAILS_AN_HOUR = 4  # to one address
MOST_WAITING = 20  # unconfirmed contributions of one address
AT_ONCE = 5  # of one person within a minute, of what others read
MINUTE = dt.timedelta(minutes=1)
UNCONFIRMED = ContributionState.UNCONFIRMED


def say(*, row, email, language, now, client=""):
    """Store an unsaved contribution as unconfirmed, and owe its address a mail whose page confirms it.

    Returns the row, or None where nothing was stored because the same waits already or too much does: what a visitor
    is answered is the same then, as it is whether or not the address is known. Raises BadAddress; Refused if nothing
    may be said there, or too much is being said.
    """
    row.refuse_where_closed(now)
    address = addresses.parse(email)
    verdict = _note(address, client, now)
    if verdict.must_confirm and not verdict.quiet:
        raise limits.TooMany(_("Very many people are taking part right now. Wait a few minutes, then send it again."))
    _wait_for_confirmation(row, address, language, now, verdict)
    return row if row.pk else None


def _note(address, client, now):
    """As often as there could be another mail: who says much within an hour is not suspicious."""
    about = f"contributions {now:%Y-%m-%dT%H} {now.minute * MAILS_AN_HOUR // 60}"
    return address_limits.note(client=client, address=address.key, about=about, now=now)


@transaction.atomic
def _wait_for_confirmation(row, address, language, now, verdict):
    contributor = _contributor(address, language, now)
    waiting = sum(model.objects.filter(contributor=contributor).unconfirmed().count() for model in kinds().values())
    same = _same(row, contributor).unconfirmed().exists()
    if not same and waiting < MOST_WAITING:
        _store(row, contributor, UNCONFIRMED, now)
    _owe("contribution_asked", contributor, language, now, verdict)


@transaction.atomic
def say_as(*, contributor, row, now, client=""):
    """Store an unsaved contribution of somebody who came by their own link. Returns it; the same again is the same.

    Raises Refused as `say` does.
    """
    row.refuse_where_closed(now)
    limits.note(what=Attempt.What.CONTRIBUTION, client=client, now=now)
    contributor = locked(contributor)
    confirm_person(contributor, row.shown_name, now)
    same = _same(row, contributor).exclude(state__in=(UNCONFIRMED, ContributionState.WITHDRAWN)).first()
    if same is not None:
        return same
    recent = sum(
        model.objects.filter(contributor=contributor, created_at__gt=now - MINUTE).count()
        for model in kinds().values()
        if model.MODERATED
    )
    if row.MODERATED and recent >= AT_ONCE:
        raise Refused(_("That was much at once. Wait a minute, then go on."))
    _store(row, contributor, row.first_state(), now)
    return row


@transaction.atomic
def confirm(*, contributor, rows, now):
    """The owner of the address says that they wrote these. Returns those that were still waiting."""
    contributor, confirmed = locked(contributor), []
    for row in rows:
        found = _waiting(contributor, row)
        if found is None:
            continue
        confirm_person(contributor, found.shown_name, now)
        found.enter(found.first_state(), now)
        found.save(update_fields=["state", "state_since", "shown_at", "reason"])
        found.has_changed()
        confirmed.append(found)
    return confirmed


@transaction.atomic
def withdraw(*, contributor, row, now):
    """What somebody said is taken back, confirmed or not; a restored backup does not bring it back."""
    found = type(row).objects.select_for_update(of=("self",), no_key=True).filter(pk=row.pk, contributor=contributor)
    found = found.with_place().first()
    if found is None:
        raise Refused(_("This has been taken back already."))
    take_back(found, now)


def take_back(row, now):
    """A locked row goes from its place, and with it what was reported about it."""
    note(row, now)
    Report.objects.filter(kind=row._meta.model_name, object_id=row.pk).delete()
    row.state = ContributionState.WITHDRAWN  # for what counts afresh
    row.has_changed()
    row.leave(now)


@transaction.atomic
def rename(*, contributor, name, now):
    """Be called otherwise wherever one is shown by name; an empty name is shown nowhere."""
    contributor = locked(contributor)
    contributor.name = clean_name(name)
    contributor.active_at = now
    contributor.save(update_fields=["name", "active_at"])
    for model in kinds().values():
        model.objects.filter(contributor=contributor).exclude(shown_name="").update(shown_name=contributor.name)
    return contributor


@transaction.atomic
def send_link(*, email, language, now, client=""):
    """Mail somebody the link to their page, if they are known. The same statements are run for every address.

    Raises BadAddress.
    """
    address = addresses.parse(email)
    verdict = _note(address, client, now)
    known = Contributor.objects.filter(address_key=address.key).exclude(confirmed_at=None).first()
    with transaction.atomic():
        someone = known or Contributor(pk=0, email=address.typed)
        _owe("contribution_link", someone, language, now, verdict)
        transaction.set_rollback(known is None)


def clean_name(text):
    return " ".join(one_line(text).split())[:150]


def locked(contributor):
    """The person as they are now; what they do at the same moment happens one after the other."""
    found = Contributor.objects.select_for_update(no_key=True).filter(pk=contributor.pk).first()
    if found is None:
        raise Refused(_("Everything of this address has been deleted."))
    return found


def confirm_person(contributor, name, now):
    """A locked person acts: the address is theirs, and they stay for another two years."""
    contributor.confirmed_at = contributor.confirmed_at or now
    contributor.active_at = now
    contributor.name = contributor.name or name
    contributor.save(update_fields=["confirmed_at", "active_at", "name"])


def _contributor(address, language, now):
    fresh = {"email": address.typed, "language": language, "created_at": now, "active_at": now}
    return locked(Contributor.objects.get_or_create(address_key=address.key, defaults=fresh)[0])


def _same(row, contributor):
    return type(row).objects.filter(contributor=contributor, **{name: getattr(row, name) for name in row.SAME})


def _store(row, contributor, state, now):
    row.contributor, row.created_at = contributor, now
    row.shown_name = clean_name(row.shown_name)
    row.enter(state, now)
    row.save(force_insert=True)
    row.has_changed()


def _waiting(contributor, row):
    rows = type(row).objects.select_for_update(of=("self",), no_key=True).with_place()
    return rows.unconfirmed().filter(pk=row.pk, contributor=contributor).first()


def _owe(kind, contributor, language, now, verdict):
    """At most four of them an hour, one to an address that is used suspiciously often; each names all that waits when
    it is sent.
    """
    hour = f"{kind} {contributor.pk} {now:%Y-%m-%dT%H}"
    number = Message.objects.filter(once__startswith=f"{hour} ").count()
    if number >= (1 if verdict.quiet else MAILS_AN_HOUR):
        return
    enqueue(
        kind=f"participation.{kind}",
        recipient=contributor.email,
        language=language,
        parameters={"contributor": contributor.pk},
        about=f"participation.contributor:{contributor.pk}",
        once=f"{hour} {number}",
        now=now,
    )
