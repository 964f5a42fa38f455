"""Addresses of sign-up and of participants' own pages (DESIGN section 4)."""

from django.urls import path

from accounts.visitors import public
from registrations.views.sign_up import register, sent

urlpatterns = [
    path("events/<slug:slug>/register/", public(register), name="register"),
    path("events/<slug:slug>/register/sent/", public(sent), name="register_sent"),
    path("events/<slug:slug>/register/sent/<slug:outcome>/", public(sent), name="register_sent"),
]
