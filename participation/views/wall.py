"""The full-screen view for the wall: a script updates it and can be paused; without one it works by reloading."""

from django.http import HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse

from participation.lists import mark_of
from participation.wall import PURPOSE, find_wall, wall_context
from registrations.views.holders import for_holder_of

UNKNOWN = "participation/wall/unknown_link.html"


@for_holder_of(PURPOSE, find_wall, page="wall", unknown=UNKNOWN)
def wall_page(request, wall, now):
    if not _is_shown(wall, now):
        return render(request, "participation/wall/nothing.html", {"event": wall.event}, status=404)
    context = wall_context(wall, now) | {"news": reverse("wall_news", args=[wall.token])}
    # A reload by itself is only for whoever asked for it (WCAG 2.2.1), by a link that scripts make needless.
    context["reloads"] = request.GET.get("reload") == "1"
    return render(request, "participation/wall/page.html", context)


@for_holder_of(PURPOSE, find_wall, page="wall", unknown=UNKNOWN)
def wall_news(request, wall, now):
    mark = mark_of(wall.event, wall.settings.is_open(now), _is_shown(wall, now))
    if request.headers.get("If-None-Match") == mark:
        answer = HttpResponseNotModified()
    elif not _is_shown(wall, now):
        answer = render(request, "participation/wall/nothing.html", {"event": wall.event}, status=404)
    else:
        answer = render(request, "participation/wall/_contents.html", wall_context(wall, now))
    answer.headers["ETag"] = mark
    return answer


def _is_shown(wall, now):
    return wall.settings.takes_questions and wall.event.is_published(now)
