"""Addresses for machines: they exist once, without a language in front."""

from django.urls import path

from registrations.views.calendars import calendar_feed

urlpatterns = [path("calendars/<str:token>.ics", calendar_feed, name="calendar_feed")]
