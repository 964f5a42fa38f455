"""Agreeing to networking rounds on one's own page, and taking it back."""

from django.shortcuts import redirect

from registrations.actions.networking import agree
from registrations.views.own_page import back, for_participant


@for_participant()
def networking(request, registration, now):
    if request.method != "POST":
        return redirect("registration", registration.token)
    takes_part = "takes_part" in request.POST
    agree(registration=registration, takes_part=takes_part, shows_name="shows_name" in request.POST, now=now)
    return back(registration, "networking" if takes_part else "no_networking")
