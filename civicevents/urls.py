"""Addresses of the portal (DESIGN section 4): German at the root, English under /en/, machines' once.

Public pages are wrapped in ``public`` (accounts/visitors.py); whatever is not says ``private, no-store``.
"""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from accounts.visitors import public
from civicevents import files, machines
from events.views.sitemap import sitemap

for_machines = [
    path("health/", machines.health, name="health"),
    path("metrics", machines.metrics, name="metrics"),
    path("sitemap.xml", public(sitemap), name="sitemap"),
    path("robots.txt", public(machines.robots), name="robots"),
    path(".well-known/security.txt", public(machines.security_txt), name="security_txt"),
    path("pictures/<slug:key>/<int:width>.<slug:ending>", files.picture, name="picture"),
    path("media/logos/<str:name>", files.logo, name="logo"),
    path("", include("events.machine_urls")),
    path("", include("participation.machine_urls")),
    path("", include("registrations.machine_urls")),
]
# Django tries one after the other: where many want to get at the same moment stands first.
for_people = [
    path("", include("events.urls")),
    path("", include("registrations.urls")),
    path("", include("participation.urls")),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
]
urlpatterns = i18n_patterns(*for_people, prefix_default_language=False) + for_machines

handler400 = "civicevents.errors.bad_request"
handler403 = "civicevents.errors.permission_denied"
handler404 = "civicevents.errors.not_found"
handler500 = "civicevents.errors.server_error"
