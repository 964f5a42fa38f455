"""People on stage and helpers at the door: their links, and what people on stage propose about their own entry."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations import links
from registrations.actions import (
    Refused,
    decline_proposal,
    renew_door_link,
    renew_stage_link,
    send_stage_link,
    take_over_picture,
    take_over_text,
)
from registrations.actions.on_stage import may_change_person
from registrations.admin.pages import back_to, edited, page, refuse, say
from registrations.door import Door
from registrations.models import StagePage

# What a button does to one person's page, and what is said afterwards.
VERBS = {
    "send": (
        lambda appearance, by, now: send_stage_link(appearance=appearance, by=by, now=now),
        gettext_lazy("The link is on its way to %(name)s."),
    ),
    "renew": (
        lambda appearance, by, now: renew_stage_link(appearance=appearance, by=by),
        gettext_lazy("%(name)s has a new link; the old one leads nowhere. Send it now."),
    ),
    "text": (
        lambda appearance, by, now: take_over_text(appearance=appearance, by=by, now=now),
        gettext_lazy("The text of %(name)s is on the page."),
    ),
    "picture": (
        lambda appearance, by, now: take_over_picture(appearance=appearance, by=by, now=now),
        gettext_lazy("The picture of %(name)s is on the page."),
    ),
    "decline": (
        lambda appearance, by, now: decline_proposal(appearance=appearance, by=by),
        gettext_lazy("The entry of %(name)s stays as it is."),
    ),
}


def stage_view(model_admin, request, pk):
    event = edited(request, pk)
    people = _people(event)
    if request.method == "POST":
        said = _act(request, event, people)
        if said:
            model_admin.log_change(request, event, said)
            say(request, said)
        return back_to("stage", event)
    door = Door(event)
    return page(
        model_admin,
        request,
        event,
        "stage",
        title=_("Stage and door of “%(event)s”") % {"event": event},
        is_preview=True,  # proposed pictures are not public
        door=links.door_page(event),
        door_opens=door.opens_at.astimezone(event.zone),
        door_closes=door.closes_at.astimezone(event.zone),
        people=[_row(appearance, request.user) for appearance in people],
        unsent=len(_unsent(people)),
    )


def _people(event):
    people = event.appearances.select_related(
        "speaker__organisation", "speaker__picture", "stage_page__proposed_picture"
    )
    for appearance in (people := list(people)):
        appearance.event = event
    return people


def _unsent(people):
    """Whom a link can be mailed that has not been."""
    return [each for each in people if each.speaker.email and StagePage.of(each).sent_at is None]


def _row(appearance, user):
    stage = StagePage.of(appearance)
    proposes_picture = stage.proposed_picture_id is not None
    return {
        "appearance": appearance,
        "stage": stage,
        "link": links.stage_page(appearance),
        "may_take_picture": proposes_picture and may_change_person(user, appearance.speaker),
    }


def _act(request, event, people):
    """What was done, in a sentence for the history; nothing where it was refused."""
    verb, now = request.POST.get("do", ""), timezone.now()
    try:
        if verb == "renew_door":
            renew_door_link(event=event, by=request.user)
            return _("The door has a new link; the old one leads nowhere.")
        if verb == "send_all":
            return _send_all(people, request.user, now)
        number = request.POST.get("appearance", "")
        chosen = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        appearance = get_object_or_404(event.appearances.select_related("speaker"), pk=chosen)
        if verb in VERBS:
            do, words = VERBS[verb]
            do(appearance, request.user, now)
            return words % {"name": appearance.speaker}
    except Refused as refusal:
        refuse(request, refusal)
    return ""


def _send_all(people, by, now):
    unsent = _unsent(people)
    for appearance in unsent:
        send_stage_link(appearance=appearance, by=by, now=now)
    words = ngettext("One link is on its way.", "%(number)s links are on their way.", len(unsent))
    return words % {"number": len(unsent)}
