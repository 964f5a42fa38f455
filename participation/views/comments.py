"""Commenting under a meetup: by anybody with an address, and by who came by their own link."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.models import Event
from participation.commenting import ALL, comments_context
from participation.forms.comments import CommentForm, GuestCommentForm
from participation.models import CommentSettings
from participation.models.contributors import PURPOSE
from participation.views.contributions import UNKNOWN, answer_to, answer_to_holder, find
from registrations.views.holders import for_holder_of, without_session

FORM = "participation/comments/form.html"


def _event(slug, now):
    """The published event whose comments everybody may read, or 404."""
    events = Event.objects.published(now).select_related("organisation", "series", "comment_settings")
    event = events.filter(slug=slug).first()
    if event is None or not CommentSettings.of(event).is_public(now):
        raise Http404
    return event


@require_safe
def comments(request, slug):
    now = timezone.now()
    event = _event(slug, now)
    return render(request, "participation/comments/page.html", comments_context(event, now, ALL))


def _context(event, now):
    settings = CommentSettings.of(event)
    return {"event": event, "settings": settings, "is_open": settings.is_open(now)}


@without_session
def comment(request, slug, now):
    event = _event(slug, now)
    form = GuestCommentForm(
        request.POST if request.method == "POST" else None, settings=CommentSettings.of(event), auto_id="comment_%s"
    )
    return answer_to(
        request=request, form=form, now=now, template=FORM, context=_context(event, now),
        make_row=lambda: form.row(event),
    )  # fmt: skip


@for_holder_of(PURPOSE, find, page="contributor", unknown=UNKNOWN)
def comment_as(request, contributor, now, slug):
    event = _event(slug, now)
    form = CommentForm(
        request.POST if request.method == "POST" else None,
        settings=CommentSettings.of(event),
        initial={"name": contributor.name},
        auto_id="comment_%s",
    )
    return answer_to_holder(
        request=request, contributor=contributor, form=form, now=now, template=FORM, context=_context(event, now),
        make_row=lambda: form.row(event),
    )  # fmt: skip
