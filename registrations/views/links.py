"""Lost links: they are mailed to the address that is entered, and the answer is the same for every address."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from accounts.clients import client_address
from registrations.actions import send_links
from registrations.forms import LinksForm
from registrations.views.holders import without_session
from registrations.views.sign_up import SeeOther


@without_session
def my_registrations(request, now):
    form = LinksForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        send_links(email=email, now=now, language=get_language(), client=client_address(request))
        return SeeOther(reverse("my_registrations_sent"))
    return render(request, "registrations/own/links.html", {"form": form}, status=422 if form.errors else 200)


@without_session
def told(request, now, what):
    """Pages that only say what was done; they are the same for everybody."""
    return render(request, f"registrations/own/{what}.html")
