"""What organisers do about participants, one or several at once: each is a verb of `registrations.actions`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations import actions
from registrations.actions import Busy, Refused
from registrations.forms.organisers import DecisionForm, ExtraSeatForm, ReasonForm, SwitchForm
from registrations.models import LIVE, Registration, State

AT_ONCE = 1000
SHOWN = 20
HELD = (State.CONFIRMED, State.WAITLISTED, State.PENDING)


@dataclass(frozen=True)
class Verb:
    """``act(registration, by, now, **arguments)``; ``states`` are those of registrations it makes sense for.

    With a ``form`` it is asked before it is done.
    """

    name: str
    label: str
    act: Callable
    states: tuple
    form: type | None = None
    means: str = ""
    danger: bool = False


def _by(action):
    return lambda registration, by, now, **more: action(registration=registration, by=by, now=now, **more)


def _without_by(action):
    return lambda registration, by, now: action(registration=registration, now=now)


VERBS = {
    verb.name: verb
    for verb in (
        Verb("approve", gettext_lazy("Approve"), _by(actions.approve), (State.PENDING,)),
        Verb(
            "decline",
            gettext_lazy("Decline …"),
            _by(actions.decline),
            (State.PENDING,),
            ReasonForm,
            gettext_lazy("They get a mail that says no."),
            danger=True,
        ),
        Verb(
            "move_up",
            gettext_lazy("Give a seat out of turn …"),
            _by(actions.move_up),
            (State.WAITLISTED,),
            ExtraSeatForm,
            gettext_lazy(
                "Free seats of the contingent go to the first in line by themselves; this one is out of turn."
            ),
        ),
        Verb(
            "switch",
            gettext_lazy("Switch ticket type …"),
            _by(actions.switch),
            HELD,
            SwitchForm,
            gettext_lazy("Where a seat is free. They get a mail."),
        ),
        Verb("check_in", gettext_lazy("Mark as present"), _without_by(actions.check_in), (State.CONFIRMED,)),
        Verb(
            "undo_check_in",
            gettext_lazy("Mark as not present"),
            lambda registration, by, now: actions.undo_check_in(registration=registration),
            (State.CONFIRMED,),
        ),
        Verb("resend_link", gettext_lazy("Send the personal link again"), _without_by(actions.resend_link), LIVE),
        Verb(
            "renew_links",
            gettext_lazy("Make a new personal link …"),
            _without_by(actions.renew_links),
            LIVE,
            DecisionForm,
            gettext_lazy("Every link that is out there then leads nowhere; the new one is mailed."),
        ),
        Verb(
            "cancel",
            gettext_lazy("Cancel the sign-up …"),
            _by(actions.cancel),
            LIVE,
            ReasonForm,
            gettext_lazy("The seat goes to the first in line at once. They get a mail."),
            danger=True,
        ),
        Verb(
            "erase",
            gettext_lazy("Delete all data …"),
            _without_by(actions.erase_now),
            tuple(State),
            DecisionForm,
            gettext_lazy("Everything about the person is erased at once and for good. Nobody is told."),
            danger=True,
        ),
    )
}


def fitting(registration):
    """The verbs that make sense for one registration, in order."""
    present = registration.checked_in_at is not None
    left_out = {"check_in" if present else "undo_check_in"}
    if not registration.email:
        left_out |= {"resend_link", "renew_links"}
    return [verb for verb in VERBS.values() if registration.state in verb.states and verb.name not in left_out]


def carry_out(model_admin, request, rows, verb):
    """Do it, or the page that asks first. ``rows`` are those that this user may change."""
    if rows.count() > AT_ONCE:
        return _say(model_admin, request, _("At most %(number)s at once. Filter the list first.") % {"number": AT_ONCE})
    registrations = list(rows.select_related("event", "ticket_type").order_by("created_at", "pk"))
    if not registrations:
        return _say(model_admin, request, _("None of these may be changed by you."))
    arguments = {}
    if verb.form:
        events = {registration.event for registration in registrations}
        if len(events) > 1:
            return _say(model_admin, request, _("Choose people of one meetup."))
        form = verb.form(request.POST if "confirmed" in request.POST else None, event=events.pop())
        if not (form.is_bound and form.is_valid()):
            return _ask(model_admin, request, verb, registrations, form)
        arguments = form.arguments()
    _act(model_admin, request, verb, registrations, arguments)
    return None


def _act(model_admin, request, verb, registrations, arguments):
    done, refusals = 0, Counter()
    for registration in registrations:
        try:
            verb.act(registration, request.user, timezone.now(), **arguments)
        except (Refused, Busy) as refusal:
            refusals[str(refusal)] += 1
        else:
            done += 1
            if verb.name != "erase":
                model_admin.log_change(request, registration, str(verb.label).rstrip(" …"))
    if done:
        words = ngettext("%(verb)s: done for one person.", "%(verb)s: done for %(number)s people.", done)
        model_admin.message_user(request, words % {"verb": str(verb.label).rstrip(" …"), "number": done})
    for sentence, number in refusals.most_common(5):
        model_admin.message_user(request, f"{number}× {sentence}" if number > 1 else sentence, messages.ERROR)


def _say(model_admin, request, sentence):
    model_admin.message_user(request, sentence, messages.ERROR)


def _ask(model_admin, request, verb, registrations, form):
    event = registrations[0].event
    context = model_admin.admin_site.each_context(request) | {
        "title": str(verb.label).rstrip(" …"),
        "event": event,
        "opts": event._meta,
        "tools": model_admin.tools(request, event),
        "verb": verb,
        "form": form,
        "registrations": registrations,
        "shown": registrations[:SHOWN],
        "more": max(0, len(registrations) - SHOWN),
        "to_row": "_to_row" in request.POST,
    }
    return TemplateResponse(request, "admin/registrations/registration/ask.html", context)


def action(verb):
    """The verb as an action of the admin's list."""

    def act(model_admin, request, queryset):
        rows = Registration.objects.filter(pk__in=list(queryset.order_by().values_list("pk", flat=True)[: AT_ONCE + 1]))
        mine = rows.filter(pk__in=model_admin.changeable(request.user).values("pk"))
        answer = carry_out(model_admin, request, mine, verb)
        return answer or model_admin.back(request, queryset)

    act.__name__ = verb.name
    act.short_description = verb.label
    act.allowed_permissions = ["change"]
    return act
