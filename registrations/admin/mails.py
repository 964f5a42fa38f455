"""The mails of an event: what is waiting, sent or failed, and why."""

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from outbox.actions import retry
from outbox.models import Message
from registrations.admin.calls import _numbers
from registrations.admin.pages import back_to, is_edited_by, page, say, seen
from registrations.models import InvitedGuest, MailKind, Registration

PER_PAGE = 100
KINDS = {f"registrations.{value}": label for value, label in MailKind.choices} | {
    "registrations.organisers_message": gettext_lazy("message of the organisers"),
    "registrations.all_my_links": gettext_lazy("all my links"),
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
        mails=_described(rows.object_list),
        may_edit=may_edit,
        may_retry=may_edit and any(message.state == Message.State.FAILED for message in rows.object_list),
        state=state,
        states=Message.State.choices,
    )


def _described(messages):
    """Messages with what they are about and to whom, names instead of addresses."""
    messages = list(messages)
    people = Registration.objects.in_bulk([m.parameters.get("registration") for m in messages])
    guests = InvitedGuest.objects.in_bulk([m.parameters.get("guest") for m in messages])
    for message in messages:
        person = people.get(message.parameters.get("registration")) or guests.get(message.parameters.get("guest"))
        yield {
            "message": message,
            "kind": KINDS.get(message.kind, message.kind),
            "name": person.name if person else "",
            "failed": message.state == Message.State.FAILED,
        }
