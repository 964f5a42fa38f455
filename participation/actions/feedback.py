"""Giving feedback once, moderating its texts, publishing what came together."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from events.models import Event
from participation import limits
from participation.actions.erasing import is_due
from participation.feedback import charts_of
from participation.models import Attempt, FeedbackBox, FeedbackGiven, FeedbackQuestion, FeedbackSettings
from registrations.models import Registration

MOST = 2000  # answers to one event; the room's link may go round


class GivenAlready(Refused):
    pass


@transaction.atomic
def give(*, registration, answers, now):
    """A participant's answers, {question id: value}, added to all others. Raises Refused, GivenAlready a second time.

    The mark and the answers are written together, and neither leads to the other.
    """
    registration = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    _refuse_closed(registration.event, now)
    if not registration.is_confirmed:
        raise Refused(_("Feedback comes from those who had a seat."))
    if not FeedbackGiven.objects.get_or_create(registration=registration)[1]:
        raise GivenAlready(_("You have given feedback already. Thank you!"))
    _add(registration.event, answers, from_room=0)


def give_from_room(*, event, answers, client, now):
    """From the link for the room. Nobody can tell who has answered before, so it is counted apart and limited."""
    limits.note(what=Attempt.What.FEEDBACK, event=event, client=client, now=now)
    with transaction.atomic():
        if not _refuse_closed(event, now).takes_guests:
            raise Refused(_("This link has been switched off."))
        _add(event, answers, from_room=1)


def _refuse_closed(event, now):
    settings = FeedbackSettings.stored_for(Event.objects.get(pk=event.pk))
    if settings is None or not settings.is_open(now):
        raise Refused(_("Feedback on this meetup is not open, or no longer."))
    return settings


def _add(event, answers, from_room):
    box = _locked(event)
    if box.answers >= MOST:
        raise Refused(_("So many answers have come in that no more are taken."))
    for pk, value in answers.items():
        if isinstance(value, str) and _is_text(event, pk):
            box.texts[str(pk)] = sorted([*box.texts.get(str(pk), []), value])
            continue
        counted = box.numbers.setdefault(str(pk), {"given": 0, "by": {}})
        counted["given"] += 1
        for each in value if isinstance(value, list) else [value]:
            counted["by"][each] = counted["by"].get(each, 0) + 1
    box.answers += 1
    box.from_room += from_room
    box.save()


def _is_text(event, pk):
    return FeedbackQuestion.objects.filter(event=event, pk=pk, kind=FeedbackQuestion.Kind.TEXT).exists()


def _locked(event):
    FeedbackBox.objects.bulk_create([FeedbackBox(event_id=event.pk)], ignore_conflicts=True)
    return FeedbackBox.objects.select_for_update(no_key=True).get(event=event.pk)


@transaction.atomic
def remove_text(*, event, question, text):
    """A text that should not be kept, because it names somebody or insults; the number of answers stays."""
    box = _locked(event)
    texts = box.texts.get(str(question), [])
    if text in texts:
        texts.remove(text)
        box.save(update_fields=["texts"])


@transaction.atomic
def publish(*, event, summary, now):
    """Numbers as they are now, with the organiser's sentence, on the public page. Raises Refused below five answers."""
    settings = FeedbackSettings.objects.select_for_update().get(event=event)
    settings.event = event
    box = FeedbackBox.objects.filter(event=event).first()
    if box is None or not box.is_enough:
        raise Refused(_("There are fewer than five answers. What they say could be told from who was there."))
    if not event.is_over(now):
        raise Refused(_("The meetup is not over yet."))
    charts = charts_of(event, box, public=True)
    settings.published = {
        "answers": box.answers,
        "charts": [{"heading": chart.heading, "rows": chart.rows, "total": chart.total} for chart in charts],
    }
    settings.summary, settings.published_at = summary, now
    settings.save(update_fields=["published", "published_at", "summary"])


@transaction.atomic
def take_back(*, event):
    FeedbackSettings.objects.filter(event=event).update(published=None, published_at=None)


@transaction.atomic
def renew_room_link(*, event):
    settings = FeedbackSettings.objects.select_for_update().get(event=event)
    settings.room_generation += 1
    settings.save(update_fields=["room_generation"])


def due_texts(now):
    """Boxes with texts whose event's deletion day has come: texts may name people, numbers do not."""
    boxes = FeedbackBox.objects.exclude(texts={}).filter(event__ends_at__lt=now)
    for box in boxes.select_related("event__registration_settings"):
        if is_due(box.event, now):
            yield box


def erase_texts(*, now):
    """Returns of how many events."""
    return sum(FeedbackBox.objects.filter(pk=box.pk).update(texts={}) for box in list(due_texts(now)))
