"""The portal as a WSGI application."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "civicevents.settings")
_django = get_wsgi_application()

from civicevents.requests import watched  # noqa: E402
from civicevents.stored.shortcut import ShortCut  # noqa: E402 - its apps have to be there

OURS = frozenset(os.environ)  # which the web server adds to what it says of each request


def portal(environ, start_response):
    """Visitors' scheme is the one of BASE_URL: encryption ends at a proxy, and no header needs to be believed."""
    for name in OURS:  # secrets among them, which no report of an error may show
        environ.pop(name, None)
    environ["wsgi.url_scheme"] = "https" if settings.SECURE else "http"
    return _django(environ, start_response)


# While somebody works on templates, nothing is stored: no change of theirs would be seen.
application = watched(portal if settings.DEBUG else ShortCut(portal))
