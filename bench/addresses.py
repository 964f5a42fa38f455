"""Which addresses of the filled portal are measured."""

import datetime as dt
from urllib.parse import quote

from copies import GROUND, STEP
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from events.models import Appearance, Event, Topic
from events.views.plain import plain_address, with_plain_version
from participation.models import Board, Idea, QuestionSettings


def typical():
    """A coming meetup with a sign-up form, an agenda and people, as most are."""
    events = Event.objects.listed(timezone.now()).upcoming(timezone.now()).filter(pk__range=(GROUND, STEP))
    events = events.filter(status="published", availability__takes_registrations=True)
    events = events.annotate(items=Count("agenda_items", distinct=True), people=Count("appearances", distinct=True))
    return events.filter(items__gte=2, people__gte=1).order_by("starts_at", "pk").first()


def group_with_feed():
    """A topic: its feed has some dozens of a thousand events."""
    return Topic.objects.filter(events__in=Event.objects.in_calendars(timezone.now())).first()


def warm():
    """Name and address of what is asked for again and again."""
    return {
        "meetup page": typical().get_absolute_url(),
        "first page": "/",
        "list": "/events/",
        "feed of a topic": f"/topics/{group_with_feed().slug}/calendar.ics",
        "Atom": "/events/feed.atom",
        "API list": "/api/v1/events/",
    }


def varied():
    """Kind of page and, for each, addresses that nobody has asked for: what they cost is made for each."""
    today = timezone.localdate()
    topics = list(Topic.objects.order_by("pk").values_list("slug", flat=True)[:24])
    days = [today + dt.timedelta(days=number) for number in range(1, 25)]
    months = [(today.replace(day=1) + dt.timedelta(days=31 * number)) for number in range(-12, 12)]
    series = Event.objects.filter(pk__range=(GROUND, STEP)).exclude(series=None).values_list("series__slug", flat=True)
    return {
        "list, page by page": [f"/events/?page={number}" for number in range(2, 26)],
        "list of a day onwards": [f"/events/?from={day}" for day in days],
        "list of one topic": [f"/events/?topic={topic}" for topic in topics],
        "list, online and one topic": [f"/events/?mode=online&topic={topic}" for topic in topics],
        "list of the past, one topic": [f"/events/?when=past&topic={topic}" for topic in topics],
        "month view": [f"/events/month/{month:%Y-%m}/" for month in months],
        "feed of one series": [f"/series/{slug}/calendar.ics" for slug in sorted(set(series))[:24]],
    }


def searches():
    """Words that many events have, and words that few have."""
    common = ["daten", "verwaltung", "praxis", "fragen", "städten", "zeit", "open", "impuls", "erfahrungen", "entwurf"]
    common += ["beispielen", "widerspruch", "verabredungen", "problem"]
    rare = ["Wörishofen", "Fahrradzählstellen", "Małgorzata", "Noémie", "Görlitz", "Ratsinformationen", "Stadtwald"]
    rare += ["3D", "Luftqualität", "Bauantrag", "Fachverfahren", "Ehrenamtskarte"]
    slips = ["Verwaltnug", "Barierefreiheit", "Haushaltsdatn", "Ratsinformatonen", "Fahradzählstellen", "Luftqualtät"]
    slips += ["Bürgerbeteilgung", "Souveränitt"]
    return {
        "search for a common word": [f"/events/?q={quote(word)}" for word in common],
        "search for a rare word": [f"/events/?q={quote(word)}" for word in rare],
        "search for two words": [f"/events/?q={quote(word)}+berlin" for word in common],
        "search with a slip": [f"/events/?q={quote(word)}" for word in slips],
    }


def kinds():
    """One of each kind of page that search engines may list, of each one that is well filled."""
    listed = Event.objects.listed(timezone.now())
    event = typical()
    person = Appearance.objects.announced_at(listed).select_related("speaker").first().speaker
    pages = {
        "meetup page": event,
        "series": listed.exclude(series=None).first().series,
        "programme": listed.exclude(programmes=None).first().programmes.first(),
        "organisation": event.organisation,
        "topic": group_with_feed(),
        "person": person,
    }
    pages |= {"past meetup": listed.past(timezone.now()).exclude(material=None).first()}
    pages |= {"idea": Idea.objects.public().first(), "board": Board.objects.public().first()}
    paths = {name: page.get_absolute_url() for name, page in pages.items() if page is not None}
    if plain := with_plain_version(listed).exclude(plain_title="").exclude(plain_summary="").first():
        paths["plain language"] = plain_address(plain)
    rooms = QuestionSettings.objects.filter(event__in=listed).select_related("event")
    if room := next((room for room in rooms if room.is_public(timezone.now())), None):
        paths["questions"] = reverse("questions", args=[room.event.slug])
    month = f"/events/month/{timezone.localdate():%Y-%m}/"
    paths |= {"first page": "/", "list": "/events/", "list of the past": "/events/?when=past", "month": month}
    paths |= {"people": "/speakers/", "ideas": "/ideas/", "subscribe": "/events/subscribe/", "open data": "/open-data/"}
    paths |= {
        "embedding": "/embed/",
        "imprint": "/imprint/",
        "privacy": "/privacy/",
        "accessibility": "/accessibility/",
    }
    return paths | {"meetup page in English": f"/en{paths['meetup page']}", "first page in English": "/en/"}
