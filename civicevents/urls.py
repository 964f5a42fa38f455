"""Addresses of the portal (DESIGN section 4): German at the root, English under /en/, machines' once.

Public pages are wrapped in ``public`` (accounts/visitors.py); whatever is not says ``private, no-store``.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from civicevents import files

machines = [
    path("pictures/<str:key>/<int:width>.<str:ending>", files.picture, name="picture"),
    path("media/logos/<str:name>", files.logo, name="logo"),
]
people = [
    path("admin/", admin.site.urls),
]
urlpatterns = machines + i18n_patterns(*people, prefix_default_language=False)

handler400 = "civicevents.errors.bad_request"
handler403 = "civicevents.errors.permission_denied"
handler404 = "civicevents.errors.not_found"
