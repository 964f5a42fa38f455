"""The page that explains open data to people, made from the same table and classes as the answers."""

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from events.api.documented import meanings, parameters
from events.api.parameters import MOST
from events.api.resources import EVENT, RESOURCES
from events.api.shapes import Event
from events.feeds.selections import with_language


@require_safe
def open_data(request):
    base, language = settings.BASE_URL, get_language()
    first = base + EVENT.path
    examples = [
        (gettext("The next ten"), f"{first}?when=upcoming&limit=10"),
        (gettext("Online, in English"), f"{first}?mode=online&language=en"),
        (gettext("What one may sign up for at the moment"), f"{first}?open=1"),
        (gettext("One topic"), f"{first}?topic=open-data"),
        (gettext("Everything of a year"), f"{first}?from=2026-01-01&to=2026-12-31"),
    ]
    context = {
        "resources": [(resource.title, base + resource.path) for resource in RESOURCES],
        "examples": [(label, with_language(address, language)) for label, address in examples],
        "openapi": base + reverse("api_openapi"),
        "parameters": parameters(),
        "fields": meanings(Event),
        "most": MOST,
    }
    return render(request, "events/open_data.html", context)
