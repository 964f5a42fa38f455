"""Addresses of what people say before, during and after a meetup."""

from django.urls import path

from participation.views import material

urlpatterns = [
    path(
        "registrations/<str:token>/material/<slug:key>.<slug:ending>",
        material.of_participant,
        name="registration_material",
    ),
    path("stage/<str:token>/material/<slug:key>.<slug:ending>", material.from_stage, name="stage_material"),
]
