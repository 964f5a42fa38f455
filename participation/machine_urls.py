"""Addresses that exist once, not once per language."""

from django.urls import path

from participation.views import material

urlpatterns = [path("material/<slug:key>.<slug:ending>", material.material, name="material")]
