"""The portal as a WSGI application."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civicevents.settings")
_portal = get_wsgi_application()


def application(environ, start_response):
    """Visitors' scheme is the one of BASE_URL: encryption ends at a proxy, and no header needs to be believed."""
    environ["wsgi.url_scheme"] = "https" if settings.SECURE else "http"
    return _portal(environ, start_response)
