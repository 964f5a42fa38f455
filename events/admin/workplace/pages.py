"""What the pages of the workplace share: the event, found for those who may edit it, and the frame around a page."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.models import Organisation
from events.models import Event

FOLDER = "admin/events/event/workplace"


def editable(request, pk):
    """The event, or 404: what one may not edit has no workplace."""
    events = Event.objects.editable_by(request.user).select_related("organisation", "series", "venue", "platform")
    return get_object_or_404(events, pk=pk)


def own(request, pk):
    """The event of an organisation that one works for, or 404: what co-hosts do not decide."""
    event = editable(request, pk)
    get_object_or_404(Organisation.objects.editable_by(request.user), pk=event.organisation_id)
    return event


def posted(request):
    """The data of a form: None makes it an empty one, ready to be filled in."""
    return request.POST if request.method == "POST" else None


def to_event(event):
    return HttpResponseRedirect(reverse("admin:events_event_change", args=[event.pk]))


def page(model_admin, request, event, template, *, title, status=200, **context):
    """A page about this event in the frame of the admin."""
    context = model_admin.admin_site.each_context(request) | {
        "title": title,
        "event": event,
        "opts": model_admin.opts,
        **context,
    }
    return TemplateResponse(request, f"{FOLDER}/{template}.html", context, status=status)


def say(request, message):
    messages.success(request, message)


def refuse(request, refusal):
    messages.error(request, str(refusal))
