"""The door: helpers check people in on a phone, without an account. And what a participant's door code shows elsewhere.

Works by form posts alone; the script on the page posts the same forms and asks for JSON.
"""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.dates import clock
from events.models import Status
from events.page.facts import Contact
from registrations.actions import (
    NamesakeHere,
    Refused,
    add_walk_in,
    check_in,
    check_in_by_code,
    undo_check_in,
)
from registrations.door import door_code_in, find_door
from registrations.forms.door import WalkInForm
from registrations.views.holders import for_holder_of, without_session
from registrations.views.sign_up import SeeOther


@for_holder_of("door", find_door, page="door")
def door_page(request, door, now):
    if door.event.status == Status.WITHDRAWN:
        return render(request, "410.html", status=410)
    if not door.is_open(now):
        return _closed(request, door, now)
    if request.method == "POST":
        return _act(request, door, now)
    return _answer(request, door, now)


def _closed(request, door, now):
    if wants_json(request):
        return JsonResponse({"closed": True}, status=409)
    zone = door.event.zone
    context = {
        "event": door.event,
        "opens_at": door.opens_at.astimezone(zone),
        "closes_at": door.closes_at.astimezone(zone),
        "is_over": door.closes_at <= now,
        "contact": Contact(*door.event.contact),
    }
    return render(request, "registrations/door/closed.html", context, status=409 if request.method == "POST" else 200)


def _act(request, door, now):
    walk_in = WalkInForm(request.POST if "name" in request.POST else None, door=door)
    try:
        done = _do(request.POST, door, walk_in, now)
    except NamesakeHere as refusal:
        return _answer(request, door, now, refusal=refusal, walk_in=walk_in, namesake=True)
    except Refused as refusal:
        return _answer(request, door, now, refusal=refusal, walk_in=walk_in)
    if done is None:
        return _answer(request, door, now, walk_in=walk_in, refused=True)
    if wants_json(request):
        return _answer(request, find_door(door.event.pk), now, just=done.pk)
    query = {key: value for key, value in (("q", request.POST.get("q", "")), ("just", done.pk)) if value}
    return SeeOther(f"{request.path}?{urlencode(query)}")


def _do(posted, door, walk_in, now):
    """The registration that something was done with; None where a form has to be corrected."""
    if "check_in" in posted:
        return check_in(registration=_guest(door, posted["check_in"]), now=now)
    if "undo" in posted:
        return undo_check_in(registration=_guest(door, posted["undo"]))
    if "code" in posted:
        return check_in_by_code(event=door.event, code=door_code_in(posted["code"]), now=now)
    if not walk_in.is_valid():
        return None
    return add_walk_in(event=door.event, now=now, another="another" in posted, **walk_in.cleaned_data)


def _guest(door, typed):
    """The registration, if it is one of this event: another event's is as unknown as one that is not there."""
    known = door.event.registrations.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 16 else None
    if known is None:
        raise Refused(_("This person is not on the list any more."))
    return known


def _answer(request, door, now, *, refusal=None, walk_in=None, just=None, namesake=False, refused=False):
    """The list as it is now, as a page or for the script; 422 where something was refused."""
    status = 422 if refusal or refused else 200
    just = door.guest(just) if just else _asked_for(request, door)
    if wants_json(request):
        return JsonResponse(_news(door, just, refusal), status=status)
    query = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()[:100]
    context = {
        "door": door,
        "event": door.event,
        "query": query,
        "guests": door.matching(query),
        "count": count_in_words(door),
        "just": just,
        "refusal": refusal,
        "namesake": namesake,
        "walk_in": walk_in or WalkInForm(door=door),
        "closes_at": door.closes_at.astimezone(door.event.zone),
    }
    answer = render(request, "registrations/door/page.html", context, status=status)
    answer.allowed_features = {"camera"}
    return answer


def _asked_for(request, door):
    """Whom the last tap was about; the address says so after a redirect."""
    just = request.GET.get("just", "")
    return door.guest(int(just)) if just.isdecimal() and len(just) < 16 else None


def _news(door, just, refusal):
    return {
        "message": str(refusal) if refusal else said_of(just),
        "refused": bool(refusal),
        "guest": just.pk if just else None,
        "count": count_in_words(door),
        "present": {guest.pk: since_in_words(guest) for guest in door.present},
    }


def count_in_words(door):
    """12 of 48 are here"""
    here = len(door.present)
    words = ngettext("%(here)s of %(expected)s is here", "%(here)s of %(expected)s are here", here)
    return words % {"here": here, "expected": door.expected}


def since_in_words(guest):
    return _("here since %(time)s") % {"time": clock(guest.since)}


def said_of(guest):
    """What the last tap has led to."""
    if guest is None:
        return ""
    words = _("%(name)s is here.") if guest.is_present else _("%(name)s is not checked in.")
    return words % {"name": guest.name}


def wants_json(request):
    return request.headers.get("Accept", "") == "application/json"


@without_session
def door_code(request, code, now):
    """Where a participant's QR code leads in any camera app. It says nothing about anybody, the code may be made up.

    The script on it offers to check in where the door was opened in this browser before.
    """
    return render(request, "registrations/door/code.html", {"code": code})
