"""Addresses for machines: they exist once, without a language in front (DESIGN section 4)."""

from django.urls import path

from accounts.visitors import public
from events.api.resources import EVENT, OTHERS
from events.feeds.selections import GROUPS
from events.views import api
from events.views.embed import embed_events
from events.views.feeds import ATOM, CALENDAR, event_file, group_feed, list_feed
from events.views.share import event_share_picture

FOLDERS = {"series": "series", "programme": "programmes", "organisation": "organisations", "topic": "topics"}
FILES = {CALENDAR: "calendar.ics", ATOM: "feed.atom"}

urlpatterns = [
    path("embed/events/", public(embed_events), name="embed_events"),
    path("events/<slug:slug>/event.ics", public(event_file), name="event_file"),
    # Its own rule for caches: neither compressed nor revalidated each time.
    path("events/<slug:slug>/share.png", event_share_picture, name="event_share_picture"),
    *(path(f"events/{FILES[kind]}", public(list_feed), {"kind": kind}, name=f"event_list_{kind}") for kind in FILES),
    *(
        path(
            f"{FOLDERS[group]}/<slug:slug>/{FILES[kind]}",
            public(group_feed),
            {"group": group, "kind": kind},
            name=f"{group}_{kind}",
        )
        for group in GROUPS
        for kind in FILES
    ),
    path("api/v1/", public(api.index), name="api"),
    path("api/v1/openapi.json", public(api.openapi), name="api_openapi"),
    path("api/v1/events/", public(api.event_list), name="api_event_list"),
    path("api/v1/events/<int:number>/", public(api.event_record), name=f"api_{EVENT.name}"),
    *(
        path(f"api/v1/{one.folder}/", public(api.record_list), {"resource": one}, name=f"api_{one.name}_list")
        for one in OTHERS
    ),
    *(
        path(f"api/v1/{one.folder}/<int:number>/", public(api.record), {"resource": one}, name=f"api_{one.name}")
        for one in OTHERS
    ),
    path("api/v1/<path:rest>", public(api.nothing_here)),
]
