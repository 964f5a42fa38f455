"""A participant's own page: how things stand, and what is one button away from there."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.ical import as_file
from registrations.actions import Refused, confirm_address, join
from registrations.itip import own_entry
from registrations.models import Registration
from registrations.own_data import own_data
from registrations.own_page import access_context, own_page_context
from registrations.views.holders import for_holder_of
from registrations.views.sign_up import SeeOther

WITH = (
    "ticket_type",
    "event__organisation",
    "event__series",
    "event__venue",
    "event__platform",
    "event__availability",
    "event__registration_settings",
    "event__certificate_settings",
    "event__networking_settings",
)


def find(pk):
    return Registration.objects.select_related(*WITH).filter(pk=pk).first()


def for_participant(repeated=None):
    return for_holder_of("registration", find, page="registration", repeated=repeated)


def back(registration, done=""):
    """To the own page, which says what was done: a word of `done.html`, because nothing is remembered elsewhere."""
    address = reverse("registration", args=[registration.token])
    return SeeOther(f"{address}?done={done}" if done else address)


@for_participant()
def own_page(request, registration, now):
    if request.method == "POST":
        return back(registration)
    context = own_page_context(registration, now) | {"done": request.GET.get("done", "")}
    return render(request, "registrations/own/page.html", context)


@for_participant()
def confirm(request, registration, now):
    """The button is on the own page, which the mail links to; a mail scanner that follows it confirms nothing."""
    if request.method == "POST":
        return back(confirm_address(registration=registration, now=now), "confirmed")
    return redirect("registration", registration.token)


@for_participant()
def keep(request, registration, now):
    """ "I can come on the new date": silence says the same, so nothing is written down."""
    if request.method == "POST":
        if not registration.is_live:
            raise Refused(_("This sign-up has ended. Sign up again if you want to come."))
        return back(registration, "kept")
    return redirect("registration", registration.token)


@for_participant()
def join_page(request, registration, now):
    """The way in. From an hour before the start the link stands behind a button, which marks attendance."""
    if request.method == "POST":
        join(registration=registration, now=now)
        return SeeOther(reverse("registration_join", args=[registration.token]))
    context = access_context(registration, now)
    context |= {"registration": registration, "event": registration.event, "now": now}
    return render(request, "registrations/own/join.html", context)


@for_participant()
def data(request, registration, now):
    answer = JsonResponse(own_data(registration, now), json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer.headers["Content-Disposition"] = 'attachment; filename="registration.json"'
    return answer


@for_participant()
def calendar_file(request, registration, now):
    """The same entry as in the mails, so that neither doubles the other."""
    answer = HttpResponse(as_file([own_entry(registration)]), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{registration.event.slug}.ics"'
    return answer
