"""How to subscribe to a selection of the events, in one tap or three steps."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from events.feeds.apps import google, outlook, webcal
from events.feeds.selections import address_of, selected
from events.views.feeds import ATOM, CALENDAR


@require_safe
def subscribe(request):
    """Takes the list's filters; a single series, programme, organisation or topic leads to its own feeds."""
    selection, language = selected(request.GET), get_language()
    address = address_of(selection, CALENDAR, language)
    context = {
        "selection": selection,
        "filters": getattr(selection, "filters", None),
        "is_everything": not selection.query,
        "list_page": reverse("event_list") + selection.query,
        "embed_page": reverse("embed") + selection.query,
        "calendar": address,
        "atom": address_of(selection, ATOM, language),
        "webcal": webcal(address),
        "google": google(address),
        "outlook": outlook(address, selection.title, at_work=False),
        "office": outlook(address, selection.title, at_work=True),
    }
    return render(request, "events/subscribe.html", context)
