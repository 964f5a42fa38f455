"""The mails of an event: what is waiting, sent or failed, and why."""

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Appearance
from outbox.actions import retry
from outbox.models import Message
from registrations.admin.calls import _numbers
from registrations.admin.pages import back_to, is_edited_by, page, say, seen
from registrations.models import InvitedGuest, MailKind, Registration
from speakers.models import Speaker

PER_PAGE = 100
KINDS = {f"registrations.{value}": label for value, label in MailKind.choices} | {
    "registrations.organisers_message": gettext_lazy("message of the organisers"),
    "registrations.all_my_links": gettext_lazy("all my links"),
    "registrations.calendar_link": gettext_lazy("address of the calendar"),
    "registrations.stage_link": gettext_lazy("link to the own page, to people on stage"),
    "registrations.stage_corrected": gettext_lazy("correction proposed, to the organisers"),
    "registrations.stage_changed": gettext_lazy("event changed, to people on stage"),
}


def mails_view(model_admin, request, pk):
    """Viewers see neither addresses nor what the mail server said, which often repeats them."""
    event = seen(request, pk)
    may_edit = is_edited_by(request.user, event)
    messages = Message.objects.about(event)
    if request.method == "POST":
        if not may_edit:
            raise Http404
        chosen = messages.filter(pk__in=_numbers(request.POST.getlist("mail")), state=Message.State.FAILED)
        number = retry(messages=chosen, now=timezone.now())
        again = ngettext("One mail is tried again.", "%(number)s mails are tried again.", number) % {"number": number}
        say(request, again)
        return back_to("mails", event)
    state = request.GET.get("state", "")
    shown = messages.filter(state=state) if state in Message.State.values else messages
    rows = Paginator(shown.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return page(
        model_admin,
        request,
        event,
        "mails",
        title=_("Mails of “%(event)s”") % {"event": event},
        rows=rows,
        mails=_described(rows.object_list, request.user, may_edit),
        may_edit=may_edit,
        may_retry=may_edit and any(message.state == Message.State.FAILED for message in rows.object_list),
        state=state,
        states=Message.State.choices,
    )


def _described(messages, user, may_edit):
    """Messages with what they are about and to whom. The address of somebody on stage is shown only to the
    organisation that maintains the person, whoever put them on an event."""
    messages = list(messages)
    stage = Appearance.objects.select_related("speaker")
    on_stage = stage.in_bulk([m.parameters.get("appearance") for m in messages])
    own = set(Speaker.objects.editable_by(user).filter(appearances__in=on_stage).values_list("pk", flat=True))
    people = Registration.objects.in_bulk([m.parameters.get("registration") for m in messages])
    guests = InvitedGuest.objects.in_bulk([m.parameters.get("guest") for m in messages])
    for message in messages:
        appearance = on_stage.get(message.parameters.get("appearance"))
        person = people.get(message.parameters.get("registration")) or guests.get(message.parameters.get("guest"))
        private = "appearance" in message.parameters and (appearance is None or appearance.speaker_id not in own)
        yield {
            "message": message,
            "kind": KINDS.get(message.kind, message.kind),
            "name": person.name if person else (appearance.speaker.name if appearance else ""),
            "shows_address": may_edit and not private,
            "failed": message.state == Message.State.FAILED,
        }
