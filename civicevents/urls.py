"""Addresses of the portal (DESIGN section 4): German at the root, English under /en/, machines' once."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]

handler400 = "civicevents.errors.bad_request"
handler403 = "civicevents.errors.permission_denied"
handler404 = "civicevents.errors.not_found"
