"""Warming up, once, before the web server forks its processes.

The first visitor of a process would wait for what is loaded at first use: templates, patterns of addresses,
translations, regular expressions, composed SQL. So each kind of page is asked for once; the processes share what that
leaves behind.
"""

import logging
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import DatabaseError, connections
from django.urls import reverse
from django.utils import timezone, translation

from civicevents.wsgi import portal
from events.models import Event, Series

logger = logging.getLogger(__name__)
PAGES = ("home", "event_list", "speaker_list", "imprint", "my_registrations", "event_list_feed")


def warm_up():
    """Ask for each kind of page. Without a database the portal starts all the same, and says what is wrong."""
    try:
        for address in addresses(timezone.now()):
            ask_for(address)
    except DatabaseError as error:
        logger.warning("The portal starts without having been warmed up: %s", error)
    connections.close_all()  # a connection must not be shared by processes


def addresses(now):
    """One of each kind of page that many ask for, in each language."""
    listed = Event.objects.listed(now)
    open_ones = listed.open_for_signup(now).in_turn(now)
    events = [*listed.past(now).latest_first()[:1], *listed.in_turn(now)[:1], *open_ones[:1]]
    for page in events[:1]:  # not the whole calendar: after an update that makes the text of every event first
        yield reverse("event_file", args=[page.slug])
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            yield from map(reverse, PAGES)
            yield f"{reverse('event_list')}?when=past&mode=online"
            yield f"{reverse('event_list')}?q=warm"
            yield reverse("event_month", args=[now.year, now.month])
            for page in [*events, *Series.objects.all()[:1]]:
                yield page.get_absolute_url()
            for event in open_ones[:1]:
                yield reverse("register", args=[event.slug])


def ask_for(address):
    path, _, query = address.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": settings.ALLOWED_HOSTS[0]}
    setup_testing_defaults(environ)
    response = portal(environ, lambda *start: None)
    try:
        for _part in response:
            pass
    finally:
        response.close()
