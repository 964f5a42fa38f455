"""What people in the audience do: take part, ask, support, withdraw."""

import datetime as dt

from django.db import connection, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.refusal import Refused
from events.statements import composed_once
from outbox.mails import one_line
from participation import limits
from participation.actions.counting import lock_settings, locked, recount
from participation.actions.journal import note
from participation.models import Attempt, AudienceQuestion, QuestionSettings, QuestionState, Support, Voice

OPEN_OF_ONE = 20  # questions that one voice may have at an event
AT_ONCE = 5  # of them within a minute
MINUTE = dt.timedelta(minutes=1)
STAND_BEHIND = """
    INSERT INTO participation_support (question_id, voice_id, at) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""


class Closed(Refused):
    """Questions are not open, or not to this person."""


class ShownAs:
    """What an asker wants to be shown as."""

    FULL, FIRST, NONE = "full", "first", "none"


def take_part(*, event, client, now):
    """A guest's voice, with a page of its own. Nothing is known of them."""
    settings = QuestionSettings.of(event)
    if not settings.takes_guests:
        raise Closed(_("Here confirmed participants take part, from the page of their sign-up."))
    _refuse_closed(settings, now)
    limits.note(what=Attempt.What.VOICE, client=client, event=event, now=now)
    return Voice.objects.create(event=event, language=get_language() or "de", created_at=now)


def voice_of(registration, now):
    """The voice of a participant; made when they first do something."""
    values = {"event_id": registration.event_id, "language": registration.language, "created_at": now}
    return Voice.objects.get_or_create(registration=registration, defaults=values)[0]


def ask(*, voice, text, now, to=None, shown_as=ShownAs.NONE, name="", client=""):
    """A question; its asker supports it from the start. The same text again is the same question (a double click).

    ``to`` is an appearance of the event, ``name`` what a guest typed; participants are shown as they signed up.
    """
    held = limits.note(what=Attempt.What.QUESTION, client=client, event=voice.event, now=now)
    return _ask(voice, " ".join(one_line(text).split()), now, to, shown_as, name, held)


@transaction.atomic
def _ask(voice, text, now, to, shown_as, name, held):
    settings = QuestionSettings.of(voice.event)
    _refuse(voice, settings, now)
    _lock(voice)
    asked = _asked_by(voice=voice.pk)
    for question in asked:
        if question.text == text:
            return question
    if sum(question.asked_at > now - MINUTE for question in asked) >= AT_ONCE:
        raise Refused(_("That were many questions at once. Wait a minute, then ask the next one."))
    if len(asked) >= OPEN_OF_ONE:
        raise Refused(_("You have asked very many questions here. Withdraw one to ask another."))
    if to is not None and to.event_id != voice.event_id:
        raise Refused(_("This person is not on stage here. Choose somebody from the list."))
    question = AudienceQuestion.objects.create(
        event=voice.event,
        voice=voice,
        text=text,
        to=to,
        shown_name=_shown(voice, settings, shown_as, name),
        state=QuestionState.HELD if held or settings.needs_approval else QuestionState.SHOWN,
        supports=1,
        asked_at=now,
    )
    Support.objects.create(question=question, voice=voice, at=now)
    return question


@composed_once
def _asked_by(voice: int):
    return AudienceQuestion.objects.filter(voice=voice).order_by("pk")


def _shown(voice, settings, shown_as, name):
    """The name as it is to be shown; nothing else of it is kept with the question."""
    if shown_as == ShownAs.NONE or not settings.shows_names:
        return ""
    if voice.registration_id is None:
        voice.name = " ".join(one_line(name).split())
        voice.save(update_fields=["name"])
    words = voice.known_name.split()
    return " ".join(words[:1] if shown_as == ShownAs.FIRST else words)[:150]


@transaction.atomic
def support(*, voice, question, now):
    """Stand behind somebody's question, once; behind one that was joined with another, behind that."""
    _refuse(voice, QuestionSettings.of(voice.event), now)
    head = locked(question, event=voice.event_id)
    if not head.is_open:
        raise Refused(_("This question can no longer be supported."))
    with connection.cursor() as cursor:
        cursor.execute(STAND_BEHIND, [head.pk, voice.pk, now])
    recount(head)
    return head


