"""Addresses of the public pages about events and people (DESIGN section 4)."""

from django.urls import path

from accounts.visitors import public
from events.views.embed import embed
from events.views.event import EventPage
from events.views.groups import OrganisationPage, ProgrammePage, SeriesPage, TopicPage
from events.views.lists import EventList, Home
from events.views.month import Month
from events.views.open_data import open_data
from events.views.people import SpeakerList, SpeakerPage
from events.views.plain import PlainPage
from events.views.preview import event_preview
from events.views.subscribe import subscribe

urlpatterns = [
    path("preview/<str:token>/", event_preview, name="event_preview"),
    path("", public(Home.as_view()), name="home"),
    path("events/", public(EventList.as_view()), name="event_list"),
    path("events/month/<year:year>-<month:month>/", public(Month.as_view()), name="event_month"),
    path("events/subscribe/", public(subscribe), name="subscribe"),
    path("events/<slug:slug>/", public(EventPage.as_view()), name="event"),
    path("events/<slug:slug>/plain/", public(PlainPage.as_view()), name="event_plain"),
    path("embed/", public(embed), name="embed"),
    path("open-data/", public(open_data), name="open_data"),
    path("series/<slug:slug>/", public(SeriesPage.as_view()), name="series"),
    path("programmes/<slug:slug>/", public(ProgrammePage.as_view()), name="programme"),
    path("organisations/<slug:slug>/", public(OrganisationPage.as_view()), name="organisation"),
    path("topics/<slug:slug>/", public(TopicPage.as_view()), name="topic"),
    path("speakers/", public(SpeakerList.as_view()), name="speaker_list"),
    path("speakers/<slug:slug>/", public(SpeakerPage.as_view()), name="speaker"),
]
