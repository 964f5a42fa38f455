"""An event before it is public, for whoever has the secret link."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.capabilities import read_token
from events.contents import fetch_contents, with_its_own
from events.models import Event, Status
from events.preview import PURPOSE
from events.views.event import event_page_context
from events.views.plain import plain_context


@require_safe
def event_preview(request, token):
    """The page as it will be, marked as a draft; ``?plain`` in plain language. What is public by now is read where
    everybody reads it.
    """
    pk, generation = read_token(PURPOSE, token)
    now = timezone.now()
    event = get_object_or_404(with_its_own(Event.objects.all()), pk=pk, preview_generation=generation)
    if event.is_published(now):
        return HttpResponseRedirect(event.get_absolute_url())
    if event.status == Status.WITHDRAWN:
        return render(request, "410.html", status=410)
    if "plain" in request.GET and event.has_plain_version:
        template, context = "events/plain.html", plain_context(event, now)
    else:
        template, context = "events/event_preview.html", event_page_context(fetch_contents(event, now), now)
    context |= {"is_preview": True, "data_blocks": [], "share_picture": None}
    response = render(request, template, context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
