"""The own page of somebody on stage: what they need to know, and their entry to approve or correct."""

from django.shortcuts import render

from events.models import Status
from pictures.forms import PictureForm
from pictures.models import Picture
from registrations.actions import approve_entry, propose_picture, propose_text
from registrations.forms.stage import EntryForm
from registrations.stage import find_stage_page, stage_context
from registrations.views.holders import for_holder_of
from registrations.views.sign_up import SeeOther

DONE = ("approved", "proposed", "picture")


@for_holder_of("stage", find_stage_page, page="stage")
def stage_page(request, page, now):
    if page.appearance.event.status == Status.WITHDRAWN:
        return render(request, "410.html", status=410)
    entry, picture = _entry_form(page), _picture_form(page)
    if request.method == "POST":
        wanted = request.POST.get("do")
        if wanted == "approve":
            approve_entry(appearance=page.appearance, now=now)
            return _back(request, "approved")
        if wanted == "picture":
            picture = _picture_form(page, request.POST, request.FILES)
            if picture.is_valid():
                propose_picture(appearance=page.appearance, picture=picture.save(), now=now)
                return _back(request, "picture")
        else:
            entry = _entry_form(page, request.POST)
            if entry.is_valid():
                typed = {"bio": page.appearance.bio} | entry.cleaned_data
                propose_text(appearance=page.appearance, now=now, **typed)
                return _back(request, "proposed")
    wrong = next((form for form in (entry, picture) if form.errors), None)
    context = stage_context(page, now) | {"entry": entry, "picture_form": picture, "wrong": wrong}
    context["done"] = request.GET.get("done") if request.GET.get("done") in DONE else ""
    return render(request, "registrations/stage/page.html", context, status=422 if wrong else 200)


def _back(request, done):
    return SeeOther(f"{request.path}?done={done}")


def _entry_form(page, data=None):
    appearance = page.appearance
    known = page.proposed_text or {"function": appearance.function, "bio": appearance.bio}
    return EntryForm(data, initial=known, shares_text=bool(appearance.shares_entry_with_id), auto_id="entry_%s")


def _picture_form(page, data=None, files=None):
    """A new picture every time: what is public is replaced by an organiser only."""
    event, name = page.appearance.event, page.appearance.speaker.full_name
    return PictureForm(
        data, files, instance=Picture(organisation=event.organisation), initial={"depicted": name}, prefix="picture"
    )
