"""The call list: what people without an e-mail address have to be told."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from registrations.admin.pages import back_to, edited, page, say
from registrations.models import Call, MailKind

OWN_MESSAGE = gettext_lazy("a message of yours")
SHOWN_DONE = 50


def calls_view(model_admin, request, pk):
    event = edited(request, pk)
    calls = Call.objects.filter(registration__event=event).select_related("registration", "done_by")
    if request.method == "POST":
        done = calls.filter(pk__in=_numbers(request.POST.getlist("call")), done_at=None)
        number = done.update(done_at=timezone.now(), done_by=request.user)
        words = ngettext("One call is done.", "%(number)s calls are done.", number) % {"number": number}
        say(request, words)
        return back_to("calls", event)
    return page(
        model_admin,
        request,
        event,
        "calls",
        title=_("Call list of “%(event)s”") % {"event": event},
        open=[_row(call) for call in calls.filter(done_at=None).prefetch_related("changes")],
        done=[_row(call) for call in calls.exclude(done_at=None).order_by("-done_at")[:SHOWN_DONE]],
    )


def _row(call):
    kinds = dict(MailKind.choices) | {"organisers_message": OWN_MESSAGE}
    return {"call": call, "about": kinds.get(call.kind, call.kind)}


def _numbers(values):
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]
