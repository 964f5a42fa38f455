"""Results go public, with a mail to everybody who had a seat, and may be taken back."""

from django.db import transaction
from django.utils.translation import gettext as _

from events.actions.refusal import Refused, locked
from events.models import Change, Confidentiality, Event, Status
from outbox.actions import enqueue
from outbox.models import name_of
from participation.models import Access, Results
from registrations.tallies import numbers

SHARE = 500


def present(event):
    """How many were marked as present, erased people included; None where nobody was."""
    return numbers(event)["present", "yes"] or None


def refuse_publication(results, event, now):
    """Raises Refused where `publish` would."""
    if event.status != Status.PUBLISHED or not event.is_published(now):
        raise Refused(_("Only of a meetup that took place there are results to publish."))
    if not event.is_over(now):
        raise Refused(_("The meetup is not over yet. Write as much as you like; publish it afterwards."))
    if results.is_published:
        raise Refused(_("The results are published already."))
    if results.is_empty:
        raise Refused(_("There is nothing to read yet: write down at least one sentence."))
    refuse_readers(access=results.access, event=event)


def refuse_readers(*, access, event):
    """What was said behind closed doors is for those who were there."""
    if access == Access.PUBLIC and event.confidentiality == Confidentiality.CLOSED:
        raise Refused(
            _("This meetup is closed: what is said stays in the room. Its results can be for participants only.")
        )


def told(event):
    """Who gets the mail: everybody with a live, confirmed sign-up and an address, whether they came or not."""
    return event.registrations.confirmed().exclude(email="")


@transaction.atomic
def publish(*, event, by, now):
    """Publish an event's results and owe everybody who had a seat a mail with them, once. Returns how many mails."""
    event = locked(event)
    results = Results.objects.select_for_update().filter(event=event).first()
    results = results or Results(event=event)
    results.event = event
    refuse_publication(results, event, now)
    results.published_at, results.published_by, results.counted = now, by, present(event)
    results.save()
    _note(event, None, results.access, by, now)
    return _tell(event, now)


@transaction.atomic
def take_back(*, event, by, now):
    """Make published results a draft again. Mails that have not gone out yet find nothing to tell and are dropped."""
    event = locked(event)
    results = Results.objects.select_for_update().filter(event=event).first()
    if results is None or not results.is_published:
        raise Refused(_("These results are not published."))
    results.published_at = results.published_by = None
    results.save()
    _note(event, results.access, None, by, now)
    return results


@transaction.atomic
def recount(*, event):
    """Take the number of people who were present into published results again, after they were saved."""
    Results.objects.filter(event=event).exclude(published_at=None).update(counted=present(event))


def _note(event, old, new, by, now):
    Change.objects.create(event=event, at=now, by=by, what=Change.What.RESULTS, old=old, new=new)
    Event.objects.filter(pk=event.pk).update(updated_at=now)


def _tell(event, now):
    """Once per person, however often results are taken back and published again."""
    owed = 0
    for registration in told(event).iterator(chunk_size=SHARE):
        message = enqueue(
            kind="participation.results_published",
            recipient=registration.email,
            language=registration.language,
            parameters={"registration": registration.pk},
            about=name_of(event),
            once=f"results {event.pk} {registration.pk}",
            now=now,
        )
        owed += message is not None
    return owed
