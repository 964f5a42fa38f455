"""The calendar of one's own sign-ups, and the page that offers and ends it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.capabilities import read_token
from registrations.actions import end_calendar, send_calendar
from registrations.calendars import private_calendar
from registrations.models import CalendarLink
from registrations.models.calendars import PURPOSE
from registrations.views.holders import without_session
from registrations.views.own_page import for_participant
from registrations.views.sign_up import SeeOther


@without_session
@require_safe
def calendar_feed(request, token, now):
    """Unknown and ended addresses answer alike."""
    pk, _generation = read_token(PURPOSE, token)
    link = CalendarLink.objects.filter(pk=pk).first()
    if link is None:
        raise Http404
    answer = HttpResponse(private_calendar(link, now), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    return answer


@for_participant()
def calendar_page(request, registration, now):
    """Whoever has this page's link gets no other one by it: the calendar's address goes to the e-mail address."""
    if request.method == "POST":
        done = "ended" if "end" in request.POST else "sent"
        if done == "ended":
            end_calendar(registration=registration)
        else:
            send_calendar(registration=registration, now=now)
        return SeeOther(f"{reverse('registration_own_calendar', args=[registration.token])}?done={done}")
    exists = CalendarLink.objects.filter(address_key=registration.address_key).exclude(address_key="").exists()
    context = {"registration": registration, "exists": exists, "done": request.GET.get("done", "")}
    return render(request, "registrations/own/calendar.html", context)
