"""The steps of an event's way, each on a page of its own that says what it means before the button is pressed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponseNotAllowed
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.actions import Refused
from events.admin.workplace.pages import editable, page, posted, refuse, say, to_event
from events.checks import WRONG, findings
from events.forms.steps import ConfirmForm, MoveForm, OptionalReasonForm, PublishForm, ReasonForm
from events.models import Status


@dataclass(frozen=True)
class Step:
    """``verb`` names what EventAdmin.verbs does; ``fits`` says from an event and the time whether it makes sense."""

    verb: str
    label: str
    title: str
    button: str
    means: str
    done: str
    fits: Callable
    form: type = ConfirmForm
    danger: bool = False


def _takes_place(event, now):
    return event.status == Status.PUBLISHED and event.is_published(now) and not event.is_over(now)


STEPS = {
    step.verb: step
    for step in (
        Step(
            "publish",
            gettext_lazy("Publish …"),
            gettext_lazy("Publish “%(event)s”"),
            gettext_lazy("Publish"),
            gettext_lazy("Everybody can then find and read it."),
            gettext_lazy("The event is published."),
            lambda event, now: event.status == Status.DRAFT,
            PublishForm,
        ),
        Step(
            "reschedule",
            gettext_lazy("Change the time of publication …"),
            gettext_lazy("When shall “%(event)s” be public?"),
            gettext_lazy("Change the time"),
            gettext_lazy("Until then only members can see it."),
            gettext_lazy("The time of publication is changed."),
            lambda event, now: event.is_scheduled(now),
            PublishForm,
        ),
        Step(
            "take_back",
            gettext_lazy("Make it a draft again …"),
            gettext_lazy("Make “%(event)s” a draft again?"),
            gettext_lazy("Make it a draft"),
            gettext_lazy("It will not be published at the set time. Nobody has seen it yet, so nobody is told."),
            gettext_lazy("The event is a draft again."),
            lambda event, now: event.is_scheduled(now),
        ),
        Step(
            "move",
            gettext_lazy("Move to another date …"),
            gettext_lazy("Move “%(event)s”"),
            gettext_lazy("Move"),
            gettext_lazy("The agenda moves along. If the event is public, everybody concerned is told."),
            gettext_lazy("The event has a new date."),
            lambda event, now: (
                event.status != Status.WITHDRAWN and (event.status != Status.CANCELLED or event.ends_at <= now)
            ),
            MoveForm,
        ),
        Step(
            "postpone",
            gettext_lazy("Postpone …"),
            gettext_lazy("Postpone “%(event)s”"),
            gettext_lazy("Postpone"),
            gettext_lazy(
                "The date no longer holds and a new one is not known yet. The page stays and says so, and everybody "
                "concerned is told. If you know the new date already, move the event instead."
            ),
            gettext_lazy("The event is postponed."),
            _takes_place,
            OptionalReasonForm,
        ),
        Step(
            "cancel",
            gettext_lazy("Cancel the event …"),
            gettext_lazy("Cancel “%(event)s”"),
            gettext_lazy("Cancel the event"),
            gettext_lazy("It will not take place. The page stays with your reason, and everybody concerned is told."),
            gettext_lazy("The event is cancelled."),
            lambda event, now: _takes_place(event, now) or event.status == Status.POSTPONED,
            ReasonForm,
            danger=True,
        ),
        Step(
            "reinstate",
            gettext_lazy("Reinstate …"),
            gettext_lazy("Reinstate “%(event)s”"),
            gettext_lazy("Reinstate"),
            gettext_lazy(
                "A postponed or cancelled event then takes place after all, at the date that is stored. One that was "
                "withdrawn comes back as it was."
            ),
            gettext_lazy("The event is reinstated."),
            lambda event, now: (
                event.status == Status.WITHDRAWN
                or (event.status in (Status.POSTPONED, Status.CANCELLED) and event.ends_at > now)
            ),
        ),
        Step(
            "withdraw",
            gettext_lazy("Withdraw the page …"),
            gettext_lazy("Withdraw “%(event)s”"),
            gettext_lazy("Withdraw the page"),
            gettext_lazy(
                "The page disappears and says “gone”. This is for what should never have been public; an event that "
                "does not take place is cancelled instead, so that people learn of it."
            ),
            gettext_lazy("The event is withdrawn."),
            lambda event, now: event.status not in (Status.DRAFT, Status.WITHDRAWN) and not event.is_scheduled(now),
            danger=True,
        ),
    )
}


def steps_for(event, now):
    """The steps that make sense as things stand, in order."""
    return [step for step in STEPS.values() if step.fits(event, now)]


def step_view(model_admin, request, pk, verb):
    """GET asks, POST does it."""
    step, event, now = STEPS[verb], editable(request, pk), timezone.now()
    form = step.form(posted(request), event=event)
    if form.is_bound and form.is_valid():
        try:
            event = model_admin.verbs[verb](event=event, by=request.user, now=now, **form.arguments())
        except Refused as refusal:
            refuse(request, refusal)
        else:
            note_on_draft(model_admin, request, event, step.done)
            say(request, step.done)
            return to_event(event)
    found = findings(event, now) if verb in ("publish", "reschedule") else []
    return page(
        model_admin,
        request,
        event,
        "step",
        title=step.title % {"event": event},
        step=step,
        form=form,
        findings=found,
        stopped=any(finding.level == WRONG for finding in found),
        status=422 if form.errors else 200,
    )


def note_on_draft(model_admin, request, event, sentence):
    """What happens to a draft leaves no Change row; the history of the admin keeps it."""
    if event.status == Status.DRAFT:
        model_admin.log_change(request, event, str(sentence))


def renew_preview_view(model_admin, request, pk):
    """POST only: the link that was given away leads nowhere from now on."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    event = editable(request, pk)
    model_admin.verbs["renew_preview"](event=event)
    model_admin.log_change(request, event, _("The preview link was renewed."))
    say(request, _("The preview has a new link; the old one leads nowhere."))
    return to_event(event)
