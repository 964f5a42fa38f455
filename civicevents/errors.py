"""Error pages. They share the shell of all pages and need no database; the 500 page needs nothing at all.

410 and 429 have no handler in Django: a view answers ``render(request, "410.html", status=410)``.
"""

import errno
import sys

from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token

from outbox.database import is_temporary

RETRY_AFTER = "5"  # seconds
PLAIN = "<!doctype html><title>500</title><h1>Da ist etwas schiefgegangen / Something went wrong</h1>"


@requires_csrf_token
def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def csrf_failure(request, reason=""):
    return render(request, "403.html", {"stale_form": True}, status=403)


@requires_csrf_token
def not_found(request, exception=None):
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(request):
    """Needs no database and no context; where not even static files are there (set-up forgotten), plain words.

    503 with Retry-After where the database or the disk is at fault: whoever comes again a little later is served.
    """
    short = is_short(sys.exception())
    try:
        content = loader.get_template("500.html").render({"is_short": short})
    except Exception:
        content = PLAIN
    if not short:
        return HttpResponseServerError(content)
    return HttpResponse(content, status=503, headers={"Retry-After": RETRY_AFTER})


def is_short(error):
    """Whether an error is no mistake of ours and over soon: the database's, or no room on a disk."""
    return is_temporary(error) or (isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT))
