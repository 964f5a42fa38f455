"""Uploaded material, handed out to those who may have it, for saving and never for showing."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from events.models import Event
from participation.looking_back import events_looked_back_on, has_taken_place
from participation.models import Format, Material
from registrations.stage import find_stage_page
from registrations.views.holders import for_holder_of
from registrations.views.own_page import for_participant

# Caches ask each time: what is taken back must be gone at once, and asking costs no download.
PUBLIC = "public, no-cache"
PRIVATE = "private, no-store"


@require_safe
def material(request, key, ending):
    """Public material for everybody; the rest for the members concerned, who edit it."""
    files = Material.objects.filter(key=key, format=ending)
    found = files.public_at(events_looked_back_on(timezone.now())).first()
    if found is not None:
        etag = f'"{found.key}"'
        answer = get_conditional_response(request, etag=etag) or served(found, PUBLIC)
        answer.headers["ETag"], answer.headers["Cache-Control"] = etag, PUBLIC
        return answer
    if not request.user.is_authenticated:
        raise Http404
    return served(get_object_or_404(files, event__in=Event.objects.of(request.user)), PRIVATE)


@for_participant()
def of_participant(request, registration, now, key, ending):
    """For who had a seat, by the key of the own page."""
    if not registration.is_confirmed:
        raise Http404
    return _of_guest(registration.event, now, key, ending)


@for_holder_of("stage", find_stage_page, page="stage")
def from_stage(request, page, now, key, ending):
    return _of_guest(page.appearance.event, now, key, ending)


def _of_guest(event, now, key, ending):
    if not has_taken_place(event, now):
        raise Http404
    files = Material.objects.for_participants().filter(event=event)
    return served(get_object_or_404(files, key=key, format=ending), PRIVATE)


def served(found, caching):
    """The stored file, to be saved. Should it be opened all the same, nothing in it runs."""
    if not default_storage.exists(found.path):
        raise Http404
    return FileResponse(
        default_storage.open(found.path),
        as_attachment=True,
        filename=found.file_name,
        content_type=Format(found.format).media_type,
        headers={
            "Cache-Control": caching,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
