"""An event as schema.org describes it, for search engines: JSON-LD in a data block.

https://schema.org/Event. The block is no script, so the Content-Security-Policy does not concern it; what people typed
is escaped so that it cannot end the block.
"""

import datetime as dt
import json

from django.conf import settings
from django.utils.safestring import mark_safe

from events.models import AppearanceRole, Status

SCHEMA = "https://schema.org"
STATUS = {Status.POSTPONED: "EventPostponed", Status.CANCELLED: "EventCancelled"}
MODE = {
    "in_person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}
ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def absolute(path):
    return settings.BASE_URL + path


def as_data_block(data):
    """JSON that is safe inside ``<script type="application/ld+json">``."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES))  # noqa: S308


def share_picture(page):
    """What search engines and messengers show: a dict of url, alternative_text, width and height, or None."""
    picture = getattr(page, "picture", None)
    if not picture or not picture.is_showable:
        return None
    return {
        "url": absolute(picture.jpeg_url),
        "alternative_text": picture.alternative_text,
        "width": picture.width,
        "height": picture.height,
    }


def structured_data(event, *, hosts, people, agenda, moved_from):
    """The event as a dict. ``moved_from`` is the former start (an instant), or None."""
    data = {
        "@context": SCHEMA,
        "@type": "Event",
        "@id": absolute(event.get_absolute_url()),
        "url": absolute(event.get_absolute_url()),
        "name": event.shown_title.text,
        "alternateName": event.subtitle,
        "description": event.shown_summary.text,
        "inLanguage": event.language,
        **_times(event, moved_from),
        "eventAttendanceMode": f"{SCHEMA}/{MODE[event.attendance_mode]}",
        "location": _location(event),
        "organizer": [] if event.source else [_organisation(host) for host in hosts],
        "performer": [_person(a) for entry in people.speakers for a in entry.appearances],
        "contributor": [_person(a) for entry in (*people.moderators, *people.facilitators) for a in entry.appearances],
        "sponsor": [
            {"@type": "Organization", "name": partner.name, "url": partner.url} for partner in event.partners.all()
        ],
        "superEvent": _umbrellas(event),
        "subEvent": [_part(stop, event) for stop in agenda.stops if stop.starts and not stop.is_closing],
        # Of events taken over from elsewhere nobody told us what they cost; who entered them is not who hosts them.
        **({} if event.source else {"isAccessibleForFree": True, "offers": _offer(event)}),
        "keywords": [str(topic) for topic in event.topics.all()],
        "image": [picture["url"]] if (picture := share_picture(event)) else [],
    }
    return _without_gaps(data)


def _times(event, moved_from):
    status = STATUS.get(event.status) or ("EventRescheduled" if moved_from else "EventScheduled")
    former = event.starts_at if event.status == Status.POSTPONED else moved_from
    if event.all_day:
        start, end = event.first_day.isoformat(), event.last_day.isoformat()
    else:
        start, end = _moment(event.starts_at, event), "" if event.open_end else _moment(event.ends_at, event)
    return {
        "eventStatus": f"{SCHEMA}/{status}",
        "startDate": start,
        "endDate": end,
        "previousStartDate": former and _moment(former, event),
    }


def _moment(moment, event):
    return moment.astimezone(event.zone).isoformat(timespec="seconds")


def _location(event):
    places = []
    if event.is_in_person and event.venue:
        places.append(_place(event.venue, event.room))
    if event.is_online:
        # How to get in is never public, so the page stands in for it.
        name = event.platform.name if event.platform else ""
        places.append({"@type": "VirtualLocation", "name": name, "url": absolute(event.get_absolute_url())})
    return places


def _place(venue, room):
    geo = {}
    if venue.latitude is not None:
        geo = {"@type": "GeoCoordinates", "latitude": float(venue.latitude), "longitude": float(venue.longitude)}
    return {
        "@type": "Place",
        "name": ", ".join(filter(None, [venue.name, room])),
        "url": venue.website,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": venue.street,
            "postalCode": venue.postal_code,
            "addressLocality": venue.city,
            "addressCountry": venue.country,
        },
        "geo": geo,
    }


def _organisation(host):
    return {"@type": "Organization", "name": host.name, "url": absolute(host.get_absolute_url())}


def _person(appearance):
    speaker = appearance.speaker
    return {
        "@type": "Person",
        "name": speaker.name,
        "honorificPrefix": speaker.academic_title,
        "jobTitle": appearance.function,
        "url": absolute(speaker.get_absolute_url()),
    }


def _umbrellas(event):
    umbrellas = [("EventSeries", event.series)] if event.series else []
    umbrellas += [("Event", programme) for programme in event.programmes.all()]
    return [
        {"@type": kind, "name": page.shown_title.text, "url": absolute(page.get_absolute_url())}
        for kind, page in umbrellas
    ]


def _part(stop, event):
    return {
        "@type": "Event",
        "name": stop.title,
        "startDate": _moment(stop.starts, event),
        "endDate": stop.ends and _moment(stop.ends, event),
        "performer": [_person(a) for a in stop.people if a.role == AppearanceRole.SPEAKER],
        "location": _location(event),
        "eventAttendanceMode": f"{SCHEMA}/{MODE[event.attendance_mode]}",
    }


def _offer(event):
    offer = {
        "@type": "Offer",
        "price": 0,
        "priceCurrency": "EUR",
        "url": event.external_signup_url or absolute(event.get_absolute_url()),
    }
    seats = getattr(event, "availability", None)
    if seats and seats.takes_registrations:
        offer["availability"] = f"{SCHEMA}/{'SoldOut' if seats.free == 0 else 'InStock'}"
        offer["validFrom"] = seats.opens_at and seats.opens_at.astimezone(dt.UTC).isoformat(timespec="seconds")
        offer["validThrough"] = seats.closes_at and seats.closes_at.astimezone(dt.UTC).isoformat(timespec="seconds")
    return offer


def crumbs_data(crumbs):
    """Breadcrumbs; pairs of name and path, the page itself last."""
    return {
        "@context": SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(name), "item": absolute(path)}
            for position, (name, path) in enumerate(crumbs, start=1)
        ],
    }


def _without_gaps(value):
    """The same without empty texts, lists and dicts: schema.org has no word for "not given"."""
    if isinstance(value, dict):
        cleaned = {key: _without_gaps(item) for key, item in value.items()}
        return {key: item for key, item in cleaned.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [item for item in (_without_gaps(item) for item in value) if item]
    return value
