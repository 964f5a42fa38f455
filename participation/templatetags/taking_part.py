"""Questions on pages of lower apps: the meetup's, a participant's own, a moderator's, the workplace's."""

from django import template
from django.urls import reverse

from events.models import AppearanceRole, Event
from participation.lists import questions_of
from participation.models import QuestionSettings, QuestionState
from participation.rows import Row, rendered, rendered_once

register = template.Library()
QUESTION, TAP = "participation/questions/_question.html", "participation/desk/_row.html"
SHOWN, SHOWN_AFTERWARDS = 3, 5


@register.simple_tag(takes_context=True)
def question_row(context, question, short=False):
    """One question of a list. On the page of somebody who takes part (``takes_part``) with how they stand to it: it is
    their "own", they are for it ("done"), or they may yet be ("free").
    """
    stand = ""
    if context.get("takes_part"):
        if question.pk in context["own_ids"]:
            stand = "own"
        elif question.pk in context["supported"]:
            stand = "done"
        elif context["may_act"] and question.is_open:
            stand = "free"
    return rendered(QUESTION, Row.of(question, context["settings"]), short=short, stand=stand)


@register.simple_tag(takes_context=True)
def desk_row(context, question):
    """One question of a pile on the moderators' desk, or on the workplace's with the token of a session."""
    on_now = context["questions"].on_now
    row, words = Row.of(question, context["settings"]), {name: context[name] for name in ("address", "moderates")}
    words["on_now"] = on_now and on_now.pk
    if context.get("with_csrf"):
        return rendered_once(TAP, row, csrf_token=context["csrf_token"], **words)
    return rendered(TAP, row, **words)


@register.inclusion_tag("participation/questions/_on_event_page.html")
def questions_section(event, now, is_preview=False):
    """The most supported questions and the way to all of them; nothing where not everybody may read them.

    Of a meetup that is over, those that were answered come first, with their answers.
    """
    settings = QuestionSettings.stored_for(event)
    if is_preview or settings is None:
        return {"shows": False}
    if not settings.is_public(now):
        return {"shows": False}
    questions, is_open = questions_of(event, SHOWN_AFTERWARDS), settings.is_open(now)
    is_over = event.is_over(now)
    rows = sorted(questions.all, key=lambda row: (is_over and not row.answered_at, -row.supports, row.asked_at))
    return {
        "shows": is_open or bool(rows) or now < settings.opens_at,
        "event": event,
        "settings": settings,
        "number": questions.number,
        "top": rows[: SHOWN_AFTERWARDS if is_over else SHOWN],
        "not_over": not is_over,
        "is_open": is_open,
        "opens_later": now < settings.opens_at,
        "opens_at": settings.opens_at.astimezone(event.zone),
        "list_address": reverse("questions", args=[event.slug]),
    }


@register.inclusion_tag("participation/questions/_on_own_page.html")
def own_questions(registration, now):
    """From a participant's own page to the questions; nothing for who may not see them."""
    settings = QuestionSettings.stored_for(registration.event)
    if settings is None or not settings.takes_questions or not registration.is_live:
        return {"shows": False}
    shows = settings.is_public(now) or (registration.is_confirmed and registration.event.is_published(now))
    return {"shows": shows, "registration": registration, "is_open": settings.is_open(now), "settings": settings}


@register.inclusion_tag("participation/desk/_on_stage_page.html")
def stage_questions_link(stage):
    """From the page of somebody on stage to the audience's questions."""
    event = stage.appearance.event
    settings = QuestionSettings.stored_for(event)
    if settings is None or not settings.takes_questions:
        return {"shows": False}
    return {
        "shows": True,
        "address": reverse("stage_questions", args=[stage.token]),
        "number": event.audience_questions.listed().count(),
        "moderates": stage.appearance.role == AppearanceRole.MODERATOR,
    }


@register.inclusion_tag("admin/participation/_entrance_questions.html")
def questions_entrance(event, user):
    """From an event's panel in the workplace to its questions; for those who answer for its participants."""
    if not Event.objects.controlled_by(user).filter(pk=event.pk).exists():
        return {"event": None}
    settings = QuestionSettings.stored_for(event)
    held = event.audience_questions.filter(state=QuestionState.HELD).count()
    return {
        "event": event,
        "is_set_up": settings is not None and settings.takes_questions,
        "number": event.audience_questions.listed().count(),
        "held": held,
    }