@transaction.atomic
def take_back(*, voice, question, now):
    """No longer stand behind a question, wherever in the group it was."""
    head = locked(question, event=voice.event_id)
    group = [head, *head.merged.all()]
    if any(each.voice_id == voice.pk for each in group):
        raise Refused(_("You have asked this yourself. Withdraw the question instead."))
    Support.objects.filter(question__in=group, voice=voice).delete()
    recount(head)


@transaction.atomic
def withdraw(*, voice, question, now):
    """One's own question vanishes. One that has been answered stays with its answer, without any trace of its asker.

    What was joined with it goes on without it, the earliest of them in its place.
    """
    lock_settings(voice.event_id)
    head = locked(question, event=voice.event_id)
    own = AudienceQuestion.objects.filter(pk=question.pk, voice=voice).first()
    if own is None:
        raise Refused(_("This question has been withdrawn already."))
    note(own, now)
    remove(head if own.pk == head.pk else own, head)


def remove(own, head):
    """Take a question out of its group; the head is locked. See `withdraw`."""
    if own.state == QuestionState.ANSWERED:
        Support.objects.filter(question__in=[own, *own.merged.all()], voice=own.voice_id).delete()
        own.erased_supports += 1
        own.voice, own.shown_name = None, ""
        own.save(update_fields=["voice", "shown_name", "erased_supports"])
        return
    heirs = list(own.merged.order_by("asked_at", "pk"))
    if heirs:
        _follow(own, heirs)
    elif own.pk != head.pk:
        own.delete()
        recount(head)
    else:
        own.delete()


def _follow(own, heirs):
    """The earliest of the merged questions takes the head's place, and its supporters come along."""
    first, others = heirs[0], heirs[1:]
    state, on_now_at, asker = own.state, own.on_now_at, own.voice_id
    held = set(Support.objects.filter(question__in=heirs).values_list("voice", flat=True)) | {asker}
    for row in own.backing.exclude(voice__in=held):
        Support.objects.create(question=first, voice_id=row.voice_id, at=row.at)
    AudienceQuestion.objects.filter(pk__in=[each.pk for each in others]).update(merged_into=first)
    AudienceQuestion.objects.filter(pk=first.pk).update(
        state=QuestionState.SHOWN, merged_into=None, erased_supports=first.erased_supports + own.erased_supports
    )
    own.delete()
    first.refresh_from_db()
    first.state, first.on_now_at = state, on_now_at
    first.save(update_fields=["state", "on_now_at"])
    recount(first)


@transaction.atomic
def forget(*, voice, now):
    """Everything of this voice goes at once: questions, supports, the voice itself."""
    lock_settings(voice.event_id)
    note(voice, now)
    for question in AudienceQuestion.objects.filter(voice=voice).order_by("pk"):
        remove(AudienceQuestion.objects.select_related("event").get(pk=question.pk), locked(question, voice.event_id))
    supported = set(voice.supports.values_list("question", flat=True))
    voice.supports.all().delete()
    for pk in sorted(supported):
        recount(locked(AudienceQuestion(pk=pk), voice.event_id))
    voice.delete()


def _lock(voice):
    """What one voice asks happens one after the other."""
    if not _locked(voice=voice.pk):
        raise Refused(_("This page has been deleted meanwhile."))


@composed_once
def _locked(voice: int):
    return Voice.objects.select_for_update(no_key=True).filter(pk=voice).values_list("pk")


def _refuse_closed(settings, now):
    if settings.is_open(now):
        return
    if settings.takes_questions and settings.event.is_published(now) and now < settings.opens_at:
        raise Closed(_("Questions are not open yet."))
    raise Closed(_("Questions are closed."))


def _refuse(voice, settings, now):
    """Raises the refusal if this voice may not ask or support now."""
    _refuse_closed(settings, now)
    if voice.registration_id is None and not settings.takes_guests:
        raise Closed(_("Here confirmed participants take part, from the page of their sign-up."))
    if voice.registration_id and not may_take_part(voice.registration, settings):
        raise Closed(_("Confirmed participants can ask and support here. You see where you stand on your own page."))


def may_take_part(registration, settings):
    """Whoever has signed up and lives may do what guests may; where guests may not, confirmed participants only."""
    return registration.is_confirmed or (settings.takes_guests and registration.is_live)
