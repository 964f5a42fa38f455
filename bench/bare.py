"""The ceiling of what Django can do on a machine: one SELECT, so many bytes, no middleware. Not part of the portal."""

import os
from functools import cache

from django.conf import settings

settings.configure(
    SECRET_KEY="bare",  # noqa: S106
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="bare",
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": os.path.realpath(os.path.join(os.environ["DATA_DIR"], "postgres", "socket")),
            "NAME": "portal",
            "USER": "portal",
            "CONN_MAX_AGE": 3600,
        }
    },
    USE_TZ=True,
    LOGGING_CONFIG=None,
    BIND="127.0.0.1",
    PORT=int(os.environ["PORT"]),
)

from django.core.wsgi import get_wsgi_application  # noqa: E402 - Django reads the settings above
from django.db import connection  # noqa: E402
from django.http import HttpResponse, HttpResponseNotModified  # noqa: E402
from django.urls import path  # noqa: E402


@cache
def body(number):
    return b"x" * number


def answer(request, number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if request.headers.get("If-None-Match"):
        return HttpResponseNotModified()
    return HttpResponse(body(number))


urlpatterns = [path("bytes/<int:number>/", answer)]
application = get_wsgi_application()
